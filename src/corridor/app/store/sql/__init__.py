"""The SQL of the migrations. Frozen: released migrations name these, so a new need is a new name."""
