"""People who sign in, and what each may do where: a schema of its own beside the sponsors' tables."""
