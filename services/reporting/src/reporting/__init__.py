"""Reporting (绩效报告): keeps every event of the city, makes facts of them, and gives each area's account of a year.

It decides nothing but its own periods; it listens to everything and is waited for by nobody.
"""
