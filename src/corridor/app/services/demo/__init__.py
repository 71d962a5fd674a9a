"""The demo employer: a seeded generator of the files that a real one would send."""
