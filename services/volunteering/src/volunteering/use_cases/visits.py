"""The visits that needs come to: an activity of the helper's team with one seat, so that time, hours and reversals are the same
as everywhere.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from runtime.access import Caller
from runtime.time import now
from volunteering import published
from volunteering.domain.activities import (
    BY_KEEPER,
    CANCELLED,
    CLOSED,
    NEED,
    NO_SHOW,
    PLANNED,
    SEATED,
    Activity,
    Attendance,
    SignUp,
)
from volunteering.domain.needs import ACCEPTED, DUTIES, LAPSED, OFFERED, SERVED, WITHDRAWN, Match, Need
from volunteering.domain.teams import Team
from volunteering.use_cases import attendances, hours, sign_ups

TITLE = "上门服务"
"""What others see of a visit in somebody's calendar: no more than that there is one."""


def keep_time(session: Session, need: Need, match: Match) -> None:
    """Seat the volunteer in the need's visit. Raises `OverlappingSignUp`."""
    team = session.get_one(Team, match.team_id)
    activity = _visit(session, need, team, match)
    held = sign_ups.held_by(session, activity, match.person_id)
    sign_ups.must_have_time(activity, held)
    made = sign_ups.enter(session, activity, None, match.person_id, SEATED, now())
    activity.taken = 1
    match.sign_up_id, need.activity_id = made.id, activity.id
    session.flush()
    published.volunteer_assigned(session, activity, made.id, match.person_id, now())


def give_back(session: Session, need: Need, match: Match, reason: str) -> None:
    """The volunteer cannot come after all."""
    activity, seat = _seat(session, need, match)
    _empty(session, activity, seat, CANCELLED)
    published.volunteer_withdrawn(session, activity, seat.id, match.person_id, reason, now())


def note_absence(session: Session, need: Need, match: Match) -> None:
    """The volunteer did not come. Raises `ActivityNotBegun`."""
    activity, seat = _seat(session, need, match)
    activity.must_have_begun(now())
    _empty(session, activity, seat, NO_SHOW)
    published.no_show_recorded(session, activity, seat, now())


def end(session: Session, caller: Caller | None, need: Need, *, came: bool) -> UUID:
    """The visit is over; with `came` the helper's minutes are approved. Returns the team's id."""
    match = accepted(session, need)
    activity, seat = _seat(session, need, match)
    match.settle(SERVED if came else LAPSED, now(), ACCEPTED)
    if came and caller is not None and need.minutes is not None:
        held = attendances.append(session, activity, seat, activity.starts_at, BY_KEEPER, walk_in=False)
        hours.approve(session, caller, held, activity, need.minutes, now())
    else:
        seat.state = CANCELLED
    activity.state = CLOSED
    session.flush()
    return match.team_id


def call_off(session: Session, need: Need, reason: str) -> None:
    """Nobody is needed any more: who was asked is not asked any longer, who had accepted is free."""
    asked = select(Match).where(Match.need_id == need.id, Match.state.in_((OFFERED, ACCEPTED))).order_by(Match.id)
    for match in session.scalars(asked.with_for_update()):
        if match.state == ACCEPTED:
            give_back(session, need, match, reason)
            match.settle(WITHDRAWN, now(), ACCEPTED, reason=reason)
        else:
            match.settle(LAPSED, now(), OFFERED, reason=reason)
    need.let_go()


def strike(session: Session, caller: Caller, need: Need, reason: str) -> None:
    """Reverse the helper's credit. Raises `OwnHours`, and what reversing raises."""
    held = session.scalars(select(Attendance).where(Attendance.activity_id == need.activity_id)).first()
    if held is not None:
        hours.must_not_be_own(caller.person_id, held.person_id)
        hours.reverse(session, caller, held, reason, now())


def accepted(session: Session, need: Need) -> Match:
    """The asking that the helper accepted."""
    return session.scalars(
        select(Match).where(Match.need_id == need.id, Match.state == ACCEPTED).with_for_update()
    ).one()


def _visit(session: Session, need: Need, team: Team, match: Match) -> Activity:
    """The visit as it is planned anew for whoever accepted; one that is over stays as it was."""
    known = None if need.activity_id is None else session.get(Activity, need.activity_id, with_for_update=True)
    if known is None or known.state != PLANNED:
        known = _planned(need, team, match.starts_at, match.ends_at)
        session.add(known)
    # Others see where the team is at home, not where somebody needs help.
    known.team_id, known.leader_id, known.area = team.id, team.leader_id, team.area
    known.starts_at, known.ends_at = match.starts_at, match.ends_at
    known.activity_key = str(match.id)
    session.flush()
    return known


def _planned(need: Need, team: Team, starts_at: datetime, ends_at: datetime) -> Activity:
    is_duty = need.source in DUTIES
    return Activity.planned(
        team_id=team.id,
        area=team.area,
        leader_id=team.leader_id,
        title=TITLE,
        starts_at=starts_at,
        ends_at=ends_at,
        seats=1,
        members_only=True,
        duty_kind=need.source if is_duty else None,
        duty_id=need.source_id if is_duty else None,
        source=NEED,
    )


def _seat(session: Session, need: Need, match: Match) -> tuple[Activity, SignUp]:
    activity = session.get_one(Activity, need.activity_id, with_for_update=True)
    return activity, session.get_one(SignUp, match.sign_up_id, with_for_update=True)


def _empty(session: Session, activity: Activity, seat: SignUp, state: str) -> None:
    seat.state = state
    activity.taken = 0
    session.flush()
