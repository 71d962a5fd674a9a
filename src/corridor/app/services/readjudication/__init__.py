"""Families touched by what has changed since a day, decided again: the effect first, then the batch."""
