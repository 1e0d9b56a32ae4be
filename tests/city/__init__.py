"""A whole city for tests: every service its own process, RabbitMQ between them, and people who talk HTTP to it."""
