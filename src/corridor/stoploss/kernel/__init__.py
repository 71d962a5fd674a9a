"""The compiled layers of stop-loss settlement."""
