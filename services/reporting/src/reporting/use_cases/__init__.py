"""What reporting does: keeps events, and rebuilds facts."""
