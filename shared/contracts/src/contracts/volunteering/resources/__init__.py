"""What volunteering's operations are about, and who may see it; a file per topic."""

from __future__ import annotations

from contracts.volunteering.resources.activities import (
    ACTIVITY_KEEPERS,
    ATTENDANCE_KEEPERS,
    SERIES_KEEPERS,
    SIGN_UP_KEEPERS,
    Activity,
    ActivitySeries,
    Attendance,
    SignUp,
    Swap,
)
from contracts.volunteering.resources.bank import Bank, BankAccount
from contracts.volunteering.resources.pairings import Pairing
from contracts.volunteering.resources.people import SECRETARIES, Person, Volunteer
from contracts.volunteering.resources.shop import Batch, Entitlement, Reservation, Shop, Stock
from contracts.volunteering.resources.teams import TEAM_KEEPERS, Team

__all__ = [
    "ACTIVITY_KEEPERS",
    "ATTENDANCE_KEEPERS",
    "SECRETARIES",
    "SERIES_KEEPERS",
    "SIGN_UP_KEEPERS",
    "TEAM_KEEPERS",
    "Activity",
    "ActivitySeries",
    "Attendance",
    "Bank",
    "BankAccount",
    "Batch",
    "Entitlement",
    "Pairing",
    "Person",
    "Reservation",
    "Shop",
    "SignUp",
    "Stock",
    "Swap",
    "Team",
    "Volunteer",
]
