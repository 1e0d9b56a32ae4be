"""Where volunteering keeps something of people, for the copy that they may ask for."""

from __future__ import annotations

from runtime.copies import Holding
from volunteering.domain.activities import Activity, Attendance, SignUp
from volunteering.domain.bank import BankAccount
from volunteering.domain.camps import Camp, CampConsent, CampPlace
from volunteering.domain.credentials import Certificate, Consent, FreeTime
from volunteering.domain.entitlements import Entitlement
from volunteering.domain.hours import ServedMinutes
from volunteering.domain.needs import Match, Need
from volunteering.domain.pairings import Pairing
from volunteering.domain.responders import ResponderOffer
from volunteering.domain.series import ActivitySeries
from volunteering.domain.shop import Reservation
from volunteering.domain.stations import Station
from volunteering.domain.teams import Team, TeamSeat
from volunteering.domain.volunteers import Volunteer
from volunteering.use_cases.pairings import helped_key

OWN_HASHES = frozenset({"helped_key"})

HOLDINGS = (
    Holding("volunteer", Volunteer.__table__),
    Holding("certificates", Certificate.__table__),
    Holding("free_times", FreeTime.__table__),
    Holding("consents", Consent.__table__),
    Holding("team_seats", TeamSeat.__table__),
    Holding("teams_led", Team.__table__, by=("leader_id",)),
    Holding("activities_led", Activity.__table__, by=("leader_id",)),
    Holding("series_led", ActivitySeries.__table__, by=("leader_id",)),
    Holding("sign_ups", SignUp.__table__),
    Holding("attendances", Attendance.__table__),
    Holding("hours", ServedMinutes.__table__),
    Holding("camp_consents", CampConsent.__table__),
    Holding("camp_places", CampPlace.__table__),
    Holding("camps_led", Camp.__table__, by=("leader_id",)),
    Holding("stations_kept", Station.__table__, by=("keeper_id",)),
    Holding("needs_asked", Need.__table__, by=("asker_id",), sealed={"sealed": "id"}),
    Holding("needs_helped", Need.__table__, by=("helper_id", "keeper_id"), hidden=frozenset({"asker_id", "sealed"})),
    Holding("matches", Match.__table__),
    Holding("responses", ResponderOffer.__table__),
    Holding("pairings_helping", Pairing.__table__, by=("helper_id",), hidden=OWN_HASHES | {"sealed"}),
    Holding(
        "pairings_helped",
        Pairing.__table__,
        by=(),
        also=lambda person: Pairing.helped_key == helped_key(person),
        sealed={"sealed": "id"},
        hidden=OWN_HASHES,
    ),
    Holding(
        "entitlements",
        Entitlement.__table__,
        by=(),
        also=lambda person: Entitlement.helped_key == helped_key(person),
        sealed={"sealed": "id"},
        hidden=OWN_HASHES,
    ),
    Holding("bank_accounts", BankAccount.__table__),
    Holding(
        "reservations",
        Reservation.__table__,
        also=lambda person: Reservation.helped_key == helped_key(person),
        hidden=OWN_HASHES,
    ),
)
