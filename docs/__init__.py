"""The documentation, and the program that writes the pages that come from the code."""
