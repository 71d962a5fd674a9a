"""What a plan says beyond its faults: benefits out of reach, overlaps, idle terms, clauses left to people, gaps."""
