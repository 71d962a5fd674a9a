"""The store: PostgreSQL, started by us or given, with every sponsor's rows closed to every other."""
