"""Claims as pages show them: lists, one claim with its explanation, a member's own."""
