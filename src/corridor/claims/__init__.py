"""What is decided about a claim before the kernel: matching, coverage, benefit, edits, price. Columnar, no state."""
