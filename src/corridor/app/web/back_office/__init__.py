"""The back office: Django's admin, in which operators see to people, files and batches."""
