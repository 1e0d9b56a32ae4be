"""Civic acts: one function, one transaction each."""
