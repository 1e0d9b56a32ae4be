"""Figures of areas as sources stated them (M10, M22): people, floating residents, households, land, bodies, units."""

from __future__ import annotations

from contracts.membership.events import DenominatorStatedV1
from contracts.metrics import Metric, Reach, Series, Take, Total, When

STATEMENTS = Series(
    "membership.denominator",
    begins=[
        Take(
            DenominatorStatedV1,
            key=["denominator_id"],
            subject="area_id",
            amount="value",
            at="as_of",
            keep=["what", "source", "as_of"],
        )
    ],
    ends=[Take(DenominatorStatedV1, key=["replaces"], at="as_of")],
)
"""Statements in force: each from its day until the next of the same."""


def stated(what: str) -> Total:
    """What was stated last of an area; of one that nobody stated as a whole, the sum of its parts' statements."""
    return Total(STATEMENTS, when=When.AT_END, where={"what": what}, reach=Reach.TOPMOST)


def _stated(metric_id: str, what: str, zh: str, en: str, unit: str) -> Metric:
    return Metric(
        metric_id,
        zh=zh,
        en=en,
        unit=unit,
        mechanism=metric_id.split(".")[0],
        numerator=stated(what),
        about="The last statement of its source up to the end of the period; where the area itself was not stated, the sum "
        "of its parts.",
    )


POPULATION = _stated("M10.population", "population", "总人口", "Population, floating residents among them", "person")
FLOATING = _stated("M10.floating", "floating_population", "其中外来暂住人口", "Floating residents among them", "person")
LAND = _stated("M10.land", "land_square_metres", "辖区面积", "Land", "square_metre")
STATED_HOUSEHOLDS = _stated("M22.households", "households", "居民户数", "Households", "household")
RESIDENTS_COMMITTEES = _stated("M22.committees", "residents_committees", "居委会", "Residents' committees", "body")
RESIDENT_GROUPS = _stated("M22.groups", "resident_groups", "居民小组", "Residents' groups", "body")
STATED_BRANCHES = _stated("M22.branches", "party_branches", "党支部", "Party branches", "body")
STATED_MEMBERS = _stated("M22.members", "party_members", "自管党员", "Party members of the community", "person")
STATED_UNITS = _stated("M22.units", "units", "驻区单位", "Units in the area", "unit")
IN_SERVICE = _stated("M22.in_service", "in_service_members", "驻区在职党员", "Party members in service there", "person")
