"""A plan in the form of a Summary of Benefits and Coverage."""
