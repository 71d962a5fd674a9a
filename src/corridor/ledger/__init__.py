"""The double-entry journal: accounts, entries, balances. Knows nothing of claims."""
