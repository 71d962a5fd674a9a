"""The back office: Django's admin."""
