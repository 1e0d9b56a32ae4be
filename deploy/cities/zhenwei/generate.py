"""All records of 圳尾's year by register, and the count that somebody would get who counted records."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from deploy.cities.zhenwei import activities, care, nights, places, posts, teams
from deploy.cities.zhenwei.words import Record

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
