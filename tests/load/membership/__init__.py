"""Membership's lists at the size of a city."""
