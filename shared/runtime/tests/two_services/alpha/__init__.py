"""A service of the runtime's own tests: things are done here, and alarms raised."""
