"""That what is told of a person in confidence is found nowhere but sealed: not on the bus, not in logs, not in tables."""
