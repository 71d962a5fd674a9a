"""Cases against third parties: opened per accident, listed with their liens, money received, closed."""
