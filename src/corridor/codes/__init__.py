"""Code lists and statutory figures: dated data with its source, and the loaders."""
