"""The figures of the deeds wall and of contests."""

from __future__ import annotations

from contracts.metrics import Distinct, Metric, Series, Take, When
from contracts.volunteering.events import DeedPublishedV1, DeedTakenDownV1, NominationMadeV1, NominationWonV1

DEEDS = Series(
    "volunteering.deed",
    begins=[Take(DeedPublishedV1, key=["deed_id"], at="published_on", keep=["board"])],
    ends=[Take(DeedTakenDownV1, key=["deed_id"], at="taken_down_on")],
)
"""A good deed from its publication until it is taken down."""

NOMINATIONS = Series(
    "volunteering.nomination",
    begins=[Take(NominationMadeV1, key=["nomination_id"], at="nominated_on", keep=["contest_id", "kind"])],
)
"""A nomination in a contest."""

WINNERS = Series(
    "volunteering.contest_winner",
    begins=[Take(NominationWonV1, key=["nomination_id"], at="won_on", keep=["contest_id", "kind", "board"])],
)
"""A nomination that won."""

V06_NOMINATIONS = Metric(
    "V06.nominations",
    zh="好人推荐",
    en="Nominations",
    unit="nomination",
    mechanism="V06",
    numerator=Distinct(NOMINATIONS, of="key", when=When.BEGAN),
    about="Nominations made in contests in the period.",
)
V29_BOARDS = Metric(
    "V29.boards",
    zh="善行墙",
    en="Boards of good deeds",
    unit="board",
    mechanism="V29",
    numerator=Distinct(DEEDS, of="board", when=When.AT_END),
    about="Boards with a deed on them at the end of the period.",
)
V29_DEEDS = Metric(
    "V29.deeds",
    zh="上墙善行",
    en="Good deeds published",
    unit="deed",
    mechanism="V29",
    numerator=Distinct(DEEDS, of="key", when=When.BEGAN),
    about="Good deeds published in the period.",
)
V29_FAMILIES = Metric(
    "V29.families",
    zh="十佳家庭",
    en="Families that won a contest",
    unit="household",
    mechanism="V29",
    numerator=Distinct(WINNERS, of="key", when=When.BEGAN, where={"kind": "household"}),
    about="Nominations of households that won by ballot in the period.",
)
