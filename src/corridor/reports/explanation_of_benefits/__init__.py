"""The explanation of benefits: what a claim's decision means to the member, as data, as words and as PDF."""
