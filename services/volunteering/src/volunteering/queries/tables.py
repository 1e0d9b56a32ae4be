"""The tables that lists and readings are made of."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, Uuid, cast, select
from sqlalchemy.orm import Session

from runtime.access import below, is_wide, lies_in
from runtime.replicas import area_path
from volunteering.domain.activities import Activity, ActivityPart, Attendance, CheckOut, SignUp
from volunteering.domain.after_school import AfterSchool, PickUp, SchoolDay, SchoolPlace
from volunteering.domain.bank import BankAccount, LoveBank
from volunteering.domain.bank_postings import BankEntry, BankLot, BankPosting
from volunteering.domain.campaigns import Campaign
from volunteering.domain.camps import Camp, CampDay, CampPlace
from volunteering.domain.contests import Contest, Nomination
from volunteering.domain.courses import Course, CourseLesson, Enrolment, Presence, PresenceStrike
from volunteering.domain.credentials import Certificate
from volunteering.domain.deeds import Deed
from volunteering.domain.entitlements import Entitlement
from volunteering.domain.hours import ServedMinutes
from volunteering.domain.issued_certificates import IssuedCertificate
from volunteering.domain.mentorships import Mentorship
from volunteering.domain.needs import Match, Need, Step
from volunteering.domain.outputs import Output, OutputStrike
from volunteering.domain.pairing_contacts import PairingGift, PairingGiftStrike, PairingVisit, PairingVisitStrike
from volunteering.domain.pairings import Pairing
from volunteering.domain.prizes import Prize
from volunteering.domain.responders import ResponderOffer
from volunteering.domain.series import ActivitySeries, Swap
from volunteering.domain.shop import Batch, Reservation, ReservedGoods, Shop, Stock
from volunteering.domain.sites import Site
from volunteering.domain.stations import Station
from volunteering.domain.surveys import Survey, SurveyAnswer
from volunteering.domain.teams import Team, TeamSeat
from volunteering.domain.volunteers import Volunteer


def _table(mapped: Any) -> Table:
    table: Table = mapped.__table__
    return table


VOLUNTEER, TEAM, SEAT = _table(Volunteer), _table(Team), _table(TeamSeat)
ACTIVITIES, SIGN_UP, ATTENDANCE, CHECK_OUT = _table(Activity), _table(SignUp), _table(Attendance), _table(CheckOut)
PAIRING_VISIT, PAIRING_GIFT = _table(PairingVisit), _table(PairingGift)
PAIRING_VISIT_STRIKE, PAIRING_GIFT_STRIKE = _table(PairingVisitStrike), _table(PairingGiftStrike)
SERVED, PAIRING, MENTORSHIP = _table(ServedMinutes), _table(Pairing), _table(Mentorship)
BANK, BANK_ACCOUNT, BANK_LOT = _table(LoveBank), _table(BankAccount), _table(BankLot)
SHOP, STOCK, BATCH = _table(Shop), _table(Stock), _table(Batch)
RESERVATION, RESERVED_GOODS, ENTITLEMENT = _table(Reservation), _table(ReservedGoods), _table(Entitlement)
BANK_POSTING, BANK_ENTRY = _table(BankPosting), _table(BankEntry)
PART, SERIES, SWAP = _table(ActivityPart), _table(ActivitySeries), _table(Swap)
OUTPUT, STRIKE = _table(Output), _table(OutputStrike)
CERTIFICATE, OFFER = _table(Certificate), _table(ResponderOffer)
SURVEY, ANSWER, COURSE, LESSON = _table(Survey), _table(SurveyAnswer), _table(Course), _table(CourseLesson)
ENROLMENT, PRESENCE, PRESENCE_STRIKE = _table(Enrolment), _table(Presence), _table(PresenceStrike)
ISSUED = _table(IssuedCertificate)
AFTER_SCHOOL, SCHOOL_PLACE = _table(AfterSchool), _table(SchoolPlace)
SCHOOL_DAY, PICK_UP = _table(SchoolDay), _table(PickUp)
DEED, CONTEST, NOMINATION = _table(Deed), _table(Contest), _table(Nomination)
STATION, NEED, STEP, MATCH = _table(Station), _table(Need), _table(Step), _table(Match)
SITE, CAMPAIGN, PRIZE = _table(Site), _table(Campaign), _table(Prize)
CAMP, CAMP_PLACE, CAMP_DAY = _table(Camp), _table(CampPlace), _table(CampDay)


WALKED = 5_000
"""So many areas lie below one whose lists are walked in their order: a street's, whose few communities hold many rows."""

LOWEST, HIGHEST = UUID(int=0), UUID(int=2**128 - 1)


def within(session: Session, column: ColumnElement[UUID], area_id: UUID | None) -> list[ColumnElement[bool]]:
    """Conditions for rows of an area and below it; an area nobody knows has none."""
    if area_id is None:
        return []
    inside = lies_in(session, column, area_id, wide=WALKED)
    return [inside] if is_wide(session, area_id, WALKED) else [inside, _at_few(column)]


def all_within(session: Session, column: ColumnElement[UUID], area_id: UUID) -> list[ColumnElement[bool]]:
    """The same for a reading of all these rows: those of a wide area are joined with its areas, none is looked up alone."""
    if is_wide(session, area_id):
        return [column.in_(below([area_path(session, area_id) or ""]))]
    return [lies_in(session, column, area_id), _at_few(column)]


def _at_few(column: ColumnElement[UUID]) -> ColumnElement[bool]:
    """True of every row, but PostgreSQL holds it for one in two hundred, since it does not see between which values.

    Volunteering happens at the few hundred communities of a city, so that PostgreSQL takes the rows below a small area for
    many, and would walk a long way in the list's order to find the few that there are.
    """
    lowest, highest = (select(cast(bound, Uuid)).scalar_subquery() for bound in (LOWEST, HIGHEST))
    return column.between(lowest, highest)
