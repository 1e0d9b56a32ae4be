"""The whole city in one process: its own PostgreSQL, six doors on an in-process bus, the gateway, a demo year."""
