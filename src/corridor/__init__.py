"""Corridor runs self-funded employee benefit plans."""
