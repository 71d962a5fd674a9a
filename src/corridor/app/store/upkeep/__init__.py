"""Looking after the store: dumping it, loading it, putting one database in another's place, examining it."""
