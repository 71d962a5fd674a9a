"""Whole cents: rounding happens here and nowhere else."""
