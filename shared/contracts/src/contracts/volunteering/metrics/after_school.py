"""The figures of after-school care."""

from __future__ import annotations

from contracts.metrics import Distinct, Metric, Series, Take, When
from contracts.volunteering.events import (
    AfterSchoolClosedV1,
    AfterSchoolOpenedV1,
    ChildPickedUpV1,
    SchoolPlaceEndedV1,
    SchoolPlaceTakenV1,
)

AFTER_SCHOOLS = Series(
    "volunteering.after_school",
    begins=[Take(AfterSchoolOpenedV1, key=["after_school_id"], at="opened_on")],
    ends=[Take(AfterSchoolClosedV1, key=["after_school_id"], at="closed_on")],
)
"""An after-school from its first to its last day."""

SCHOOL_PLACES = Series(
    "volunteering.school_place",
    begins=[
        Take(SchoolPlaceTakenV1, key=["school_place_id"], subject="subject", at="from_on", keep=["after_school_id"])
    ],
    ends=[Take(SchoolPlaceEndedV1, key=["school_place_id"], at="ended_on")],
)
"""A child's place from its first to its last day."""

PICK_UPS = Series(
    "volunteering.pick_up",
    begins=[Take(ChildPickedUpV1, key=["school_day_id"], at="on", keep=["after_school_id", "late"])],
)
"""A child that was fetched against a signature."""

V11_SCHOOLS = Metric(
    "V11.schools",
    zh="四点钟学校",
    en="After-schools",
    unit="school",
    mechanism="V11",
    numerator=Distinct(AFTER_SCHOOLS, of="key", when=When.AT_END),
    about="After-schools open at the end of the period.",
)
V11_CHILDREN = Metric(
    "V11.children",
    zh="四点钟学校在册儿童",
    en="Children in after-schools",
    unit="child",
    mechanism="V11",
    numerator=Distinct(SCHOOL_PLACES, of="subject", when=When.AT_END),
    about="Distinct children with a place at the end of the period.",
)
V11_PICK_UPS = Metric(
    "V11.pick_ups",
    zh="签字接回人次",
    en="Signed pick-ups",
    unit="pick-up",
    mechanism="V11",
    numerator=Distinct(PICK_UPS, of="key", when=When.BEGAN),
    about="How often in the period a child was handed over against a signature.",
)
V11_ON_TIME = Metric(
    "V11.on_time",
    zh="按时接回率",
    en="Pick-ups on time",
    unit="pick-up",
    mechanism="V11",
    numerator=Distinct(PICK_UPS, of="key", when=When.BEGAN, where={"late": False}),
    denominator=Distinct(PICK_UPS, of="key", when=When.BEGAN),
    about="Pick-ups of the period before closing time, of all.",
)
