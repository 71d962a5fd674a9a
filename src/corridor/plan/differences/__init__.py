"""What differs between two versions of plans, in words."""
