"""Membership's figures: who claimed posts and pledged (M02), how deep the grid reaches (M03), what lies in it (M10)."""

from __future__ import annotations

from contracts.membership.events import (
    AreaRegisteredV1,
    PersonDiedV1,
    PersonMovedV1,
    PersonRegisteredV1,
    PledgePublishedV1,
    PostClaimedV1,
    PostReleasedV1,
)
from contracts.metrics import Distinct, Metric, Reach, Series, Take, When

BELOW_CITY = ["street", "community", "estate", "building", "household"]

CLAIMS = Series(
    "membership.claim",
    begins=[
        Take(
            PostClaimedV1,
            key=["claim_id"],
            subject="claimant_id",
            at="claimed_on",
            keep=["claimant_kind", "template", "level"],
        )
    ],
    ends=[Take(PostReleasedV1, key=["claim_id"], at="released_on")],
)
"""Claims of posts: one episode per claim, ended by its release."""

PLEDGES = Series(
    "membership.pledge",
    begins=[
        Take(
            PledgePublishedV1,
            key=["claim_id"],
            subject="claimant_id",
            at="published_on",
            keep=["claimant_kind", "template", "pledge_id"],
        )
    ],
    ends=[Take(PostReleasedV1, key=["claim_id"], at="released_on")],
)
"""Claims with a published pledge: from the first publication until the claim is released."""

AREAS = Series(
    "membership.area",
    begins=[Take(AreaRegisteredV1, key=["area_id"], subject="area_id", at="valid_from", keep=["kind", "name"])],
)
"""Areas of the grid from the day they hold."""

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

RESIDENTS_PLEDGED = Metric(
    "M02.residents",
    zh="认岗承诺的党员群众",
    en="Residents, party members and others, who claimed a post and published a pledge",
    unit="person",
    mechanism="M02",
    numerator=Distinct(PLEDGES, of="subject", when=When.AT_END, where={"claimant_kind": "person"}),
    about="Distinct persons with a published pledge on a claim in force at the end of the period.",
)
UNITS_PLEDGED = Metric(
    "M02.units",
    zh="认岗承诺的驻区单位",
    en="Units that claimed a post and published a pledge",
    unit="unit",
    mechanism="M02",
    numerator=Distinct(PLEDGES, of="subject", when=When.AT_END, where={"claimant_kind": "unit"}),
    about="Distinct units with a published pledge on a claim in force at the end of the period.",
)
RESIDENTS_CLAIMED = Metric(
    "M02.residents_claimed",
    zh="认岗的党员群众",
    en="Residents holding a post",
    unit="person",
    mechanism="M02",
    numerator=Distinct(CLAIMS, of="subject", when=When.AT_END, where={"claimant_kind": "person"}),
    about="Distinct persons with a claim in force at the end of the period, pledged or not.",
)
LEVELS = Metric(
    "M03.levels",
    zh="街道-社区-小区-楼幢-户 管理层级",
    en="Levels of the grid from the street down",
    unit="level",
    mechanism="M03",
    numerator=Distinct(AREAS, of="kind", when=When.AT_END, where={"kind": BELOW_CITY}, reach=Reach.LINEAGE),
    about="Distinct kinds, street to household, among the area, the areas above it and those below it.",
)


def _areas_of(kind: str, zh: str, en: str) -> Metric:
    return Metric(
        f"M03.{kind}",
        zh=zh,
        en=en,
        unit="area",
        mechanism="M03",
        numerator=Distinct(AREAS, of="subject", when=When.AT_END, where={"kind": kind}),
        about=f"Areas of kind {kind} in the grid at the end of the period.",
    )


COMMUNITIES = _areas_of("community", "社区", "Communities")
ESTATES = _areas_of("estate", "小区", "Estates")
BUILDINGS = _areas_of("building", "楼幢", "Buildings")
HOUSEHOLDS = _areas_of("household", "居民户", "Households")

PEOPLE = Metric(
    "M10.people",
    zh="登记居民",
    en="Registered residents",
    unit="person",
    mechanism="M10",
    numerator=Distinct(STAYS, of="subject", when=When.AT_END),
    about="Distinct persons whose stay is open at the end of the period: the register, not a census.",
)
