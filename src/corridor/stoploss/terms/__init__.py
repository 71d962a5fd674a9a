"""The words of a stop-loss contract, topic by topic."""
