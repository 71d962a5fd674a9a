"""Clauses as pages show them: what the plan says, which values rest on it, which claims it decided."""
