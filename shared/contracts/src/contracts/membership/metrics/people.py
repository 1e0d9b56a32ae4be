"""Figures of the register of people (M10)."""

from __future__ import annotations

from contracts.membership.events import PersonDiedV1, PersonMovedV1, PersonRegisteredV1
from contracts.metrics import Distinct, Metric, Series, Take, When

STAYS = Series(
    "membership.stay",
    begins=[
        Take(PersonRegisteredV1, key=["stay_id"], subject="person_id"),
        Take(PersonMovedV1, key=["stay_id"], subject="person_id", at="moved_on"),
    ],
    ends=[
        Take(PersonMovedV1, key=["left_stay_id"], at="moved_on"),
        Take(PersonDiedV1, key=["stay_id"], at="died_on"),
    ],
)
"""Stays of registered persons in their home area: moving ends one and begins another."""

PEOPLE = Metric(
    "M10.people",
    zh="登记居民",
    en="Registered residents",
    unit="person",
    mechanism="M10",
    numerator=Distinct(STAYS, of="subject", when=When.AT_END),
    about="Distinct persons whose stay is open at the end of the period: the register, not a census.",
)
