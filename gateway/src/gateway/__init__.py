"""The city's one HTTP door. No database and no rules: everything is derived from the contracts of the services."""
