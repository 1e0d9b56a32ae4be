"""That whatever is sent, by whichever role, in whichever order, the city answers as its own document says and lives on."""
