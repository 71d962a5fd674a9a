"""The order of benefits: which of two plans pays first, and why."""
