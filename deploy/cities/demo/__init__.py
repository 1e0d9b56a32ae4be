"""What every demo city has besides its records: an account per role, and a little life of today."""
