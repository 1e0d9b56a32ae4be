"""What patrol does: one civic act, one function, one transaction."""
