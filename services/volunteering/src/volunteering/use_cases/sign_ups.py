"""Signing up for activities (报名) and giving a seat back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from contracts.volunteering.resources import ACTIVITY_KEEPERS
from kernel.ids import uuid7
from runtime.access import Caller
from runtime.time import now
from volunteering import published
from volunteering.domain.activities import (
    ATTENDED,
    CANCELLED,
    PLANNED,
    SEATED,
    TAKING_TIME,
    WAITING,
    Activity,
    Held,
    SignUp,
    must_have_time,
    must_not_be_signed_up,
)
from volunteering.domain.errors import (
    ActivityFull,
    AlreadyCheckedIn,
    MembersOnly,
    OverlappingSignUp,
    SignUpNotOpen,
)
from volunteering.domain.teams import TeamSeat
from volunteering.use_cases.lookups import must_be_volunteers, who


def sign_up(session: Session, caller: Caller, *, activity_id: UUID, person_id: UUID | None, wait: bool) -> SignUp:
    """Take a seat, or a place on the waiting list when all are taken."""
    activity = session.get_one(Activity, activity_id)
    person = who(session, caller, person_id, ACTIVITY_KEEPERS, activity)
    activity.must_take_sign_ups(now())
    must_be_admitted(session, activity, person)
    held = held_by(session, activity, person)
    must_not_be_signed_up(activity, held)
    must_have_time(activity, held)
    seated = take_seat(session, activity)
    if not seated and not wait:
        raise ActivityFull
    made = enter(session, activity, person, SEATED if seated else WAITING, now())
    if seated:
        published.volunteer_assigned(session, activity, made.id, person, now())
    return made


def cancel_sign_up(session: Session, caller: Caller, *, sign_up_id: UUID) -> SignUp:
    """Give a seat or a waiting place back; the next who waits moves up."""
    given_back = session.get_one(SignUp, sign_up_id)
    activity = session.get_one(Activity, given_back.activity_id, with_for_update=True)
    if given_back.state == ATTENDED:
        raise AlreadyCheckedIn
    if given_back.state not in (SEATED, WAITING):
        raise SignUpNotOpen
    activity.must_let_go(now())
    return give_back(session, activity, given_back, "cancelled")


def withdraw_all_of(session: Session, person_id: UUID, reason_code: str, *teams: Any) -> None:
    """Give back what somebody holds in activities that have not begun."""
    held = (
        select(SignUp, Activity)
        .join(Activity, Activity.id == SignUp.activity_id)
        .where(SignUp.person_id == person_id, SignUp.state.in_((SEATED, WAITING)))
        .where(Activity.state == PLANNED, Activity.starts_at > now(), *teams)
        .order_by(Activity.id)
        .with_for_update()
    )
    for given_back, activity in session.execute(held).all():
        give_back(session, activity, given_back, reason_code)


def give_back(session: Session, activity: Activity, given_back: SignUp, reason_code: str) -> SignUp:
    """Cancel a sign-up; its seat goes to the first who waits and has time, or becomes free."""
    was_seated = given_back.state == SEATED
    given_back.state = CANCELLED
    session.flush()  # the seat must be seen as empty before somebody else takes it
    if was_seated:
        published.volunteer_withdrawn(session, activity, given_back.id, given_back.person_id, reason_code, now())
        _move_up(session, activity)
    return given_back


def take_seat(session: Session, activity: Activity) -> bool:
    """Take one of the seats, if any is left: decided by the row itself, however many ask at once."""
    left = or_(Activity.seats.is_(None), Activity.taken < Activity.seats)
    taken = session.scalar(
        update(Activity)
        .where(Activity.id == activity.id, left)
        .values(taken=Activity.taken + 1)
        .returning(Activity.taken)
        .execution_options(synchronize_session=False)
    )
    return taken is not None


def enter(session: Session, activity: Activity, person: UUID, state: str, at: datetime) -> SignUp:
    """Append the sign-up. Raises `OverlappingSignUp` if another one of the person was faster."""
    row = row_of(activity, person, state, at)
    if session.scalar(insert(SignUp).values(row).on_conflict_do_nothing().returning(SignUp.id)) is None:
        raise OverlappingSignUp
    return SignUp(**row)


def row_of(activity: Activity, person: UUID, state: str, at: datetime) -> dict[str, Any]:
    """A new sign-up as it is appended."""
    return {
        "id": uuid7(),
        "activity_id": activity.id,
        "team_id": activity.team_id,
        "area": activity.area,
        "leader_id": activity.leader_id,
        "person_id": person,
        "state": state,
        "during": activity.during,
        "signed_up_at": at,
    }


def must_be_admitted(session: Session, activity: Activity, person: UUID) -> None:
    """Raises `NotAVolunteer`, `MembersOnly`."""
    must_be_volunteers(session, [person])
    if activity.members_only:
        seat = exists().where(
            TeamSeat.team_id == activity.team_id, TeamSeat.person_id == person, TeamSeat.left_on.is_(None)
        )
        if not session.scalar(select(seat)):
            raise MembersOnly


def held_by(session: Session, activity: Activity, person: UUID) -> list[Held]:
    """The person's sign-ups that matter for one in this activity: the one in it, and those that overlap."""
    meanwhile = and_(SignUp.during.overlaps(activity.during), SignUp.state.in_(TAKING_TIME))
    rows = session.execute(
        select(SignUp.activity_id, func.lower(SignUp.during), func.upper(SignUp.during), SignUp.state).where(
            SignUp.person_id == person, or_(SignUp.activity_id == activity.id, meanwhile)
        )
    )
    return [Held(*row) for row in rows]


def _move_up(session: Session, activity: Activity) -> None:
    """The first who waits and is not taken up elsewhere gets the seat; if there is nobody, it becomes free."""
    other = aliased(SignUp)
    busy = exists().where(
        other.person_id == SignUp.person_id, other.during.overlaps(SignUp.during), other.state.in_(TAKING_TIME)
    )
    first = session.scalar(
        select(SignUp)
        .where(SignUp.activity_id == activity.id, SignUp.state == WAITING, ~busy)
        .order_by(SignUp.signed_up_at, SignUp.id)
        .limit(1)
        .with_for_update(of=SignUp)
    )
    if first is None:
        _free_seat(session, activity)
        return
    first.state = SEATED
    session.flush()
    published.volunteer_assigned(session, activity, first.id, first.person_id, now())


def _free_seat(session: Session, activity: Activity) -> None:
    session.execute(
        update(Activity)
        .where(Activity.id == activity.id)
        .values(taken=Activity.taken - 1)
        .execution_options(synchronize_session=False)
    )
