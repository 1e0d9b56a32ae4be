"""Activities that come again (定期活动) and swaps of seats in them (换班)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from kernel.period import at
from volunteering.domain.activities import Activity
from volunteering.domain.activity_errors import DateInPast, SeriesEnded, SwapSettled
from volunteering.domain.base import Base

PROPOSED, ACCEPTED, DECLINED = "proposed", "accepted", "declined"


class ActivitySeries(Base):
    """A rule by which activities are planned some weeks ahead. Occurrences before `planned_until` are planned already."""

    __tablename__ = "activity_series"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID]
    area: Mapped[UUID]
    leader_id: Mapped[UUID | None]
    title: Mapped[str]
    rule: Mapped[str]
    first_on: Mapped[date]
    starts: Mapped[time]
    minutes: Mapped[int]
    seats: Mapped[int | None]
    members_only: Mapped[bool]
    programme: Mapped[str | None]
    ended_on: Mapped[date | None]
    planned_until: Mapped[date]

    def occurrence(self, day: date) -> Activity:
        """The activity of a day, at the wall's time in Asia/Shanghai."""
        starts_at = at(day, self.starts)
        return Activity.planned(
            team_id=self.team_id,
            area=self.area,
            leader_id=self.leader_id,
            title=self.title,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=self.minutes),
            seats=self.seats,
            members_only=self.members_only,
            programme=self.programme,
            series_id=self.id,
        )

    def end(self, on: date, today: date) -> None:
        """Raises `SeriesEnded`, `DateInPast`."""
        if self.ended_on is not None:
            raise SeriesEnded
        if on < today:
            raise DateInPast
        self.ended_on = on


class Swap(Base):
    """An offer of the proposer's seat for the asked one's."""

    __tablename__ = "swap"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    offered_id: Mapped[UUID]
    wanted_id: Mapped[UUID]
    proposer_id: Mapped[UUID]
    asked_id: Mapped[UUID]
    state: Mapped[str]
    proposed_at: Mapped[datetime]

    def settle(self, state: str) -> None:
        """Raises `SwapSettled`."""
        if self.state != PROPOSED:
            raise SwapSettled
        self.state = state
