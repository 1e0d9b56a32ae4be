"""Membership's figures, gathered from their topics."""

from __future__ import annotations

from contracts.membership.metrics.areas import AREAS, BUILDINGS, COMMUNITIES, ESTATES, HOUSEHOLDS, LEVELS
from contracts.membership.metrics.people import PEOPLE, STAYS
from contracts.membership.metrics.posts import CLAIMS, PLEDGES, RESIDENTS_CLAIMED, RESIDENTS_PLEDGED, UNITS_PLEDGED

__all__ = [
    "AREAS",
    "BUILDINGS",
    "CLAIMS",
    "COMMUNITIES",
    "ESTATES",
    "HOUSEHOLDS",
    "LEVELS",
    "PEOPLE",
    "PLEDGES",
    "RESIDENTS_CLAIMED",
    "RESIDENTS_PLEDGED",
    "STAYS",
    "UNITS_PLEDGED",
]
