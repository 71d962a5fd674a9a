"""Dates: plan years, months, spans, ages."""
