"""Night shifts of patrol: recruiting for one that lacks people, and crediting one that was kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from kernel.period import at
from runtime.inbox import Received
from runtime.time import now
from volunteering.domain.activities import ATTENDED, CLOSED, PLANNED, SEATED, SHIFT, Activity, SignUp
from volunteering.domain.hours import SHIFT as SHIFT_HOURS
from volunteering.domain.teams import Team
from volunteering.use_cases import served
from volunteering.use_cases.activities import end_waiting, record_no_shows
from volunteering.use_cases.lookups import habits

RECRUITING = "夜间巡逻补位"
"""Title of the activity that recruits for a shift: somebody is wanted for tonight's patrol."""
FORGOTTEN_AFTER = timedelta(hours=12)


def recruit(session: Session, event: Received) -> None:
    """Open an activity to the team's members with as many seats as the shift lacks.

    Whoever takes one is told to patrol by `volunteer_assigned`. A team that is unknown here or disbanded has nobody to
    ask, and a shift of the past needs nobody.
    """
    team = session.get(Team, event.data["team_id"])
    if team is None or team.disbanded_on is not None or event.kind == "import":
        return
    known = _recruiting(session, event.data["shift_id"])
    if known is not None:
        _want(session, known, event.data["missing"])
        return
    session.add(_opened(session, team, event))
    session.flush()


def credit(session: Session, event: Received) -> None:
    """Enter the minutes that members served in a shift, once per shift and member.

    No `hours_approved` is emitted: whoever counts shifts hears of them from patrol, and nothing may count twice.
    """
    rows = [
        {
            "id": uuid7(),
            "person_id": member["person_id"],
            "team_id": event.data["team_id"],
            "area": event.area,
            "served_on": event.data["night"],
            "minutes": member["minutes"],
            "source": SHIFT_HOURS,
            "source_id": event.data["shift_id"],
            "reverses": None,
            "reason": None,
            "entered_by": event.actor_id,
            "entered_at": event.occurred_at,
        }
        for member in event.data["members"]
        if member["minutes"] > 0
    ]
    served.enter(session, rows)
    known = _recruiting(session, event.data["shift_id"])
    if known is not None and known.state == PLANNED:
        _settle(session, known, {member["person_id"] for member in event.data["members"]}, event.occurred_at)


def close_forgotten(session: Session) -> None:
    """Close what recruited for a shift of which nothing was heard: it was not kept, and nobody is to blame here."""
    overdue = select(Activity).where(
        Activity.duty_kind == SHIFT, Activity.state == PLANNED, Activity.ends_at < now() - FORGOTTEN_AFTER
    )
    for activity in session.scalars(overdue.order_by(Activity.id).with_for_update()):
        activity.state = CLOSED
        end_waiting(session, activity)


def _recruiting(session: Session, shift_id: UUID) -> Activity | None:
    return session.scalar(
        select(Activity).where(Activity.duty_kind == SHIFT, Activity.duty_id == shift_id).with_for_update()
    )


def _want(session: Session, known: Activity, missing: int) -> None:
    """Patrol lacks people anew: as many seats more than are taken."""
    session.execute(
        update(Activity)
        .where(Activity.id == known.id, Activity.state == PLANNED)
        .values(seats=Activity.taken + missing)
        .execution_options(synchronize_session=False)
    )


def _opened(session: Session, team: Team, event: Received) -> Activity:
    area, night = event.area or team.area, event.data["night"]
    usual = habits(session, area, night)
    ends_on = night if usual.shift_ends > usual.shift_starts else night + timedelta(days=1)
    return Activity.planned(
        team_id=team.id,
        area=area,
        leader_id=team.leader_id,
        title=RECRUITING,
        starts_at=at(night, usual.shift_starts),
        ends_at=at(ends_on, usual.shift_ends),
        seats=event.data["missing"],
        members_only=True,
        duty_kind=SHIFT,
        duty_id=event.data["shift_id"],
    )


def _settle(session: Session, activity: Activity, came: set[UUID], moment: datetime) -> None:
    """Who took a seat and is among the shift's members came; the others did not."""
    session.execute(
        update(SignUp)
        .where(SignUp.activity_id == activity.id, SignUp.state == SEATED, SignUp.person_id.in_(came))
        .values(state=ATTENDED)
    )
    record_no_shows(session, activity, moment)
    end_waiting(session, activity)
    activity.state = CLOSED
