"""What another plan would have cost, and whom."""
