"""The round trip of claims that rented networks price: out, back, and what happens when no answer comes."""
