"""The shift (巡逻班次): a team's watch of one night, its roster and its check-ins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Boolean, ForeignKey, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from patrol.domain.base import MOMENT, Base
from patrol.domain.errors import NotYet, OutsideHours, ShiftBegun, ShiftNotOver, ShiftNotPlanned

PLANNED, COMPLETED, MISSED, CALLED_OFF = "planned", "completed", "missed", "called_off"
TOO_FEW, TOO_LATE = "too_few_checked_in", "nobody_at_start"

CLOCKS_DIFFER = timedelta(minutes=2)
"""How far a phone's clock may run ahead of ours."""


@dataclass(frozen=True)
class Terms:
    """The rules a shift is planned under; a pack that changes later leaves it on these. All in minutes but `minimum`."""

    minimum: int
    early_minutes: int
    tolerance_minutes: int
    repeat_minutes: int
    warn_minutes: int
    grace_minutes: int


class Shift(Base):
    """A watch from `starts_at` to `ends_at`. Planned until it is closed (completed or missed) or called off."""

    __tablename__ = "shift"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.team_id"))
    area: Mapped[UUID]
    night: Mapped[date]
    starts_at: Mapped[datetime] = mapped_column(MOMENT)
    ends_at: Mapped[datetime] = mapped_column(MOMENT)
    minimum: Mapped[int] = mapped_column(SmallInteger)
    early_minutes: Mapped[int] = mapped_column(SmallInteger)
    tolerance_minutes: Mapped[int] = mapped_column(SmallInteger)
    repeat_minutes: Mapped[int] = mapped_column(SmallInteger)
    warn_minutes: Mapped[int] = mapped_column(SmallInteger)
    grace_minutes: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(Text)
    missed_because: Mapped[str | None] = mapped_column(Text)
    call_off_reason: Mapped[str | None] = mapped_column(Text)
    closed_at: Mapped[datetime | None] = mapped_column(MOMENT)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def assert_planned(self) -> None:
        """Raises `ShiftNotPlanned` once it is closed or called off."""
        if self.state != PLANNED:
            raise ShiftNotPlanned

    def assert_within_hours(self, at: datetime) -> None:
        """Raises `OutsideHours` unless `at` lies between the opening of check-in and the end."""
        if not self.starts_at - timedelta(minutes=self.early_minutes) <= at <= self.ends_at:
            raise OutsideHours

    def assert_has_come(self, at: datetime, now: datetime) -> None:
        """Raises `NotYet` for a check-in further ahead than clocks differ."""
        if at > now + CLOCKS_DIFFER:
            raise NotYet

    @property
    def warn_at(self) -> datetime:
        """When a short roster is told of."""
        return self.starts_at - timedelta(minutes=self.warn_minutes)

    @property
    def close_at(self) -> datetime:
        """When the clock closes the shift if nobody has: check-ins made offline get this long to arrive."""
        return self.ends_at + timedelta(minutes=self.grace_minutes)

    def missing(self, rostered: int) -> int:
        """How many members the roster lacks."""
        return max(0, self.minimum - rostered)

    def call_off(self, reason: str, now: datetime) -> None:
        """Raises `ShiftNotPlanned`, or `ShiftBegun` from its start on."""
        self.assert_planned()
        if now >= self.starts_at:
            raise ShiftBegun
        self.state, self.call_off_reason, self.closed_at = CALLED_OFF, reason, now

    def close(self, first_check_ins: Mapping[UUID, datetime], now: datetime) -> dict[UUID, int]:
        """Decide whether the night was kept; minutes served by each member if it was, else nothing.

        Kept means: at least `minimum` distinct members, the first of them within the tolerance of the start. A member's
        time runs from the first check-in, not before the start, to the end. Raises `ShiftNotPlanned`, `ShiftNotOver`.
        """
        self.assert_planned()
        if now < self.ends_at:
            raise ShiftNotOver
        self.missed_because = self._missed_because(first_check_ins)
        self.state = MISSED if self.missed_because else COMPLETED
        self.closed_at = now
        return {} if self.missed_because else self._minutes(first_check_ins)

    def _missed_because(self, first_check_ins: Mapping[UUID, datetime]) -> str | None:
        if len(first_check_ins) < self.minimum:
            return TOO_FEW
        if min(first_check_ins.values()) > self.starts_at + timedelta(minutes=self.tolerance_minutes):
            return TOO_LATE
        return None

    def _minutes(self, first_check_ins: Mapping[UUID, datetime]) -> dict[UUID, int]:
        return {
            person: int((self.ends_at - max(at, self.starts_at)).total_seconds() // 60)
            for person, at in first_check_ins.items()
        }


class RosterEntry(Base):
    """A member on the roster (班表); `origin` is "member" where a person put them there, "assigned" by volunteering."""

    __tablename__ = "roster"

    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    origin: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(MOMENT)


class CheckIn(Base):
    """Somebody was there. Where exactly is not kept, only whether near the checkpoint, and after thirty days not even which."""

    __tablename__ = "check_in"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"))
    person_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(MOMENT)
    checkpoint_id: Mapped[UUID | None] = mapped_column(ForeignKey("checkpoint.id"))
    near: Mapped[bool | None] = mapped_column(Boolean)
    recorded_by: Mapped[UUID | None]
    recorded_at: Mapped[datetime] = mapped_column(MOMENT)


@dataclass(frozen=True)
class Scan:
    """A check-in before it is kept."""

    person_id: UUID
    at: datetime
    checkpoint_id: UUID | None = None

    def repeats(self, other: Scan, within: timedelta) -> bool:
        """Whether it is the same person at the same checkpoint within that time of the other, before or after."""
        same = (self.person_id, self.checkpoint_id) == (other.person_id, other.checkpoint_id)
        return same and abs(self.at - other.at) < within


def without_repeats(scans: list[Scan], within: timedelta) -> list[Scan]:
    """The scans in order of time, each repeated one left out."""
    kept: list[Scan] = []
    for scan in sorted(scans, key=lambda each: each.at):
        if not any(scan.repeats(before, within) for before in kept):
            kept.append(scan)
    return kept
