"""Short-term disability: weekly benefits from what a certification says, under a plan that is data."""
