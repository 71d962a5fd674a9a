"""Tables in and out: CSV and Parquet files, read through column maps into records."""
