"""Taking and ending seats (席位) in teams, whoever asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from volunteering import published
from volunteering.domain.activities import PLANNED, Activity, SignUp
from volunteering.domain.camps import PLANNED as CAMP_PLANNED
from volunteering.domain.camps import Camp, CampPlace
from volunteering.domain.errors import AlreadyMember
from volunteering.domain.teams import MEMBER, Stay, Team, TeamKind, TeamSeat, most_at_once


def take(session: Session, team: Team, stays: Sequence[tuple[str, Stay]]) -> list[TeamSeat]:
    """Give seats, each a role and a stay. Raises `AlreadyMember` where a stay of the same person overlaps.

    The database decides by its exclusion constraint, so two who ask at once cannot both be right.
    """
    rows = [row_of(team, role, stay) for role, stay in stays]
    taken = set(session.scalars(insert(TeamSeat).values(rows).on_conflict_do_nothing().returning(TeamSeat.id)))
    refused = [str(row["person_id"]) for row in rows if row["id"] not in taken]
    if refused:
        raise AlreadyMember(", ".join(refused))
    return [TeamSeat(**row) for row in rows]


def row_of(team: Team, role: str, stay: Stay) -> dict[str, Any]:
    """A seat to be given."""
    return {
        "id": uuid7(),
        "team_id": team.id,
        "person_id": stay.person_id,
        "role": role,
        "joined_on": stay.joined_on,
        "left_on": stay.left_on,
    }


def must_have_room(session: Session, team: Team, kind: TeamKind | None, stays: Iterable[Stay]) -> None:
    """Whether the members that sit there leave room for these, at every time. Raises `TeamFull`."""
    if kind is None or kind.max_members is None:
        return
    held = select(TeamSeat.joined_on, TeamSeat.left_on).where(TeamSeat.team_id == team.id, TeamSeat.role == MEMBER)
    must_fit(kind, session.execute(held).all(), stays)


def must_fit(kind: TeamKind | None, held: Iterable[Any], stays: Iterable[Stay]) -> None:
    """Whether `held`, the seats of all members, leave room for these stays. Raises `TeamFull`."""
    if kind is not None and kind.max_members is not None:
        days = [(each.joined_on, each.left_on) for each in (*held, *stays)]
        kind.must_have_room(most_at_once(days))


def end(session: Session, team: Team, on: date, at: datetime, *which: ColumnElement[bool]) -> list[TeamSeat]:
    """End the team's open seats that match, and say so."""
    ended = list(
        session.scalars(
            update(TeamSeat)
            .where(TeamSeat.team_id == team.id, TeamSeat.left_on.is_(None), *which)
            # A seat that begins later than it would end never begins: it ends on its first day.
            .values(left_on=func.greatest(on, TeamSeat.joined_on))
            .returning(TeamSeat)
            .execution_options(synchronize_session=False)
        )
    )
    for seat in ended:
        published.member_left(session, team, seat, at)
    return ended


def end_all_of(session: Session, person_id: UUID, on: date, at: datetime, *teams: ColumnElement[bool]) -> None:
    """End a person's seats in the teams that match; a team that they led has no leader until somebody else takes it."""
    led_or_joined = select(TeamSeat.team_id).where(TeamSeat.person_id == person_id, TeamSeat.left_on.is_(None))
    for team in session.scalars(
        select(Team).where(Team.id.in_(led_or_joined), *teams).order_by(Team.id).with_for_update()
    ):
        end(session, team, on, at, TeamSeat.person_id == person_id)
        if team.leader_id == person_id:
            team.leader_id = None
            follow_leader(session, team)
            published.leader_changed(session, team, at)


def follow_leader(session: Session, team: Team) -> None:
    """Whoever leads the team now answers for its planned activities and camps."""
    planned = (Activity.team_id == team.id, Activity.state == PLANNED)
    words: dict[str, Any] = {"leader_id": team.leader_id}
    session.execute(update(Activity).where(*planned).values(words).execution_options(synchronize_session="fetch"))
    session.execute(
        update(SignUp)
        .where(SignUp.activity_id.in_(select(Activity.id).where(*planned)))
        .values(words)
        .execution_options(synchronize_session=False)
    )
    camps = (Camp.team_id == team.id, Camp.state == CAMP_PLANNED)
    session.execute(update(Camp).where(*camps).values(words).execution_options(synchronize_session="fetch"))
    of_camps = CampPlace.camp_id.in_(select(Camp.id).where(*camps))
    session.execute(update(CampPlace).where(of_camps).values(words).execution_options(synchronize_session=False))
