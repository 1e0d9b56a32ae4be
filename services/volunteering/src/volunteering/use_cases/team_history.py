"""Teams and rosters of the past (花名册), entered through the import doors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.volunteering.records.teams import SeatRecord, TeamRecord
from kernel.period import first_moment
from runtime.access import Caller
from runtime.imports import import_records
from runtime.replicas import area_paths
from runtime.time import today
from volunteering import published
from volunteering.domain.calendar import must_not_be_future
from volunteering.domain.errors import NotAVolunteer, TeamUnknown
from volunteering.domain.teams import LEADER, MEMBER, Stay, Team, TeamKind, TeamSeat, kind_of
from volunteering.use_cases import seats
from volunteering.use_cases.lookups import habits, must_be_volunteers, must_reach, volunteers_among
from volunteering.use_cases.teams import kind_at, register


def import_teams(session: Session, caller: Caller, *, records: list[dict[str, Any]], dry_run: bool) -> dict[str, Any]:
    """Enter teams with their rosters."""
    return import_records(session, caller, TeamRecord, records, _enter_team, dry_run, register="team", area="area_id")


def import_seats(session: Session, caller: Caller, *, records: list[dict[str, Any]], dry_run: bool) -> dict[str, Any]:
    """Enter stays in teams that are in the register already."""
    rosters = _Rosters()
    return import_records(
        session, caller, SeatRecord, records, rosters.enter, dry_run, register="seat", ahead=rosters.read
    )


class _Rosters:
    """The teams that one call names with the seats in them, and who is a volunteer; read at once."""

    def __init__(self) -> None:
        self._teams: dict[UUID, Team] = {}
        self._volunteers: set[UUID] = set()
        self._seats: defaultdict[UUID, list[TeamSeat]] = defaultdict(list)

    def read(self, session: Session, records: list[dict[str, Any]]) -> None:
        """Read them; the teams are locked."""
        named = {record["team_id"] for record in records}
        teams = select(Team).where(Team.id.in_(named)).order_by(Team.id).with_for_update()
        self._teams = {team.id: team for team in session.scalars(teams)}
        self._volunteers = volunteers_among(session, {record["person_id"] for record in records})
        area_paths(session, {team.area for team in self._teams.values()})
        for seat in session.scalars(select(TeamSeat).where(TeamSeat.team_id.in_(named), TeamSeat.role == MEMBER)):
            self._seats[seat.team_id].append(seat)

    def enter(
        self,
        session: Session,
        caller: Caller,
        *,
        team_id: UUID,
        person_id: UUID,
        joined_on: date,
        left_on: date | None,
    ) -> UUID:
        """Enter one stay; the seat's id. One that overlaps another of the same person meets the database's constraint."""
        team = self._teams.get(team_id)
        if team is None:
            raise TeamUnknown
        must_reach(session, caller, team.area)
        stay = _within(team, Stay(person_id, joined_on, left_on))
        if person_id not in self._volunteers:
            raise NotAVolunteer(str(person_id))
        # Of a chunk that was taken back, seats are in the session no longer.
        held = (seat for seat in self._seats[team_id] if seat in session)
        seats.must_fit(kind_at(session, team, joined_on), held, [stay])
        seat = TeamSeat(**seats.row_of(team, MEMBER, stay))
        session.add(seat)
        self._seats[team_id].append(seat)
        _tell(session, team, [seat])
        return seat.id


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


def _fill(
    session: Session, team: Team, kind: TeamKind | None, members: Sequence[Stay], leaders: Sequence[Stay]
) -> None:
    """Give the seats of the past and tell of them in the order of their days. A disbanded team's seats end with it."""
    everybody = [(LEADER, _within(team, stay)) for stay in leaders]
    everybody += [(MEMBER, _within(team, stay)) for stay in members]
    must_be_volunteers(session, [stay.person_id for _, stay in everybody])
    seats.must_have_room(session, team, kind, [stay for role, stay in everybody if role == MEMBER])
    _tell(session, team, seats.take(session, team, everybody))


def _tell(session: Session, team: Team, taken: Sequence[TeamSeat]) -> None:
    for _, _, say, seat, at in sorted(_told(taken), key=lambda told: told[:2]):
        say(session, team, seat, at)


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
