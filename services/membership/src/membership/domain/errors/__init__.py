"""Broken rules, in residents' words."""
