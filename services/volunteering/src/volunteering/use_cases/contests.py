"""Contests (评选): nominations until the shortlist, then cobuilding's ballot decides."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from runtime.access import Caller
from runtime.inbox import Received
from runtime.replicas import is_below
from runtime.subjects import subject
from runtime.time import now, today
from volunteering import published
from volunteering.domain.contests import (
    DECIDED,
    HOUSEHOLD,
    LEFT_OUT,
    LOST,
    NOMINATED,
    OPEN,
    PERSON,
    SHORTLISTED,
    VOTING,
    WON,
    Contest,
    Nomination,
    Seconding,
    must_be_ballot_days,
    winners_of,
)
from volunteering.domain.deed_errors import (
    AlreadySeconded,
    NobodyShortlisted,
    NominatesOneself,
    NomineeUnknown,
    NotTheNominee,
    OwnNomination,
)
from volunteering.domain.errors import AreaUnknown
from volunteering.domain.volunteers import Resident
from volunteering.use_cases.deeds import must_be_a_board, resident_of
from volunteering.use_cases.lookups import area_kind, habits, resident

NO_YEAR = 0
"""The year of the keyed hash by which a seconding is known again; it never leaves the service."""
CONTEST = "contest"
"""The purpose of the ballots that are held for contests, as cobuilding words it."""


def open_contest(
    session: Session, caller: Caller, *, area_id: UUID, board: str, season: str, title: str, winners: int
) -> Contest:
    """Open a contest; how many must stand behind a nomination, the pack of today says."""
    must_be_a_board(session, area_id, board)
    contest = Contest(
        id=uuid7(),
        area=area_id,
        board=board,
        season=season,
        title=title,
        winners=winners,
        seconds_needed=habits(session, area_id, today()).seconds_needed,
        state=OPEN,
        opened_on=today(),
        decided_on=None,
    )
    session.add(contest)
    session.flush()
    return contest


def nominate_candidate(
    session: Session, caller: Caller, *, contest_id: UUID, kind: str, nominee_id: UUID
) -> Nomination:
    """Nominate a person or household of the contest's area."""
    contest = session.get_one(Contest, contest_id)
    contest.must_stand(OPEN)
    nominator = resident_of(session, caller, contest.area)
    if not _is_nominee(session, contest, kind, nominee_id):
        raise NomineeUnknown
    if nominee_id in (nominator.person_id, nominator.home_area):
        raise NominatesOneself
    made = Nomination(
        id=uuid7(),
        contest_id=contest.id,
        area=contest.area,
        kind=kind,
        nominee_id=nominee_id,
        nominator_id=nominator.person_id,
        seconds=0,
        accepted=False,
        votes=None,
        state=NOMINATED,
        nominated_on=today(),
    )
    session.add(made)
    session.flush()
    published.nomination_made(session, made, now())
    return made


def second_nomination(session: Session, caller: Caller, *, nomination_id: UUID) -> Nomination:
    """Stand behind somebody else's nomination, once."""
    nomination = session.get_one(Nomination, nomination_id, with_for_update=True)
    _must_be_open(session, nomination)
    by = resident_of(session, caller, nomination.area)
    if by.person_id == nomination.nominator_id or nomination.nominee_id in (by.person_id, by.home_area):
        raise OwnNomination
    row = {"nomination_id": nomination.id, "second_key": second_key(by.person_id)}
    added = insert(Seconding).values(row).on_conflict_do_nothing().returning(Seconding.nomination_id)
    if session.scalar(added) is None:
        raise AlreadySeconded
    nomination.seconds += 1
    return nomination


def accept_nomination(session: Session, caller: Caller, *, nomination_id: UUID) -> Nomination:
    """The nominee agrees to stand and to be published."""
    nomination = session.get_one(Nomination, nomination_id)
    _must_be_open(session, nomination)
    by = None if caller.person_id is None else resident(session, caller.person_id)
    if by is None or not _stands_for(by, nomination):
        raise NotTheNominee
    nomination.accepted = True
    return nomination


def shortlist_nominations(session: Session, caller: Caller, *, contest_id: UUID) -> Contest:
    """Close nominations: accepted ones with enough behind them are put to the vote."""
    contest = session.get_one(Contest, contest_id, with_for_update=True)
    contest.move(OPEN, SHORTLISTED)
    fit = Nomination.accepted & (Nomination.seconds >= contest.seconds_needed) & Nomination.nominee_id.is_not(None)
    ours = update(Nomination).where(Nomination.contest_id == contest.id)
    if not session.scalars(ours.where(fit).values(state=SHORTLISTED).returning(Nomination.id)).all():
        raise NobodyShortlisted
    session.execute(ours.where(Nomination.state == NOMINATED).values(state=LEFT_OUT))
    return contest


def request_ballot(session: Session, caller: Caller, *, contest_id: UUID, opens_on: date, closes_on: date) -> Contest:
    """Ask cobuilding to put the shortlist to the vote."""
    contest = session.get_one(Contest, contest_id, with_for_update=True)
    contest.move(SHORTLISTED, VOTING)
    must_be_ballot_days(opens_on, closes_on, today())
    published.ballot_requested(session, contest, _standing(session, contest), (opens_on, closes_on), now())
    return contest


def take_result(session: Session, event: Received) -> None:
    """The ballot is counted: winners stand on the board, the others have lost. Ballots for other purposes are not ours."""
    if event.data["purpose"] != CONTEST:
        return
    contest = session.get(Contest, event.data["about_id"], with_for_update=True)
    if contest is None or contest.state == DECIDED:
        return
    contest.decide(event.data["closed_on"])
    votes = {UUID(option["option"]): option["votes"] for option in event.data["options"]}
    standing = _standing(session, contest)
    won = winners_of(standing, votes, contest.winners)
    for nomination in standing:
        nomination.votes = votes.get(nomination.id, 0)
        nomination.state = WON if nomination in won else LOST
    session.flush()
    for nomination in won:
        published.nomination_won(session, contest, nomination, now())


def forget_nominee(session: Session, person_id: UUID) -> None:
    """Somebody who is forgotten stands in no contest, nominated nobody by name, and seconded nobody."""
    theirs = update(Nomination).where(Nomination.nominee_id == person_id)
    session.execute(theirs.values(nominee_id=None, accepted=False))
    session.execute(update(Nomination).where(Nomination.nominator_id == person_id).values(nominator_id=None))


def _must_be_open(session: Session, nomination: Nomination) -> None:
    session.get_one(Contest, nomination.contest_id, with_for_update={"read": True}).must_stand(OPEN)


def _stands_for(by: Resident, nomination: Nomination) -> bool:
    """Whether somebody is the nominee, or an adult of the nominated household."""
    if nomination.kind == PERSON:
        return by.person_id == nomination.nominee_id
    return by.home_area == nomination.nominee_id and not by.minor


def _is_nominee(session: Session, contest: Contest, kind: str, nominee_id: UUID) -> bool:
    if kind == PERSON:
        known = resident(session, nominee_id)
        return known is not None and known.alive and is_below(session, known.home_area, contest.area)
    try:
        return area_kind(session, nominee_id) == HOUSEHOLD and is_below(session, nominee_id, contest.area)
    except AreaUnknown:
        return False


def _standing(session: Session, contest: Contest) -> list[Nomination]:
    """The shortlist, in the order of nomination."""
    ours = select(Nomination).where(Nomination.contest_id == contest.id, Nomination.state == SHORTLISTED)
    return list(session.scalars(ours.order_by(Nomination.id)))


def second_key(person_id: UUID) -> str:
    """Knows somebody again who seconded, without saying who; another hash than all others."""
    return subject(uuid5(person_id, "nominations"), NO_YEAR)
