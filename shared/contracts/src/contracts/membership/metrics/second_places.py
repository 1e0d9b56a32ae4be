"""Figures of M08: dual registration (双岗位登记), floating members who show themselves (流动亮身份), transfers in (转入)."""

from __future__ import annotations

from contracts.membership.events import (
    IdentityHiddenV1,
    IdentityShownV1,
    MemberTransferredV1,
    SecondPlaceLeftV1,
    SecondPlaceTakenV1,
)
from contracts.metrics import Distinct, Metric, Series, Take, When

SECOND_PLACES = Series(
    "membership.second_place",
    begins=[Take(SecondPlaceTakenV1, key=["seat_id"], at="taken_on", keep=["second"])],
    ends=[Take(SecondPlaceLeftV1, key=["seat_id"], at="left_on")],
)
"""Places beside the main one. Nobody has two at a time, so places are counted where people may not be known."""

SHOWN = Series(
    "membership.identity_shown",
    begins=[Take(IdentityShownV1, key=["seat_id"], at="shown_on")],
    ends=[Take(IdentityHiddenV1, key=["seat_id"], at="hidden_on")],
)
TRANSFERS = Series("membership.transfer", begins=[Take(MemberTransferredV1, key=["transfer_id"], at="transferred_on")])

DUAL = Metric(
    "M08.dual_registrations",
    zh="双岗位登记的在职党员",
    en="Members in service registered where they live",
    unit="person",
    mechanism="M08",
    numerator=Distinct(SECOND_PLACES, of="key", when=When.AT_END, where={"second": "in_service"}),
    about="Second places of members in service at the end of the period; nobody has two at a time.",
)
FLOATING_SHOWN = Metric(
    "M08.floating_shown",
    zh="亮明身份的流动党员",
    en="Floating members who show themselves",
    unit="person",
    mechanism="M08",
    numerator=Distinct(SHOWN, of="key", when=When.AT_END),
    denominator=Distinct(SECOND_PLACES, of="key", when=When.AT_END, where={"second": "floating"}),
    about="Floating members who agreed to be shown at the end of the period, of all then registered.",
)
TRANSFERRED_IN = Metric(
    "M08.transferred_in",
    zh="组织关系转入社区的党员",
    en="Members whose roll was transferred in",
    unit="person",
    mechanism="M08",
    numerator=Distinct(TRANSFERS, of="key", when=When.BEGAN),
    about="Transfers that both ends agreed to in the period, counted where the new roll is kept.",
)
