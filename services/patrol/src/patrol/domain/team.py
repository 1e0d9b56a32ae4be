"""The replica of volunteering's teams: who may be on a patrol team's shift on which night."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from patrol.domain.base import Base
from patrol.domain.errors import TeamDisbanded, TeamNotOnPatrol

PATROL = "patrol"
"""The kind of team that has shifts."""


class Team(Base):
    """A team as volunteering last told of it."""

    __tablename__ = "team"

    team_id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    leader_id: Mapped[UUID | None]
    formed_on: Mapped[date]
    disbanded_on: Mapped[date | None]

    def assert_on_patrol(self, night: date) -> None:
        """Raises `TeamNotOnPatrol`, or `TeamDisbanded` if the team stands no more on that night."""
        if self.kind != PATROL:
            raise TeamNotOnPatrol
        if self.disbanded_on is not None and self.disbanded_on <= night:
            raise TeamDisbanded


class Seat(Base):
    """A stay of a person in a patrol team, from `joined_on` until the day before `left_on`."""

    __tablename__ = "seat"

    seat_id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.team_id"))
    person_id: Mapped[UUID]
    joined_on: Mapped[date]
    left_on: Mapped[date | None]

    def is_held(self, night: date) -> bool:
        """Whether the person is in the team on that night."""
        return self.joined_on <= night and (self.left_on is None or self.left_on > night)
