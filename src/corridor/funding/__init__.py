"""The employer's money: decisions become postings, funding calls, payments, fees; actual against budget."""
