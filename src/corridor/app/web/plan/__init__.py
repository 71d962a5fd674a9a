"""The plan: its documents and their clauses."""
