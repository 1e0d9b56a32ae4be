"""The figures of volunteering, a file per topic."""

from __future__ import annotations

from contracts.volunteering.metrics.activities import ACTIVITIES, HOURS, V09_MINUTES, V26_ACTIVITIES
from contracts.volunteering.metrics.bank import (
    BANKS,
    MINUTES_EARNED,
    MINUTES_GIVEN,
    MINUTES_REDEEMED,
    V10_BANKS,
    V10_EARNED,
    V10_GIVEN,
    V10_REDEEMED,
    V10_THEMES,
)
from contracts.volunteering.metrics.pairings import PAIRINGS, SCHOOL_FINISHED, V01_HOUSEHOLDS, V01_STUDENTS
from contracts.volunteering.metrics.teams import (
    SEATS,
    TEAMS,
    V03_ELDER_SERVICE_TEAMS,
    V03_PATROL_TEAMS,
    V03_PEOPLE,
    V03_RESCUE_TEAMS,
    V03_TEAMS,
    V04_LEADERS,
    V04_MEMBERS,
)

__all__ = [
    "ACTIVITIES",
    "BANKS",
    "HOURS",
    "MINUTES_EARNED",
    "MINUTES_GIVEN",
    "MINUTES_REDEEMED",
    "PAIRINGS",
    "SCHOOL_FINISHED",
    "SEATS",
    "TEAMS",
    "V01_HOUSEHOLDS",
    "V01_STUDENTS",
    "V03_ELDER_SERVICE_TEAMS",
    "V03_PATROL_TEAMS",
    "V03_PEOPLE",
    "V03_RESCUE_TEAMS",
    "V03_TEAMS",
    "V04_LEADERS",
    "V04_MEMBERS",
    "V09_MINUTES",
    "V10_BANKS",
    "V10_EARNED",
    "V10_GIVEN",
    "V10_REDEEMED",
    "V10_THEMES",
    "V26_ACTIVITIES",
]
