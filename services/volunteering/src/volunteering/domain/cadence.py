"""Cadences (频次): how often a team or a member is meant to serve in a week, month, quarter or year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from kernel.period import Period
from volunteering.domain.activity_errors import CadenceUnknown, ProgrammeUnknown
from volunteering.domain.base import Base

TEAM, MEMBER = "team", "member"


@dataclass(frozen=True, slots=True)
class Programme:
    """A node of the pack's tree; `under` is the node above, None for a root."""

    code: str
    under: str | None
    zh: str
    en: str


def path_of(code: str, known: Iterable[Programme]) -> tuple[str, ...]:
    """The codes from the root of the tree to this node. Raises `ProgrammeUnknown`."""
    above = {one.code: one.under for one in known}
    if code not in above:
        raise ProgrammeUnknown(code)
    path = [code]
    while (up := above.get(path[0])) is not None and up not in path:
        path.insert(0, up)
    return tuple(path)


def and_below(code: str, known: Iterable[Programme]) -> frozenset[str]:
    """A programme and whatever lies under it."""
    nodes, wanted = list(known), {code}
    while further := {one.code for one in nodes if one.under in wanted} - wanted:
        wanted |= further
    return frozenset(wanted)


@dataclass(frozen=True, slots=True)
class Cadence:
    """`least` to `most` times `per` period; of teams of a kind, or of members of such teams.

    `on_day`, of those per month: what is held on another day of the month does not count; None: every day does.
    """

    code: str
    of: str
    team_kind: str | None
    programme: str | None
    least: int
    most: int | None
    per: str
    on_day: int | None

    def period(self, day: date) -> Period:
        """The week, month, quarter or year that a day lies in."""
        match self.per:
            case "week":
                return Period.week(day)
            case "month":
                return Period.month(day.year, day.month)
            case "quarter":
                return Period.quarter(day.year, (day.month + 2) // 3)
        return Period.year(day.year)

    def counted(self, day: date) -> Period:
        """The days of that period on which what is served counts: all, or the one day of the month."""
        period = self.period(day)
        if self.on_day is None:
            return period
        the_day = period.first.replace(day=self.on_day)
        return Period(the_day, the_day)


def cadence_of(code: str, known: Iterable[Cadence]) -> Cadence:
    """Raises `CadenceUnknown`."""
    for one in known:
        if one.code == code:
            return one
    raise CadenceUnknown(code)


class Standing(Base):
    """A period in which somebody has met a cadence; the row goes when hours that counted are struck."""

    __tablename__ = "cadence_standing"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    cadence: Mapped[str]
    subject_id: Mapped[UUID]
    first_day: Mapped[date]
