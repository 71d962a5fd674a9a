"""Files to and from the bank."""
