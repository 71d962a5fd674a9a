"""The tables that flow between the steps. No other folder defines a shared column."""
