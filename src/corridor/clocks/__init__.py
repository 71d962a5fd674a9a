"""Clocks that law and contracts set, and how days are counted."""
