"""A service of the runtime's own tests: it writes down what it hears, without any guard against hearing twice."""
