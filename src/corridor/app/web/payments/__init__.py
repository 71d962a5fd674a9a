"""Payment runs, payments and payees."""
