"""The employer's first page, the postings behind its figures, the contract it is compared with."""
