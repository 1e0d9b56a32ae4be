"""All records of 圳尾's year by register, and the pack that was in force."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from deploy.cities.zhenwei import activities, care, nights, places, posts, teams
from deploy.cities.zhenwei.words import YEAR, Record

__all__ = ["COMMUNITY", "PACK", "PACK_AREA", "REGISTERS", "YEAR"]

REGISTERS: dict[str, Callable[[], Sequence[Record]]] = {
    "areas": places.areas,
    "people": places.people,
    "units": posts.units,
    "posts": posts.posts,
    "claims": posts.claims,
    "volunteers": teams.volunteers,
    "teams": teams.teams,
    "attendances": activities.attendances,
    "shifts": nights.shifts,
    "pairings": care.pairings,
    "elders": care.elders,
    "agreements": care.agreements,
}
"""In the order in which they may be entered."""

COMMUNITY = places.COMMUNITY
PACK_AREA = places.STREET
PACK = {"pack": "135-zhenwei", "version": "1", "valid_from": "2009-01-01"}
