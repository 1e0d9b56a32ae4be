"""Where volunteering keeps something of people, for the copy that they may ask for."""

from __future__ import annotations

from runtime.copies import Holding
from volunteering.domain.activities import Activity, Attendance, SignUp
from volunteering.domain.after_school import AfterSchool, PickUp, SchoolPlace
from volunteering.domain.bank import BankAccount
from volunteering.domain.camps import Camp, CampConsent, CampPlace
from volunteering.domain.contests import Nomination, Seconding
from volunteering.domain.courses import Course, Enrolment
from volunteering.domain.credentials import Certificate, Consent, FreeTime
from volunteering.domain.deeds import Deed
from volunteering.domain.entitlements import Entitlement
from volunteering.domain.hours import ServedMinutes
from volunteering.domain.issued_certificates import IssuedCertificate
from volunteering.domain.mentorships import Mentorship
from volunteering.domain.needs import Match, Need
from volunteering.domain.pairings import Pairing
from volunteering.domain.responders import ResponderOffer
from volunteering.domain.series import ActivitySeries
from volunteering.domain.shop import Reservation
from volunteering.domain.stations import Station
from volunteering.domain.surveys import SurveyAnswer
from volunteering.domain.teams import Team, TeamSeat
from volunteering.domain.volunteers import Volunteer
from volunteering.use_cases.after_school import child_key
from volunteering.use_cases.contests import second_key
from volunteering.use_cases.mentorships import mentored_key
from volunteering.use_cases.pairings import helped_key
from volunteering.use_cases.surveys import answer_key

OWN_HASHES = frozenset({"helped_key"})
OF_MENTORSHIPS = frozenset({"helped_key", "told_as", "subject"})
OF_A_CHILD = frozenset({"child_key", "subject"})

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
    Holding("courses_taught", Course.__table__, by=("teacher_id",)),
    Holding("courses_learnt", Enrolment.__table__, hidden=frozenset({"teacher_id"})),
    Holding("issued_certificates", IssuedCertificate.__table__),
    Holding(
        "wishes",
        SurveyAnswer.__table__,
        by=(),
        also=lambda person: SurveyAnswer.answer_key == answer_key(person),
        hidden=frozenset({"answer_key"}),
    ),
    Holding("after_schools_led", AfterSchool.__table__, by=("leader_id",)),
    Holding("children_guarded", SchoolPlace.__table__, by=("guardian_id",), hidden=OF_A_CHILD | {"sealed"}),
    Holding(
        "after_school_places",
        SchoolPlace.__table__,
        by=(),
        also=lambda person: SchoolPlace.child_key == child_key(person),
        sealed={"sealed": "id"},
        hidden=OF_A_CHILD,
    ),
    Holding("children_handed_over", PickUp.__table__, by=("handed_over_by",), hidden=frozenset({"sealed"})),
    Holding("deeds_told", Deed.__table__, by=("teller_id",), sealed={"sealed": "id"}, hidden=frozenset({"doer_id"})),
    Holding("deeds_done", Deed.__table__, by=("doer_id",), sealed={"sealed": "id"}, hidden=frozenset({"teller_id"})),
    Holding("nominations", Nomination.__table__, by=("nominee_id",), hidden=frozenset({"nominator_id"})),
    Holding("nominations_made", Nomination.__table__, by=("nominator_id",), hidden=frozenset({"nominee_id"})),
    Holding(
        "nominations_seconded",
        Seconding.__table__,
        by=(),
        also=lambda person: Seconding.second_key == second_key(person),
        hidden=frozenset({"second_key"}),
    ),
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
        "mentorships",
        Mentorship.__table__,
        by=("helper_id", "officer_id"),
        hidden=OF_MENTORSHIPS | {"sealed"},
    ),
    Holding(
        "mentorships_helped",
        Mentorship.__table__,
        by=(),
        also=lambda person: Mentorship.helped_key == mentored_key(person),
        sealed={"sealed": "id"},
        hidden=OF_MENTORSHIPS,
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
