"""The records of volunteering's import doors (历史补录), a file per topic: the live door's rules as of their own dates."""
