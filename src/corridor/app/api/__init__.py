"""What other systems ask, over HTTP: JSON in, JSON out."""
