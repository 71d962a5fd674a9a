"""How dates and numbers look where Django writes them itself."""
