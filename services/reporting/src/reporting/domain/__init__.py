"""What reporting keeps, and the rules of what it may be asked."""
