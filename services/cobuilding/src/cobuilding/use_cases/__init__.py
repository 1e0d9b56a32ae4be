"""What cobuilding does: one civic act, one function, one transaction."""
