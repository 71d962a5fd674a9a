"""What a network contract, the plan or the law makes of a charge."""
