"""Stories in a whole city: one civic act, followed across the services that answered it."""
