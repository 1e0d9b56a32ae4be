"""Lists, searches and single readings: rows of SQLAlchemy Core, never mapped objects."""
