"""Volunteering's acts and searches at the size of a city."""
