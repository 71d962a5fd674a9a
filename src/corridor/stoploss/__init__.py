"""Stop-loss: contracts as data, what they cover of what was paid, what the carrier owes."""
