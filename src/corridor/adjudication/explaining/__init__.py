"""What explanations are made of: the steps of one line rule by rule, and their sentences."""
