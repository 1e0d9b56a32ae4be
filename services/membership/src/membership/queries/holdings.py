"""Where membership keeps something of people, for the copy that they may ask for."""

from __future__ import annotations

from membership.domain.accounts import Account
from membership.domain.assignments import Assignment
from membership.domain.committee_seats import SeatHolder
from membership.domain.consents import Consent
from membership.domain.corrections import Correction
from membership.domain.erasures import Erasure
from membership.domain.evidence import HeardFact
from membership.domain.household_visits import HouseholdVisit, VisitReason
from membership.domain.households import HouseholdContact
from membership.domain.kin import KinLink
from membership.domain.member_pairings import HeardPairing
from membership.domain.people import Person, SearchKey
from membership.domain.pledges import Pledge
from membership.domain.posts import Claim
from membership.domain.rolls import MemberSeat
from membership.domain.told_people import ToldPerson
from membership.domain.transfers import Transfer
from runtime.copies import Holding

HOLDINGS = (
    Holding(
        "person",
        Person.__table__,
        sealed={"phone_sealed": "person_id", "identity_sealed": "person_id"},
        hidden=frozenset({"identity_hash", "phone_hash", "sort_key"}),
    ),
    Holding("search_keys", SearchKey.__table__),
    Holding("accounts", Account.__table__, hidden=frozenset({"password_hash"})),
    Holding("family_links", KinLink.__table__, by=("person_id", "kin_id")),
    Holding("consents", Consent.__table__, by=("person_id", "guardian_id")),
    Holding("corrections", Correction.__table__, sealed={"value_sealed": "person_id"}),
    Holding("erasures", Erasure.__table__),
    Holding("member_seats", MemberSeat.__table__),
    Holding("transfers", Transfer.__table__),
    Holding("household_contacts", HouseholdContact.__table__),
    Holding("committee_seats", SeatHolder.__table__),
    Holding("assignments", Assignment.__table__),
    Holding("claims", Claim.__table__),
    Holding("pledges", Pledge.__table__),
    Holding("facts_heard", HeardFact.__table__),
    Holding("pairings_heard", HeardPairing.__table__, by=("helper_id",)),
    # Visits that the person makes; what was found at others' doors is others'.
    Holding(
        "visits_made",
        HouseholdVisit.__table__,
        by=("visitor_id",),
        hidden=frozenset({"found_sealed", "sealed_for", "place_key"}),
    ),
    Holding("visit_reasons", VisitReason.__table__, hidden=frozenset({"kind_sealed"})),
    Holding("ids_of_others", ToldPerson.__table__),
)
