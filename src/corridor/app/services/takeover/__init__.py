"""What is taken over from a prior administrator: files in, openings out."""
