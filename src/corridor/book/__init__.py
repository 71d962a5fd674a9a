"""The steps strung together without a database, once, for every caller."""
