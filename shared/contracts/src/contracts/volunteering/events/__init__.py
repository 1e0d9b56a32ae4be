"""The events of volunteering. Ids, codes, times and numbers only: whoever is helped stays a keyed subject."""

from __future__ import annotations

from contracts.volunteering.events.activities import (
    ActivityHeldV1,
    ActivityLoggedV1,
    CadenceLostV1,
    CadenceMetV1,
    HoursApprovedV1,
    HoursReversedV1,
    NoShowRecordedV1,
    OutputRecordedV1,
    OutputStruckV1,
)
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
from contracts.volunteering.events.needs import (
    MatchConfirmedV1,
    MatchFailedV1,
    NeedAcceptedV1,
    NeedClosedV1,
    NeedRaisedV1,
    NeedReopenedV1,
    NeedSolvedV1,
    StationClosedV1,
    StationOpenedV1,
)
from contracts.volunteering.events.obligations import EvidenceFrozenV1, PersonErasureDoneV1, RestructuringAcknowledgedV1
from contracts.volunteering.events.pairings import HELPED_KINDS, HELPER_KINDS, PairingEndedV1, PairingStartedV1
from contracts.volunteering.events.programmes import (
    PRIZE_LEVELS,
    CampaignConcludedV1,
    CampHeldV1,
    PrizeRecordedV1,
    PrizeStruckV1,
    SiteClosedV1,
    SiteOpenedV1,
)
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
from contracts.volunteering.events.volunteers import VolunteerRegisteredV1, VolunteerRetiredV1

__all__ = [
    "DONOR_KINDS",
    "DUTY_KINDS",
    "HELPED_KINDS",
    "HELPER_KINDS",
    "PAID_WITH",
    "PRIZE_LEVELS",
    "SEAT_ROLES",
    "SHOP_KINDS",
    "TEAM_CHANGES",
    "TOLD_KINDS",
    "ActivityHeldV1",
    "ActivityLoggedV1",
    "BallotRequestedV1",
    "BankOpenedV1",
    "CadenceLostV1",
    "CadenceMetV1",
    "CampHeldV1",
    "CampaignConcludedV1",
    "Candidate",
    "CourseCompletedV1",
    "EvidenceFrozenV1",
    "GoodsIssuedV1",
    "GoodsReceivedV1",
    "GoodsStruckV1",
    "HoursApprovedV1",
    "HoursReversedV1",
    "MatchConfirmedV1",
    "MatchFailedV1",
    "MinutesPostedV1",
    "NeedAcceptedV1",
    "NeedClosedV1",
    "NeedRaisedV1",
    "NeedReopenedV1",
    "NeedSolvedV1",
    "NoShowRecordedV1",
    "OutputRecordedV1",
    "OutputStruckV1",
    "PairingEndedV1",
    "PairingStartedV1",
    "PersonErasureDoneV1",
    "PrizeRecordedV1",
    "PrizeStruckV1",
    "ResponderDeclinedV1",
    "ResponderOfferedV1",
    "RestructuringAcknowledgedV1",
    "ShopClosedV1",
    "ShopOpenedV1",
    "SiteClosedV1",
    "SiteOpenedV1",
    "StationClosedV1",
    "StationOpenedV1",
    "StockLowV1",
    "TeamChangedV1",
    "TeamDisbandedV1",
    "TeamFormedV1",
    "VolunteerAssignedV1",
    "VolunteerRegisteredV1",
    "VolunteerRetiredV1",
    "VolunteerWithdrawnV1",
]
