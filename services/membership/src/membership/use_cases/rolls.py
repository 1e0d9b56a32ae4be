"""Acts on rolls (党员名册): enrolled, registered beside a main roll elsewhere, left, entered from older rolls."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from contracts.membership import operations as ops
from contracts.membership.events import MemberEnrolledV1, MemberLeftV1, SecondPlaceLeftV1, SecondPlaceTakenV1
from contracts.membership.operations.rolls import KEEPERS
from membership.domain.errors.areas import OutOfArea
from membership.domain.errors.organisations import NotAPartyMember, TeamUnknown
from membership.domain.errors.people import OrganisationUnknown, PersonUnknown
from membership.domain.errors.transfers import NotLivingThere
from membership.domain.organisations import Organisation
from membership.domain.people import Person
from membership.domain.rolls import MemberSeat, Team
from membership.queries.rolls import told
from membership.queries.within import neighbourhood
from membership.use_cases.disclosure import conceal
from runtime.access import Caller
from runtime.imports import AtHand, import_records
from runtime.inbox import Received
from runtime.outbox import emit
from runtime.replicas import is_below
from runtime.time import moment_on, today

_KEEP_TEAMS = text("""
    INSERT INTO team (team_id, disbanded)
    SELECT DISTINCT ON (team_id) * FROM unnest(CAST(:teams AS uuid[]), CAST(:disbanded AS boolean[])) AS t (team_id, disbanded)
     ORDER BY team_id, disbanded DESC
    ON CONFLICT (team_id) DO UPDATE SET disbanded = team.disbanded OR excluded.disbanded
""")


def enrol_member(
    session: Session,
    caller: Caller,
    *,
    organisation_id: UUID,
    person_id: UUID,
    team_id: UUID | None,
    enrolled_on: date | None,
) -> dict[str, Any]:
    """Enrol a party member in a branch or group."""
    organisation = session.get_one(Organisation, organisation_id)
    seat = enrol(session, organisation, person_id, team_id, enrolled_on or today())
    session.flush()
    return told(session, seat.seat_id)


def take_second_place(
    session: Session,
    caller: Caller,
    *,
    organisation_id: UUID,
    person_id: UUID,
    second: str,
    kept_at: str | None,
    enrolled_on: date | None,
) -> dict[str, Any]:
    """Register a member where they live, beside a main roll elsewhere."""
    organisation = session.get_one(Organisation, organisation_id)
    seat = register_beside(session, organisation, person_id, second, kept_at, enrolled_on or today())
    session.flush()
    return told(session, seat.seat_id)


def leave_roll(session: Session, caller: Caller, *, seat_id: UUID, reason: str, left_on: date | None) -> dict[str, Any]:
    """End somebody's place on a roll."""
    leave(session, session.get_one(MemberSeat, seat_id), reason, left_on or today())
    session.flush()
    return told(session, seat_id)


def import_members(session: Session, caller: Caller, *, dry_run: bool, records: list[dict[str, Any]]) -> dict[str, Any]:
    """Enter rolls of the past."""

    def enter(
        session: Session,
        caller: Caller,
        *,
        organisation_id: UUID,
        person_id: UUID,
        team_id: UUID | None,
        second: str | None,
        kept_at: str | None,
        enrolled_on: date,
        left_on: date | None,
        reason: str,
    ) -> UUID:
        organisation = session.get(Organisation, organisation_id)
        if organisation is None:
            raise OrganisationUnknown(field="organisation_id")
        if not caller.covers(session, organisation.area_id, *KEEPERS):
            raise OutOfArea(field="organisation_id")
        if second is None:
            seat = enrol(session, organisation, person_id, team_id, enrolled_on)
        else:
            seat = register_beside(session, organisation, person_id, second, kept_at, enrolled_on)
        if left_on is not None:
            leave(session, seat, reason, left_on)
        return seat.seat_id

    return import_records(
        session,
        caller,
        ops.import_members.record,
        records,
        enter,
        dry_run,
        register="member",
        ahead=AtHand(organisation_id=Organisation, person_id=Person, team_id=Team),
    )


def enrol(
    session: Session, organisation: Organisation, person_id: UUID, team_id: UUID | None, enrolled_on: date
) -> MemberSeat:
    """A new place on a roll, told without saying whose."""
    seat = MemberSeat.enrol(organisation, person_id=person_id, team_id=team_id, enrolled_on=enrolled_on, today=today())
    check_member(session, person_id)
    team = None if team_id is None else session.get(Team, team_id)
    if team_id is not None and (team is None or team.disbanded):
        raise TeamUnknown()
    session.add(seat)
    emit(
        session,
        MemberEnrolledV1,
        aggregate_id=seat.seat_id,
        area=seat.area_id,
        occurred_at=moment_on(enrolled_on),
        seat_id=seat.seat_id,
        organisation_id=seat.organisation_id,
        kind=organisation.kind,
        main=seat.main,
        team_id=team_id,
        enrolled_on=enrolled_on,
    )
    return seat


def register_beside(
    session: Session, organisation: Organisation, person_id: UUID, second: str, kept_at: str | None, enrolled_on: date
) -> MemberSeat:
    """A second place, told without saying whose. Raises `NotLivingThere` for who lives in another community."""
    person = check_member(session, person_id)
    here = neighbourhood(session, organisation.area_id)
    main = main_place(session, person_id)
    seat = MemberSeat.register_beside(
        organisation,
        person_id=person_id,
        second=second,
        kept_at=kept_at,
        main_here=None if main is None else is_below(session, main.area_id, here),
        enrolled_on=enrolled_on,
        today=today(),
    )
    if not is_below(session, person.home_area, here):
        raise NotLivingThere()
    session.add(seat)
    emit(
        session,
        SecondPlaceTakenV1,
        aggregate_id=seat.seat_id,
        area=seat.area_id,
        occurred_at=moment_on(enrolled_on),
        seat_id=seat.seat_id,
        organisation_id=seat.organisation_id,
        second=second,
        taken_on=enrolled_on,
    )
    return seat


def pass_on(session: Session, seat: MemberSeat, organisation: Organisation, on: date) -> None:
    """Let a place end and the same begin on another roll, on one day."""
    leave(session, seat, "regrouped", on)
    session.flush()
    if seat.second is None:
        enrol(session, organisation, seat.person_id, None, on)
    else:
        register_beside(session, organisation, seat.person_id, seat.second, seat.kept_at, on)


def main_place(session: Session, person_id: UUID) -> MemberSeat | None:
    """The place in which somebody's main roll is kept now, if it is kept here; nobody else changes it meanwhile."""
    held = select(MemberSeat).where(MemberSeat.person_id == person_id, MemberSeat.main, MemberSeat.left_on.is_(None))
    return session.scalar(held.with_for_update())


def second_place(session: Session, person_id: UUID) -> MemberSeat | None:
    """Somebody's place beside their main one."""
    held = select(MemberSeat).where(
        MemberSeat.person_id == person_id, MemberSeat.second.is_not(None), MemberSeat.left_on.is_(None)
    )
    return session.scalar(held.with_for_update())


def leave(session: Session, seat: MemberSeat, reason: str, on: date, *, latest: date | None = None) -> None:
    """End a place on a roll, at the `latest` today unless said."""
    seat.leave(reason, on, latest or today())
    conceal(session, seat, on)
    emit(
        session,
        MemberLeftV1 if seat.second is None else SecondPlaceLeftV1,
        aggregate_id=seat.seat_id,
        area=seat.area_id,
        occurred_at=moment_on(min(on, today())),
        seat_id=seat.seat_id,
        left_on=on,
    )


def leave_all_rolls(session: Session, person_id: UUID, on: date, reason: str = "died") -> None:
    """Somebody died or was erased: their places end."""
    held = select(MemberSeat).where(MemberSeat.person_id == person_id, MemberSeat.left_on.is_(None)).with_for_update()
    for seat in session.scalars(held).all():
        _leave_after_all(session, seat, reason, on)


def leave_where_one_lived(session: Session, person_id: UUID, home_area: UUID, on: date) -> None:
    """Somebody moved: their second place ends unless they still live in its community."""
    seat = second_place(session, person_id)
    if seat is not None and not is_below(session, home_area, neighbourhood(session, seat.area_id)):
        _leave_after_all(session, seat, "moved_away", on)


def take_teams(session: Session, received: list[Received]) -> None:
    """Teams that volunteering formed, or disbanded: only which there are."""
    words = {
        "teams": [event.data["team_id"] for event in received],
        "disbanded": ["disbanded" in event.name for event in received],
    }
    session.execute(_KEEP_TEAMS, words)


def check_member(session: Session, person_id: UUID) -> Person:
    """The party member. Raises `PersonUnknown`, `PersonDeceased` or `NotAPartyMember`."""
    person = session.get(Person, person_id)
    if person is None:
        raise PersonUnknown()
    person.must_live()
    if not person.party_member:
        raise NotAPartyMember()
    return person


def _leave_after_all(session: Session, seat: MemberSeat, reason: str, on: date) -> None:
    """End a place because of what happened on a day; one that began later than that, on the day after it began."""
    last = max(on, seat.enrolled_on + timedelta(days=1))
    leave(session, seat, reason, last, latest=max(last, today()))
