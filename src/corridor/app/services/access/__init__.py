"""Who may see and do what, at which sponsor."""
