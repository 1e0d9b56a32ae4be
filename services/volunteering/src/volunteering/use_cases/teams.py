"""Forming, filling, leading and disbanding volunteer teams (志愿队伍)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select, true
from sqlalchemy.orm import Session

from contracts.volunteering.resources import TEAM_KEEPERS
from runtime.access import Caller
from runtime.time import now, today
from volunteering import published
from volunteering.domain.errors import LeaderMustHandOver, NotAMember, TeamNameTaken
from volunteering.domain.teams import LEADER, MEMBER, Stay, Team, TeamKind, TeamSeat, kind_of
from volunteering.use_cases import activities, camps, seats
from volunteering.use_cases.lookups import habits, must_be_volunteers, who


def form_team(
    session: Session, caller: Caller, *, area_id: UUID, name: str, kind: str, leader_id: UUID
) -> dict[str, Any]:
    """Form a team of a kind that the area's pack knows; its leader takes the first seat."""
    known = kind_of(kind, habits(session, area_id, today()).kinds)
    must_be_volunteers(session, [leader_id])
    team = Team.formed(area_id, name, known, leader_id, today())
    register(session, team)
    moment = now()
    published.team_formed(session, team, moment)
    (seat,) = seats.take(session, team, [(LEADER, Stay(leader_id, today()))])
    published.member_joined(session, team, seat, moment)
    return shown(session, team)


def register(session: Session, team: Team) -> None:
    """Enter a new team in the register. Raises `TeamNameTaken`."""
    _must_be_free(session, team, team.name)
    session.add(team)
    session.flush()


def add_member(session: Session, caller: Caller, *, team_id: UUID, person_id: UUID) -> TeamSeat:
    """Give a registered volunteer a seat."""
    team = session.get_one(Team, team_id)
    team.must_stand()
    must_be_volunteers(session, [person_id])
    stay = Stay(person_id, today())
    seats.must_have_room(session, team, kind_at(session, team), [stay])
    (seat,) = seats.take(session, team, [(MEMBER, stay)])
    published.member_joined(session, team, seat, now())
    return seat


def leave_team(session: Session, caller: Caller, *, team_id: UUID, person_id: UUID) -> TeamSeat:
    """End a seat: one's own, or as keeper of the team anybody's."""
    team = session.get_one(Team, team_id)
    person = who(session, caller, person_id, TEAM_KEEPERS, team)
    if team.leader_id == person:
        raise LeaderMustHandOver
    ended = seats.end(session, team, today(), now(), TeamSeat.person_id == person)
    if not ended:
        raise NotAMember
    return ended[0]


def change_leader(session: Session, caller: Caller, *, team_id: UUID, person_id: UUID) -> dict[str, Any]:
    """Hand the team over: both change seats, so that the roster tells who led when."""
    team = session.get_one(Team, team_id)
    before = team.leader_id
    team.hand_over(person_id)
    must_be_volunteers(session, [person_id])
    _swap_seats(session, team, before)
    seats.follow_leader(session, team)
    published.leader_changed(session, team, now())
    return shown(session, team)


def rename_team(session: Session, caller: Caller, *, team_id: UUID, name: str) -> dict[str, Any]:
    """Give the team another name."""
    team = session.get_one(Team, team_id)
    if name != team.name:
        _must_be_free(session, team, name)
        team.rename(name)
        published.team_renamed(session, team, now())
    else:
        team.must_stand()
    return shown(session, team)


def disband_team(session: Session, caller: Caller, *, team_id: UUID) -> dict[str, Any]:
    """End all seats and planned activities, then the team."""
    team = session.get_one(Team, team_id)
    team.disband(today())
    activities.cancel_all_of(session, team)
    camps.call_off_all_of(session, team)
    seats.end(session, team, today(), now())
    published.team_disbanded(session, team, now())
    return shown(session, team)


def kind_at(session: Session, team: Team, on: date | None = None) -> TeamKind | None:
    """What the area's pack says of the team's kind today or on a day; None where it no longer knows the kind."""
    known = habits(session, team.area, on or today()).kinds
    return next((kind for kind in known if kind.code == team.kind), None)


def shown(session: Session, team: Team) -> dict[str, Any]:
    """The team as its reply says it."""
    session.flush()  # the version is given out by the flush
    words = ("id", "area", "name", "kind", "leader_id", "formed_on", "disbanded_on", "version")
    counted = select(func.count()).where(TeamSeat.team_id == team.id, TeamSeat.left_on.is_(None))
    return {word: getattr(team, word) for word in words} | {"members": session.scalar(counted)}


def _must_be_free(session: Session, team: Team, name: str) -> None:
    """No other team of the area bore the name while this one stood. Raises `TeamNameTaken`."""
    ends_after = or_(Team.disbanded_on.is_(None), Team.disbanded_on > team.formed_on)
    begins_before = true() if team.disbanded_on is None else Team.formed_on < team.disbanded_on
    namesake = and_(Team.area == team.area, Team.name == name, Team.id != team.id, ends_after, begins_before)
    if session.scalar(select(Team.id).where(namesake).limit(1)) is not None:
        raise TeamNameTaken


def _swap_seats(session: Session, team: Team, before: UUID | None) -> None:
    moment, on = now(), today()
    leader = team.leader_id
    assert leader is not None
    seats.end(session, team, on, moment, TeamSeat.person_id.in_([before, leader]))
    takers = [(LEADER, Stay(leader, on))]
    if before is not None:
        stay = Stay(before, on)
        seats.must_have_room(session, team, kind_at(session, team), [stay])
        takers.append((MEMBER, stay))
    for seat in seats.take(session, team, takers):
        published.member_joined(session, team, seat, moment)
