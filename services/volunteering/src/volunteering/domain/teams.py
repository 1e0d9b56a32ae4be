"""Teams (志愿队伍) and the seats (席位) in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from volunteering.domain.base import Base
from volunteering.domain.errors import (
    AlreadyLeader,
    LeftBeforeJoining,
    OutsideTeamLife,
    TeamDisbanded,
    TeamFull,
    TeamKindUnknown,
)

LEADER, MEMBER = "leader", "member"


@dataclass(frozen=True, slots=True)
class TeamKind:
    """A kind of team as the area's pack knows it. `max_members` counts seats beside the leader's; None: no limit."""

    code: str
    max_members: int | None

    def must_have_room(self, members: int) -> None:
        """Raises `TeamFull` where `members`, the leader not counted, are too many."""
        if self.max_members is not None and members > self.max_members:
            raise TeamFull(f"at most {self.max_members} members beside the leader")


def kind_of(code: str, known: Iterable[TeamKind]) -> TeamKind:
    """The kind of a code. Raises `TeamKindUnknown`."""
    for kind in known:
        if kind.code == code:
            return kind
    raise TeamKindUnknown(code)


@dataclass(frozen=True, slots=True)
class Stay:
    """A seat to be taken: the days from `joined_on` up to, not including, `left_on`."""

    person_id: UUID
    joined_on: date
    left_on: date | None = None

    def __post_init__(self) -> None:
        if self.left_on is not None and self.left_on < self.joined_on:
            raise LeftBeforeJoining


def most_at_once(stays: Iterable[tuple[date, date | None]]) -> int:
    """The largest number of stays that hold on one day. Who leaves on the day another joins has left first."""
    steps: list[tuple[date, int]] = []
    for joined_on, left_on in stays:
        if left_on is not None:
            steps.append((left_on, -1))
        if left_on is None or left_on > joined_on:
            steps.append((joined_on, 1))
        else:
            steps.pop()
    most = now = 0
    for _, step in sorted(steps):
        now += step
        most = max(most, now)
    return most


class Team(Base):
    """Every volunteer team of the city, whatever it does. `leader_id` is None while nobody leads it."""

    __tablename__ = "team"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[UUID]
    name: Mapped[str]
    kind: Mapped[str]
    leader_id: Mapped[UUID | None]
    formed_on: Mapped[date]
    disbanded_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def formed(cls, area: UUID, name: str, kind: TeamKind, leader_id: UUID, on: date) -> Self:
        return cls(
            id=uuid7(), area=area, name=name, kind=kind.code, leader_id=leader_id, formed_on=on, disbanded_on=None
        )

    def must_stand(self) -> None:
        """Raises `TeamDisbanded`."""
        if self.disbanded_on is not None:
            raise TeamDisbanded

    def rename(self, name: str) -> None:
        """Raises `TeamDisbanded`. That the name is free among the area's standing teams, the register knows."""
        self.must_stand()
        self.name = name

    def hand_over(self, person_id: UUID) -> None:
        """Raises `TeamDisbanded`, `AlreadyLeader`."""
        self.must_stand()
        if self.leader_id == person_id:
            raise AlreadyLeader
        self.leader_id = person_id

    def disband(self, on: date) -> None:
        """Raises `TeamDisbanded`, and `OutsideTeamLife` for a day before the team was formed."""
        self.must_stand()
        if on < self.formed_on:
            raise OutsideTeamLife(field="disbanded_on")
        self.disbanded_on = on

    def must_have_stood(self, joined_on: date, left_on: date | None) -> None:
        """Whether the team stood all that time. Raises `OutsideTeamLife`."""
        if joined_on < self.formed_on:
            raise OutsideTeamLife(field="joined_on")
        if self.disbanded_on is not None and (left_on is None or left_on > self.disbanded_on):
            raise OutsideTeamLife(field="left_on")


class TeamSeat(Base):
    """One stay of one person in one role of one team. No two stays of a person in a team overlap (exclusion in SQL)."""

    __tablename__ = "team_seat"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID]
    person_id: Mapped[UUID]
    role: Mapped[str]
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
