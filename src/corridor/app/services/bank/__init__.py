"""The bank's side of the claims account: statements in, lines matched, the difference at all times."""
