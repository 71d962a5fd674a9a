"""X12 syntax: bytes to segments and back, envelopes, guides as data."""
