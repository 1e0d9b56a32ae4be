"""The figures of patrol: nights kept, shifts kept, minutes on the street."""

from __future__ import annotations

from contracts.metrics import DaysInPeriod, Distinct, Metric, Series, Take, Total, When
from contracts.patrol.events import ShiftCompletedV1

SHIFTS = Series(
    "patrol.shift",
    begins=[
        Take(
            ShiftCompletedV1,
            key=["shift_id"],
            subject="team_id",
            amount="minutes",
            at="night",
            keep=["night", "team_id"],
        )
    ],
)
"""A shift that was kept, on its night. Missed shifts are no facts."""

P01_NIGHTS = Metric(
    "P01.nights",
    zh="治安巡逻天数",
    en="Nights patrolled",
    unit="night",
    mechanism="P01",
    numerator=Distinct(SHIFTS, of="night", when=When.BEGAN),
    denominator=DaysInPeriod(),
    about="Distinct nights of the period with a kept shift; two teams on one night count once.",
)
P01_SHIFTS = Metric(
    "P01.shifts",
    zh="治安巡逻班次",
    en="Patrol shifts kept",
    unit="shift",
    mechanism="P01",
    numerator=Distinct(SHIFTS, of="key", when=When.BEGAN),
    about="Shifts of the period that were kept: enough members checked in and the hours were covered.",
)
P01_MINUTES = Metric(
    "P01.minutes",
    zh="治安巡逻时长",
    en="Time on patrol",
    unit="minute",
    mechanism="P01",
    numerator=Total(SHIFTS, when=When.BEGAN),
    about="Members' minutes in kept shifts of the period.",
)
