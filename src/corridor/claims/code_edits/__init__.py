"""Code edits: what procedure codes of a day say of each other, and what is allowed of procedures done together."""
