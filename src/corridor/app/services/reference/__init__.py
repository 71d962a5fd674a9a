"""Reference tables of a sponsor: loaded as batches, looked up by code."""
