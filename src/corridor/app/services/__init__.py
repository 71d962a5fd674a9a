"""Use cases: the pure steps with the store around them, one file each."""
