"""Activities (活动), sign-ups (报名) and attendances (签到)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self
from uuid import UUID

from sqlalchemy.dialects.postgresql import TSTZRANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from kernel.period import civil_day
from volunteering.domain.activity_errors import (
    ActivityCancelled,
    ActivityNotBegun,
    NoticeTooShort,
    PartOutsideActivity,
)
from volunteering.domain.base import Base
from volunteering.domain.errors import (
    ActivityFull,
    ActivityInThePast,
    ActivityNotOpen,
    ActivityNotOver,
    AlreadySignedUp,
    AttendanceKeptElsewhere,
    CheckInFromTheFuture,
    EndsBeforeStart,
    MinutesExceedActivity,
    OutsideCheckInWindow,
    OverlappingSignUp,
    SheetContradicts,
    SignUpNotOpen,
)

PLANNED, CLOSED, CANCELLED = "planned", "closed", "cancelled"
SEATED, WAITING, ATTENDED, NO_SHOW = "seated", "waiting", "attended", "no_show"
TAKING_TIME = frozenset({SEATED, ATTENDED})
"""States in which a sign-up takes the person up meanwhile."""
STANDING = frozenset({SEATED, WAITING, ATTENDED, NO_SHOW})
"""States of a sign-up that was not given back: nobody has two of them in one activity."""
SHIFT = "shift"
NEED = "need"
"""The source of the activities that needs come to."""
BY_CODE, BY_KEEPER, OFFLINE, BY_SHEET = "code", "keeper", "offline", "sheet"
"""Ways of checking in."""


_LEFT_OUT = ("duty_kind", "duty_id", "source", "activity_key", "programme", "series_id")


class Activity(Base):
    """Something a team does at a time, with `seats` (None: no limit) of which `taken` are taken.

    With a duty (`duty_kind`, `duty_id`) it recruits for what another service asked for, and attendance is kept there.
    `programme` is a node of the pack's tree, `series_id` what it recurs from.
    `source` and `activity_key` name an imported activity as its sheet does, and a need's visit by its match.
    """

    __tablename__ = "activity"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID]
    area: Mapped[UUID]
    leader_id: Mapped[UUID | None]
    title: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    seats: Mapped[int | None]
    taken: Mapped[int]
    members_only: Mapped[bool]
    state: Mapped[str]
    duty_kind: Mapped[str | None]
    duty_id: Mapped[UUID | None]
    source: Mapped[str | None]
    activity_key: Mapped[str | None]
    programme: Mapped[str | None]
    series_id: Mapped[UUID | None]

    @classmethod
    def planned(cls, *, starts_at: datetime, ends_at: datetime, **words: Any) -> Self:
        """A new activity. Raises `EndsBeforeStart`."""
        if ends_at <= starts_at:
            raise EndsBeforeStart
        new = {"id": uuid7(), "taken": 0, "state": PLANNED, "starts_at": starts_at, "ends_at": ends_at}
        return cls(**dict.fromkeys(_LEFT_OUT) | {"members_only": False} | new | words)

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def held_on(self) -> date:
        return civil_day(self.starts_at)

    @property
    def during(self) -> Range[datetime]:
        """From the start up to, not including, the end: back to back is no overlap."""
        return Range(self.starts_at, self.ends_at, bounds="[)")

    def must_lie_ahead(self, now: datetime) -> None:
        """Raises `ActivityInThePast`."""
        if self.starts_at < now:
            raise ActivityInThePast

    @property
    def is_visit(self) -> bool:
        """Whether it is what a need came to: matches give its seat and take it, nobody else."""
        return self.source == NEED

    def must_take_sign_ups(self, now: datetime) -> None:
        """Raises `ActivityNotOpen`."""
        if self.is_visit or self.state != PLANNED or self.ends_at <= now:
            raise ActivityNotOpen

    def must_let_go(self, now: datetime, notice: timedelta, reason: str | None) -> bool:
        """Whether a seat given back now is given back late, with less than `notice` before the start.

        Raises `SignUpNotOpen`: who stays away after the start did not come; `NoticeTooShort`: late without a reason.
        """
        if self.is_visit or self.state != PLANNED or self.starts_at <= now:
            raise SignUpNotOpen
        is_late = self.starts_at - now < notice
        if is_late and reason is None:
            raise NoticeTooShort
        return is_late

    def must_take_check_in(self, at: datetime, opens_before: timedelta) -> None:
        """Raises `OutsideCheckInWindow`."""
        if not self.starts_at - opens_before <= at <= self.ends_at:
            raise OutsideCheckInWindow

    def must_keep_attendance(self) -> None:
        """Raises `AttendanceKeptElsewhere`: who came to a shift, patrol knows; who came to a visit, its need."""
        if self.duty_kind is not None or self.is_visit:
            raise AttendanceKeptElsewhere

    def must_be_planned(self) -> None:
        """Raises `ActivityNotOpen`."""
        if self.state != PLANNED:
            raise ActivityNotOpen

    def must_have_begun(self, now: datetime) -> None:
        """Whether something can have come of it. Raises `ActivityCancelled`, `ActivityNotBegun`."""
        if self.state == CANCELLED:
            raise ActivityCancelled
        if now < self.starts_at:
            raise ActivityNotBegun

    def must_be_over(self, now: datetime) -> None:
        """Raises `ActivityNotOver`."""
        if now < self.ends_at:
            raise ActivityNotOver

    def close(self, now: datetime) -> None:
        """Raises `ActivityNotOpen`, `ActivityNotOver`."""
        self.must_be_planned()
        self.must_be_over(now)
        self.state = CLOSED

    def cancel(self) -> None:
        """Raises `ActivityNotOpen`."""
        self.must_be_planned()
        self.state = CANCELLED

    def must_cover(self, minutes: int) -> None:
        """Raises `MinutesExceedActivity`."""
        must_last(self.minutes, minutes)

    def must_have_seats(self, taken: int) -> None:
        """Whether there is one more seat than `taken`. Raises `ActivityFull`."""
        if self.seats is not None and taken >= self.seats:
            raise ActivityFull

    def must_say(self, **words: Any) -> None:
        """Another line of the same sheet says of the activity what the first did. Raises `SheetContradicts`."""
        wrong = sorted(name for name, value in words.items() if getattr(self, name) != value)
        if wrong:
            raise SheetContradicts(", ".join(wrong))


class ActivityPart(Base):
    """A role or a shift within an activity (岗位、班次) with its own seats and time. Who takes one can do its `skill`."""

    __tablename__ = "activity_part"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    activity_id: Mapped[UUID]
    name: Mapped[str]
    skill: Mapped[str | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    seats: Mapped[int]
    taken: Mapped[int]

    @classmethod
    def of(
        cls,
        activity: Activity,
        name: str,
        seats: int,
        starts_at: datetime | None,
        ends_at: datetime | None,
        skill: str | None,
    ) -> Self:
        """A new part; without times it lasts as long as the activity. Raises `EndsBeforeStart`, `PartOutsideActivity`."""
        begins, ends = starts_at or activity.starts_at, ends_at or activity.ends_at
        if ends <= begins:
            raise EndsBeforeStart
        if begins < activity.starts_at or ends > activity.ends_at:
            raise PartOutsideActivity
        return cls(
            id=uuid7(),
            activity_id=activity.id,
            name=name,
            skill=skill,
            starts_at=begins,
            ends_at=ends,
            seats=seats,
            taken=0,
        )

    @property
    def during(self) -> Range[datetime]:
        return Range(self.starts_at, self.ends_at, bounds="[)")


class SignUp(Base):
    """A person's place in an activity. Seated and attended ones of a person never overlap (exclusion in SQL)."""

    __tablename__ = "sign_up"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    activity_id: Mapped[UUID]
    part_id: Mapped[UUID | None]
    team_id: Mapped[UUID]
    area: Mapped[UUID]
    leader_id: Mapped[UUID | None]
    person_id: Mapped[UUID]
    state: Mapped[str]
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    signed_up_at: Mapped[datetime]
    late: Mapped[bool]


class Attendance(Base):
    """A check-in: appended, never changed. `leader_id` answered for the activity then; `way`: code, keeper, offline, sheet."""

    __tablename__ = "attendance"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    activity_id: Mapped[UUID]
    sign_up_id: Mapped[UUID]
    team_id: Mapped[UUID]
    area: Mapped[UUID]
    leader_id: Mapped[UUID | None]
    person_id: Mapped[UUID]
    checked_in_at: Mapped[datetime]
    walk_in: Mapped[bool]
    way: Mapped[str]


class CheckOut(Base):
    """When somebody left an activity again; appended."""

    __tablename__ = "check_out"
    attendance_id: Mapped[UUID] = mapped_column(primary_key=True)
    checked_out_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Held:
    """A sign-up of somebody, for finding out whether another one fits."""

    activity_id: UUID
    starts_at: datetime
    ends_at: datetime
    state: str


def must_not_be_signed_up(activity: Activity, held: Iterable[Held]) -> None:
    """Raises `AlreadySignedUp`."""
    if any(one.activity_id == activity.id and one.state in STANDING for one in held):
        raise AlreadySignedUp


def must_have_time(activity: Activity, held: Iterable[Held], part: ActivityPart | None = None) -> None:
    """Raises `OverlappingSignUp`. Back to back is no overlap; a waiting place takes no time.

    `part`: the one that is signed up for; None: the whole activity.
    """
    span = activity.during if part is None else part.during
    for one in held:
        meanwhile = span.overlaps(Range(one.starts_at, one.ends_at, bounds="[)"))
        if meanwhile and one.state in TAKING_TIME and one.activity_id != activity.id:
            raise OverlappingSignUp


def must_last(lasted: int, minutes: int) -> None:
    """Raises `MinutesExceedActivity`."""
    if minutes > lasted:
        raise MinutesExceedActivity(f"it lasted {lasted} minutes")


def must_have_happened(at: datetime, now: datetime) -> None:
    """Raises `CheckInFromTheFuture`."""
    if at > now:
        raise CheckInFromTheFuture
