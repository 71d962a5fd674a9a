"""835: claim payment and remittance advice, 005010X221A1."""
