"""The share of party members who stand by a household (V20, 61 of 94)."""

from __future__ import annotations

from contracts.membership.events import MemberPairedV1, MemberUnpairedV1
from contracts.membership.metrics.organisations import ROLLS
from contracts.metrics import Distinct, Metric, Series, Take, When

MEMBER_PAIRINGS = Series(
    "membership.member_pairing",
    begins=[Take(MemberPairedV1, key=["member_pairing_id"], subject="seat_id", at="since")],
    ends=[Take(MemberUnpairedV1, key=["member_pairing_id"], at="until")],
)
"""A main place and a pairing of its member, in whole months."""

PAIRED_MEMBERS = Metric(
    "V20.members",
    zh="认亲的党员",
    en="Party members who stand by a household",
    unit="person",
    mechanism="V20",
    numerator=Distinct(MEMBER_PAIRINGS, of="subject", when=When.AT_END),
    denominator=Distinct(ROLLS, of="key", when=When.AT_END, where={"main": True}),
    about="Main places on rolls whose member stands by a household at the end of the period, of all such places; several "
    "households of one count once. The clock tells it within the hour.",
)
