"""The bank reconciliation in two panes, and the trace of money."""
