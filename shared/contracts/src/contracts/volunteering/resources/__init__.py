"""What volunteering's operations are about, and who may see it; a file per topic."""

from __future__ import annotations

from contracts.volunteering.resources.activities import (
    ACTIVITY_KEEPERS,
    ATTENDANCE_KEEPERS,
    SIGN_UP_KEEPERS,
    Activity,
    Attendance,
    SignUp,
)
from contracts.volunteering.resources.bank import Bank, BankAccount
from contracts.volunteering.resources.pairings import Pairing
from contracts.volunteering.resources.people import SECRETARIES, Person, Volunteer
from contracts.volunteering.resources.shop import Batch, Entitlement, Reservation, Shop, Stock
from contracts.volunteering.resources.teams import TEAM_KEEPERS, Team

__all__ = [
    "ACTIVITY_KEEPERS",
    "ATTENDANCE_KEEPERS",
    "Activity",
    "Attendance",
    "Bank",
    "BankAccount",
    "Batch",
    "Entitlement",
    "Pairing",
    "Person",
    "Reservation",
    "SECRETARIES",
    "SIGN_UP_KEEPERS",
    "Shop",
    "SignUp",
    "Stock",
    "TEAM_KEEPERS",
    "Team",
    "Volunteer",
]
