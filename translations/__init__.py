"""Gathering the texts of the pages, and compiling their Turkish."""
