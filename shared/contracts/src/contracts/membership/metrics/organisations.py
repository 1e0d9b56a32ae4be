"""Figures of organisations (M04, M26, M27, M28): committees, branches, groups, and the places on their rolls."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.membership.events import MemberEnrolledV1, MemberLeftV1, OrganisationChangedV2
from contracts.metrics import Distinct, Metric, Series, Take, When

ORGANISATIONS = Series(
    "membership.organisation",
    begins=[
        Take(
            OrganisationChangedV2,
            key=["organisation_id"],
            subject="organisation_id",
            where={"change": "founded"},
            at="valid_from",
            keep=["kind", "name"],
        )
    ],
    ends=[Take(OrganisationChangedV2, key=["organisation_id"], where={"change": "dissolved"}, at="valid_from")],
)
"""Organisations from their founding to the first day without them."""

ROLLS = Series(
    "membership.member_seat",
    begins=[
        Take(MemberEnrolledV1, key=["seat_id"], subject="team_id", at="enrolled_on", keep=["kind", "main"]),
    ],
    ends=[Take(MemberLeftV1, key=["seat_id"], at="left_on")],
)
"""Places on rolls. Nobody has two main ones at a time, so places are counted where people may not be known."""

BRANCHES = ["party_branch", "two_new_branch"]


def _standing(metric_id: str, kinds: Sequence[str], zh: str, en: str) -> Metric:
    return Metric(
        metric_id,
        zh=zh,
        en=en,
        unit="body",
        mechanism=metric_id.split(".")[0],
        numerator=Distinct(ORGANISATIONS, of="subject", when=When.AT_END, where={"kind": list(kinds)}),
        about="Organisations of the kind in the area at the end of the period.",
    )


COMMITTEES = _standing("M04.committees", ["party_committee"], "社区党委（党总支）", "Party committees")
TREE_BRANCHES = _standing("M04.branches", BRANCHES, "党支部", "Party branches")
GROUPS = _standing("M04.groups", ["party_group"], "党小组", "Party groups")
TWO_NEW_BRANCHES = _standing(
    "M27.two_new_branches", ["two_new_branch"], "两新支部", "Branches of firms and civil bodies"
)
FUNCTIONAL_BRANCHES = _standing("M28.branches", ["functional_branch"], "特色（功能型）支部", "Functional branches")

MEMBERS = Metric(
    "M27.members",
    zh="党员",
    en="Party members on the rolls",
    unit="person",
    mechanism="M27",
    numerator=Distinct(ROLLS, of="key", when=When.AT_END, where={"main": True}),
    about="Main places on rolls at the end of the period; everybody has one at a time.",
)
FUNCTIONAL_MEMBERS = Metric(
    "M28.members",
    zh="特色支部党员",
    en="Members of functional branches",
    unit="person",
    mechanism="M28",
    numerator=Distinct(ROLLS, of="key", when=When.AT_END, where={"kind": "functional_branch"}),
    about="Places on the rolls of functional branches at the end of the period.",
)
TROUPES = Metric(
    "M28.teams",
    zh="特色支部党员来自的队伍",
    en="Teams that members of functional branches came from",
    unit="team",
    mechanism="M28",
    numerator=Distinct(ROLLS, of="subject", when=When.AT_END, where={"kind": "functional_branch"}),
    about="Distinct teams named when members were enrolled in functional branches.",
)
