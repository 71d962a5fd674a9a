"""Sentences that can be told in English and in Turkish."""
