"""The team replica: volunteering tells, patrol keeps. Seats only of patrol teams: nobody else's are needed here."""

from __future__ import annotations

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernel.period import civil_day
from patrol.domain.shift import CALLED_OFF, PLANNED, CheckIn, RosterEntry, Shift
from patrol.domain.team import PATROL, Seat, Team
from runtime.inbox import Received
from runtime.time import now

DISBANDED = "team_disbanded"


def keep_team(session: Session, event: Received) -> None:
    """A team stands from now on, or is told again."""
    told = {
        "area": event.area,
        "name": event.data["name"],
        "kind": event.data["kind"],
        "leader_id": event.data["leader_id"],
        "formed_on": civil_day(event.occurred_at),
    }
    write = insert(Team).values(team_id=event.data["team_id"], **told)
    session.execute(write.on_conflict_do_update(index_elements=["team_id"], set_=told))


def change_team(session: Session, event: Received) -> None:
    """Somebody joined or left, another leads, or the team has another name."""
    _CHANGES[event.data["change"]](session, event)


def disband_team(session: Session, event: Received) -> None:
    """The team stands no more: what it had planned from then on is called off."""
    team_id, on = event.data["team_id"], civil_day(event.occurred_at)
    session.execute(update(Team).where(Team.team_id == team_id).values(disbanded_on=on))
    session.execute(
        update(Shift)
        .where(Shift.team_id == team_id, Shift.state == PLANNED, Shift.starts_at > event.occurred_at)
        .values(state=CALLED_OFF, call_off_reason=DISBANDED, closed_at=now(), version=Shift.version + 1)
    )


def mourn(session: Session, event: Received) -> None:
    """A person died: nobody waits for them on a shift that is still to come."""
    coming = select(Shift.id).where(Shift.state == PLANNED, Shift.starts_at > event.occurred_at)
    session.execute(
        delete(RosterEntry).where(RosterEntry.person_id == event.data["person_id"], RosterEntry.shift_id.in_(coming))
    )


def _seat_taken(session: Session, event: Received) -> None:
    if event.data["team_kind"] != PATROL:
        return
    seat = {
        "seat_id": event.data["seat_id"],
        "team_id": event.data["team_id"],
        "person_id": event.data["person_id"],
        "joined_on": civil_day(event.occurred_at),
    }
    session.execute(insert(Seat).values(**seat).on_conflict_do_nothing(index_elements=["seat_id"]))


def _seat_left(session: Session, event: Received) -> None:
    left_on = civil_day(event.occurred_at)
    session.execute(update(Seat).where(Seat.seat_id == event.data["seat_id"]).values(left_on=left_on))
    still_there = select(Seat.seat_id).where(
        Seat.team_id == event.data["team_id"], Seat.person_id == event.data["person_id"], Seat.left_on.is_(None)
    )
    if session.execute(still_there.limit(1)).first() is None:
        _strike_from_coming(session, event)


def _strike_from_coming(session: Session, event: Received) -> None:
    """Off the rosters of the team's nights from that day on, except where they have checked in already."""
    person_id, left_on = event.data["person_id"], civil_day(event.occurred_at)
    coming = select(Shift.id).where(
        Shift.team_id == event.data["team_id"], Shift.state == PLANNED, Shift.night >= left_on
    )
    session.execute(
        delete(RosterEntry).where(
            RosterEntry.person_id == person_id,
            RosterEntry.shift_id.in_(coming),
            ~exists().where(CheckIn.shift_id == RosterEntry.shift_id, CheckIn.person_id == person_id),
        )
    )


def _led_by(session: Session, event: Received) -> None:
    session.execute(update(Team).where(Team.team_id == event.data["team_id"]).values(leader_id=event.data["person_id"]))


def _renamed(session: Session, event: Received) -> None:
    session.execute(update(Team).where(Team.team_id == event.data["team_id"]).values(name=event.data["name"]))


_CHANGES = {
    "member_joined": _seat_taken,
    "member_left": _seat_left,
    "leader_changed": _led_by,
    "renamed": _renamed,
}
