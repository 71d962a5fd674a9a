"""The application: the only Django."""
