"""Figures of posts (M02): who claimed one and pledged."""

from __future__ import annotations

from contracts.membership.events import PledgePublishedV1, PostClaimedV1, PostReleasedV1
from contracts.metrics import Distinct, Metric, Series, Take, When

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
