"""Claims: the list, one claim, a member's own."""
