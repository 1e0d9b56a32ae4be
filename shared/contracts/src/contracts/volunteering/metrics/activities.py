"""The figures of activities and the hours that came of them."""

from __future__ import annotations

from contracts.metrics import Distinct, Metric, Series, Take, Total, When
from contracts.volunteering.events import (
    ActivityHeldV1,
    HoursApprovedV1,
    HoursReversedV1,
)

HOURS = Series(
    "volunteering.hours",
    begins=[
        Take(
            HoursApprovedV1,
            key=["attendance_id"],
            subject="person_id",
            amount="minutes",
            at="served_on",
            keep=["activity_id", "team_id"],
        )
    ],
    voids=[Take(HoursReversedV1, key=["attendance_id"])],
)
"""Approved minutes of one attendance; a reversal strikes them."""


ACTIVITIES = Series(
    "volunteering.activity",
    begins=[Take(ActivityHeldV1, key=["activity_id"], at="held_on", keep=["team_id"])],
)
"""An activity that somebody came to."""


V09_MINUTES = Metric(
    "V09.minutes",
    zh="志愿服务时长",
    en="Volunteer time approved",
    unit="minute",
    mechanism="V09",
    numerator=Total(HOURS, when=When.BEGAN),
    about="Approved minutes served in the period, reversed ones struck.",
)


V26_ACTIVITIES = Metric(
    "V26.activities",
    zh="志愿服务活动",
    en="Volunteer activities held",
    unit="activity",
    mechanism="V26",
    numerator=Distinct(ACTIVITIES, of="key", when=When.BEGAN),
    about="Activities of the period that somebody came to.",
)
