"""Teams and rosters of the past (花名册), entered through the import doors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from contracts.volunteering.records.teams import SeatRecord, TeamRecord
from kernel.period import first_moment
from runtime.access import Caller
from runtime.imports import import_records
from runtime.time import today
from volunteering import published
from volunteering.domain.calendar import must_not_be_future
from volunteering.domain.errors import TeamUnknown
from volunteering.domain.teams import LEADER, MEMBER, Stay, Team, TeamKind, TeamSeat, kind_of
from volunteering.use_cases import seats
from volunteering.use_cases.lookups import habits, must_be_volunteers, must_reach
from volunteering.use_cases.teams import kind_at, register


def import_teams(session: Session, caller: Caller, *, records: list[dict[str, Any]], dry_run: bool) -> dict[str, Any]:
    """Enter teams with their rosters."""
    return import_records(session, caller, TeamRecord, records, _enter_team, dry_run, register="team", area="area_id")


def import_seats(session: Session, caller: Caller, *, records: list[dict[str, Any]], dry_run: bool) -> dict[str, Any]:
    """Enter stays in teams that are in the register already."""
    return import_records(session, caller, SeatRecord, records, _enter_seat, dry_run, register="seat")


def _enter_team(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID,
    name: str,
    kind: str,
    leader_id: UUID,
    formed_on: date,
    disbanded_on: date | None,
    members: list[dict[str, Any]],
) -> UUID:
    must_not_be_future(formed_on, today(), "formed_on")
    must_not_be_future(disbanded_on, today(), "disbanded_on")
    known = kind_of(kind, habits(session, area_id, formed_on).kinds)
    team = Team.formed(area_id, name, known, leader_id, formed_on)
    if disbanded_on is not None:
        team.disband(disbanded_on)
    register(session, team)
    published.team_formed(session, team, first_moment(formed_on))
    stays = [Stay(**member) for member in members]
    _fill(session, team, known, stays, [Stay(leader_id, formed_on)])
    if disbanded_on is not None:
        published.team_disbanded(session, team, first_moment(disbanded_on))
    return team.id


def _enter_seat(
    session: Session,
    caller: Caller,
    *,
    team_id: UUID,
    person_id: UUID,
    joined_on: date,
    left_on: date | None,
) -> UUID:
    team = session.get(Team, team_id, with_for_update=True)
    if team is None:
        raise TeamUnknown
    must_reach(session, caller, team.area)
    (seat,) = _fill(session, team, kind_at(session, team, joined_on), [Stay(person_id, joined_on, left_on)])
    return seat.id


def _fill(
    session: Session, team: Team, kind: TeamKind | None, members: Sequence[Stay], leaders: Sequence[Stay] = ()
) -> list[TeamSeat]:
    """Give the seats of the past and tell of them in the order of their days. A disbanded team's seats end with it."""
    everybody = [(LEADER, _within(team, stay)) for stay in leaders]
    everybody += [(MEMBER, _within(team, stay)) for stay in members]
    must_be_volunteers(session, [stay.person_id for _, stay in everybody])
    seats.must_have_room(session, team, kind, [stay for role, stay in everybody if role == MEMBER])
    taken = seats.take(session, team, everybody)
    for _, _, say, seat, at in sorted(_told(taken), key=lambda told: told[:2]):
        say(session, team, seat, at)
    return taken


def _within(team: Team, stay: Stay) -> Stay:
    """The stay, ended by the team's end where it says none. Raises `OutsideTeamLife`, `DateInFuture`."""
    must_not_be_future(stay.joined_on, today(), "joined_on")
    must_not_be_future(stay.left_on, today(), "left_on")
    team.must_have_stood(stay.joined_on, stay.left_on or team.disbanded_on)
    return Stay(stay.person_id, stay.joined_on, stay.left_on or team.disbanded_on)


def _told(taken: Sequence[TeamSeat]) -> list[tuple[datetime, int, Any, TeamSeat, datetime]]:
    """What is said of each seat and when; of two things of one moment the joining is said first."""
    told: list[tuple[datetime, int, Any, TeamSeat, datetime]] = []
    for seat in taken:
        joined = first_moment(seat.joined_on)
        told.append((joined, 0, published.member_joined, seat, joined))
        if seat.left_on is not None:
            left = first_moment(seat.left_on)
            told.append((left, 1, published.member_left, seat, left))
    return told
