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
    NEED,
    PLANNED,
    SEATED,
    TAKING_TIME,
    WAITING,
    Activity,
    ActivityPart,
    Held,
    SignUp,
    must_have_time,
    must_not_be_signed_up,
)
from volunteering.domain.activity_errors import PartNeeded, PartUnknown, SkillMissing
from volunteering.domain.errors import (
    ActivityFull,
    AlreadyCheckedIn,
    MembersOnly,
    OverlappingSignUp,
    SignUpNotOpen,
)
from volunteering.domain.teams import TeamSeat
from volunteering.use_cases.lookups import can_do, habits, must_be_volunteers, who

BATCH = 100


def sign_up(
    session: Session, caller: Caller, *, activity_id: UUID, person_id: UUID | None, part_id: UUID | None, wait: bool
) -> SignUp:
    """Take a seat, or a place on the waiting list when all are taken."""
    activity = session.get_one(Activity, activity_id)
    person = who(session, caller, person_id, ACTIVITY_KEEPERS, activity)
    activity.must_take_sign_ups(now())
    part = part_of(session, activity, part_id)
    must_be_admitted(session, activity, part, person)
    held = held_by(session, activity, person)
    must_not_be_signed_up(activity, held)
    must_have_time(activity, held, part)
    seated = take_seat(session, activity, part)
    if not seated and not wait:
        raise ActivityFull
    made = enter(session, activity, part, person, SEATED if seated else WAITING, now())
    if seated:
        published.volunteer_assigned(session, activity, made.id, person, now())
    return made


def cancel_sign_up(session: Session, caller: Caller, *, sign_up_id: UUID, reason: str | None) -> SignUp:
    """Give a seat or a waiting place back; the next who waits moves up."""
    given_back = session.get_one(SignUp, sign_up_id)
    activity = session.get_one(Activity, given_back.activity_id, with_for_update=True)
    if given_back.state == ATTENDED:
        raise AlreadyCheckedIn
    if given_back.state not in (SEATED, WAITING):
        raise SignUpNotOpen
    is_late = activity.must_let_go(now(), habits(session, activity.area, activity.held_on).cancel_notice, reason)
    given_back.late = is_late and given_back.state == SEATED
    return give_back(session, activity, given_back, reason or "cancelled")


def withdraw_all_of(session: Session, person_id: UUID, reason_code: str, *teams: Any) -> None:
    """Give back what somebody holds in activities that have not begun."""
    held = (
        select(SignUp, Activity)
        .join(Activity, Activity.id == SignUp.activity_id)
        .where(SignUp.person_id == person_id, SignUp.state.in_((SEATED, WAITING)))
        .where(Activity.state == PLANNED, Activity.starts_at > now(), Activity.source.is_distinct_from(NEED), *teams)
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
        _move_up(session, activity, given_back.part_id)
    return given_back


def part_of(session: Session, activity: Activity, part_id: UUID | None) -> ActivityPart | None:
    """The part that is signed up for; None in an activity without parts. Raises `PartNeeded`, `PartUnknown`."""
    if part_id is not None:
        part = session.get(ActivityPart, part_id)
        if part is None or part.activity_id != activity.id:
            raise PartUnknown
        return part
    if session.scalar(select(exists().where(ActivityPart.activity_id == activity.id))):
        raise PartNeeded
    return None


def take_seat(session: Session, activity: Activity, part: ActivityPart | None) -> bool:
    """Take one of the seats, if any is left: decided by the row itself, however many ask at once.

    The seats of an activity with parts are the sum of theirs: one that is left in a part is left in the activity.
    """
    return (part is None or _take(session, ActivityPart, part.id)) and _take(session, Activity, activity.id)


def _take(session: Session, place: type[Activity] | type[ActivityPart], place_id: UUID) -> bool:
    left = or_(place.seats.is_(None), place.taken < place.seats)
    taken = session.scalar(
        update(place)
        .where(place.id == place_id, left)
        .values(taken=place.taken + 1)
        .returning(place.taken)
        .execution_options(synchronize_session=False)
    )
    return taken is not None


def enter(
    session: Session, activity: Activity, part: ActivityPart | None, person: UUID, state: str, at: datetime
) -> SignUp:
    """Append the sign-up. Raises `OverlappingSignUp` if another one of the person was faster."""
    row = row_of(activity, person, state, at, part)
    if session.scalar(insert(SignUp).values(row).on_conflict_do_nothing().returning(SignUp.id)) is None:
        raise OverlappingSignUp
    return SignUp(**row)


def row_of(
    activity: Activity, person: UUID, state: str, at: datetime, part: ActivityPart | None = None
) -> dict[str, Any]:
    """A new sign-up as it is appended."""
    return {
        "id": uuid7(),
        "activity_id": activity.id,
        "part_id": part and part.id,
        "team_id": activity.team_id,
        "area": activity.area,
        "leader_id": activity.leader_id,
        "person_id": person,
        "state": state,
        "during": activity.during if part is None else part.during,
        "signed_up_at": at,
        "late": False,
    }


def must_be_admitted(session: Session, activity: Activity, part: ActivityPart | None, person: UUID) -> None:
    """Raises `NotAVolunteer`, `SkillMissing`, `MembersOnly`."""
    must_be_volunteers(session, [person])
    if part is not None and part.skill is not None:
        certified = habits(session, activity.area, activity.held_on).certified_skills
        if not can_do(session, person, part.skill, certified):
            raise SkillMissing
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


def fill_free_seats(session: Session) -> None:
    """The clock: who waits where a seat is free, and has time now, gets it.

    A seat is free though somebody waits when they were taken up elsewhere at the moment it was given back.
    """
    waits = exists().where(SignUp.activity_id == Activity.id, SignUp.state == WAITING)
    free = select(Activity).where(
        Activity.state == PLANNED, Activity.starts_at > now(), Activity.taken < Activity.seats, waits
    )
    due = free.order_by(Activity.starts_at, Activity.id).limit(BATCH).with_for_update(of=Activity, skip_locked=True)
    for activity in session.scalars(due).all():
        parts = select(SignUp.part_id).where(SignUp.activity_id == activity.id, SignUp.state == WAITING).distinct()
        for part_id in session.scalars(parts).all():
            part = None if part_id is None else session.get_one(ActivityPart, part_id)
            while take_seat(session, activity, part):
                if not _move_up(session, activity, part_id):
                    break


def _move_up(session: Session, activity: Activity, part_id: UUID | None) -> bool:
    """The first who waits for it and is not taken up elsewhere gets the seat; if there is nobody, it becomes free."""
    other = aliased(SignUp)
    busy = exists().where(
        other.person_id == SignUp.person_id, other.during.overlaps(SignUp.during), other.state.in_(TAKING_TIME)
    )
    first = session.scalar(
        select(SignUp)
        .where(SignUp.activity_id == activity.id, SignUp.part_id.is_not_distinct_from(part_id))
        .where(SignUp.state == WAITING, ~busy)
        .order_by(SignUp.signed_up_at, SignUp.id)
        .limit(1)
        .with_for_update(of=SignUp)
    )
    if first is None:
        _free(session, Activity, activity.id)
        if part_id is not None:
            _free(session, ActivityPart, part_id)
        return False
    first.state = SEATED
    session.flush()
    published.volunteer_assigned(session, activity, first.id, first.person_id, now())
    return True


def _free(session: Session, place: type[Activity] | type[ActivityPart], place_id: UUID) -> None:
    session.execute(
        update(place)
        .where(place.id == place_id)
        .values(taken=place.taken - 1)
        .execution_options(synchronize_session=False)
    )
