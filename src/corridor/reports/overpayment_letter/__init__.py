"""The letter that asks money back: what was paid too much, why, how it is settled, how to object."""
