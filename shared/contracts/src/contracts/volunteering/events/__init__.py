"""The events of volunteering. Ids, codes, times and numbers only: whoever is helped stays a keyed subject."""

from __future__ import annotations

from contracts.volunteering.events.activities import ActivityHeldV1, HoursApprovedV1, HoursReversedV1, NoShowRecordedV1
from contracts.volunteering.events.bank import TOLD_KINDS, BankOpenedV1, MinutesPostedV1
from contracts.volunteering.events.contests import BallotRequestedV1, Candidate
from contracts.volunteering.events.courses import CourseCompletedV1
from contracts.volunteering.events.duties import (
    DUTY_KINDS,
    ResponderDeclinedV1,
    ResponderOfferedV1,
    VolunteerAssignedV1,
    VolunteerWithdrawnV1,
)
from contracts.volunteering.events.needs import MatchConfirmedV1, MatchFailedV1, NeedAcceptedV1, NeedClosedV1
from contracts.volunteering.events.obligations import EvidenceFrozenV1, PersonErasureDoneV1, RestructuringAcknowledgedV1
from contracts.volunteering.events.pairings import HELPED_KINDS, HELPER_KINDS, PairingEndedV1, PairingStartedV1
from contracts.volunteering.events.shop import (
    DONOR_KINDS,
    PAID_WITH,
    SHOP_KINDS,
    GoodsIssuedV1,
    GoodsReceivedV1,
    GoodsStruckV1,
    ShopClosedV1,
    ShopOpenedV1,
    StockLowV1,
)
from contracts.volunteering.events.teams import SEAT_ROLES, TEAM_CHANGES, TeamChangedV1, TeamDisbandedV1, TeamFormedV1

__all__ = [
    "ActivityHeldV1",
    "BallotRequestedV1",
    "BankOpenedV1",
    "Candidate",
    "CourseCompletedV1",
    "DONOR_KINDS",
    "DUTY_KINDS",
    "EvidenceFrozenV1",
    "GoodsIssuedV1",
    "GoodsReceivedV1",
    "GoodsStruckV1",
    "HELPED_KINDS",
    "HELPER_KINDS",
    "HoursApprovedV1",
    "HoursReversedV1",
    "MatchConfirmedV1",
    "MatchFailedV1",
    "MinutesPostedV1",
    "NeedAcceptedV1",
    "NeedClosedV1",
    "NoShowRecordedV1",
    "PAID_WITH",
    "PairingEndedV1",
    "PairingStartedV1",
    "PersonErasureDoneV1",
    "ResponderDeclinedV1",
    "ResponderOfferedV1",
    "RestructuringAcknowledgedV1",
    "SEAT_ROLES",
    "SHOP_KINDS",
    "ShopClosedV1",
    "ShopOpenedV1",
    "StockLowV1",
    "TEAM_CHANGES",
    "TOLD_KINDS",
    "TeamChangedV1",
    "TeamDisbandedV1",
    "TeamFormedV1",
    "VolunteerAssignedV1",
    "VolunteerWithdrawnV1",
]
