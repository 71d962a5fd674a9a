"""Reference tables in: files as Medicare publishes them, and our own headers."""
