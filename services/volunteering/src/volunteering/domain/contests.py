"""Contests (评选) and who stands in them: nominated, seconded, accepted, shortlisted, voted for elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from volunteering.domain.base import Base
from volunteering.domain.deed_errors import BallotDaysWrong, ContestMovedOn

OPEN, SHORTLISTED, VOTING, DECIDED = "open", "shortlisted", "voting", "decided"
NOMINATED, LEFT_OUT, WON, LOST = "nominated", "left_out", "won", "lost"
PERSON, HOUSEHOLD = "person", "household"


class Contest(Base):
    """Of a board and a season; `winners` at most win."""

    __tablename__ = "contest"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[UUID]
    board: Mapped[str]
    season: Mapped[str]
    title: Mapped[str]
    winners: Mapped[int]
    seconds_needed: Mapped[int]
    state: Mapped[str]
    opened_on: Mapped[date]
    decided_on: Mapped[date | None]

    def move(self, from_: str, to: str) -> None:
        """Raises `ContestMovedOn`."""
        self.must_stand(from_)
        self.state = to

    def must_stand(self, state: str) -> None:
        """Raises `ContestMovedOn`."""
        if self.state != state:
            raise ContestMovedOn

    def decide(self, on: date) -> None:
        """Raises `ContestMovedOn`."""
        self.move(VOTING, DECIDED)
        self.decided_on = on


def must_be_ballot_days(opens_on: date, closes_on: date, today: date) -> None:
    """Raises `BallotDaysWrong`."""
    if opens_on < today or closes_on <= opens_on:
        raise BallotDaysWrong


class Nomination(Base):
    """`seconds` others stand behind it; `accepted`: the nominee agreed to stand and to be published."""

    __tablename__ = "nomination"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    contest_id: Mapped[UUID]
    area: Mapped[UUID]
    kind: Mapped[str]
    nominee_id: Mapped[UUID | None]
    nominator_id: Mapped[UUID | None]
    seconds: Mapped[int]
    accepted: Mapped[bool]
    votes: Mapped[int | None]
    state: Mapped[str]
    nominated_on: Mapped[date]


class Seconding(Base):
    """That somebody stands behind a nomination, by a keyed hash of who it is."""

    __tablename__ = "nomination_second"
    nomination_id: Mapped[UUID] = mapped_column(primary_key=True)
    second_key: Mapped[str] = mapped_column(primary_key=True)


def winners_of(standing: Iterable[Nomination], votes: Mapping[UUID, int], at_most: int) -> list[Nomination]:
    """Those with most votes, none without any. Of equals more seconds decide, then the earlier nomination (ids grow)."""
    voted = [one for one in standing if votes.get(one.id, 0) > 0]
    return sorted(voted, key=lambda one: (-votes[one.id], -one.seconds, one.id))[:at_most]
