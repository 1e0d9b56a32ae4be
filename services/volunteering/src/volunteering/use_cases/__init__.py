"""What people do with volunteering: one civic act, one function, one transaction."""
