"""What eldercare does: one civic act, one function, one transaction."""
