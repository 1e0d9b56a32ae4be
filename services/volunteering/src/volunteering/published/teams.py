"""What the others hear of teams."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contracts.volunteering import events
from runtime.outbox import emit
from volunteering.domain.teams import Team, TeamSeat

_NOTHING_CHANGED: dict[str, object] = {"seat_id": None, "person_id": None, "seat_role": None, "name": None}


def team_formed(session: Session, team: Team, at: datetime) -> None:
    emit(
        session,
        events.TeamFormedV1,
        aggregate_id=team.id,
        area=team.area,
        occurred_at=at,
        team_id=team.id,
        name=team.name,
        kind=team.kind,
        leader_id=team.leader_id,
    )


def member_joined(session: Session, team: Team, seat: TeamSeat, at: datetime) -> None:
    _seat_changed(session, team, seat, "member_joined", at)


def member_left(session: Session, team: Team, seat: TeamSeat, at: datetime) -> None:
    _seat_changed(session, team, seat, "member_left", at)


def leader_changed(session: Session, team: Team, at: datetime) -> None:
    _team_changed(session, team, at, change="leader_changed", person_id=team.leader_id)


def team_renamed(session: Session, team: Team, at: datetime) -> None:
    _team_changed(session, team, at, change="renamed", name=team.name)


def team_disbanded(session: Session, team: Team, at: datetime) -> None:
    emit(
        session,
        events.TeamDisbandedV1,
        aggregate_id=team.id,
        area=team.area,
        occurred_at=at,
        team_id=team.id,
    )


def _seat_changed(session: Session, team: Team, seat: TeamSeat, change: str, at: datetime) -> None:
    _team_changed(session, team, at, change=change, seat_id=seat.id, person_id=seat.person_id, seat_role=seat.role)


def _team_changed(session: Session, team: Team, at: datetime, **what: object) -> None:
    emit(
        session,
        events.TeamChangedV1,
        aggregate_id=team.id,
        area=team.area,
        occurred_at=at,
        team_id=team.id,
        team_kind=team.kind,
        **_NOTHING_CHANGED | what,
    )
