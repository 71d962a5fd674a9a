"""Turkish forms."""
