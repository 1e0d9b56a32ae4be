"""Campaigns (主题活动): a festival or a season with a plan of activities."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from kernel.period import Period
from volunteering.domain.activity_errors import DateInPast
from volunteering.domain.base import Base
from volunteering.domain.errors import EndsBeforeStart
from volunteering.domain.programme_errors import (
    CampaignConcluded,
    CampaignHasOpenActivities,
    CampaignNotOver,
    CampaignWithdrawn,
    CampaignWithoutActivities,
)


class Campaign(Base):
    """What is held for its programme, and for what lies under it, on its days, in its area and below it, belongs to it.

    Campaigns of one programme in one area do not overlap unless withdrawn (exclusion in SQL): no activity counts for two.
    """

    __tablename__ = "campaign"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[UUID]
    title: Mapped[str]
    programme: Mapped[str]
    first_on: Mapped[date]
    last_on: Mapped[date]
    concluded_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]

    @classmethod
    def announced(cls, area: UUID, title: str, programme: str, first_on: date, last_on: date, today: date) -> Self:
        """A new campaign. Raises `EndsBeforeStart`, `DateInPast`: what is over needs no announcement."""
        campaign = cls.of_days(area, title, programme, first_on, last_on)
        if last_on < today:
            raise DateInPast(field="last_on")
        return campaign

    @classmethod
    def of_days(cls, area: UUID, title: str, programme: str, first_on: date, last_on: date) -> Self:
        """A campaign of any days. Raises `EndsBeforeStart`."""
        if last_on < first_on:
            raise EndsBeforeStart(field="last_on")
        words = {"area": area, "title": title, "programme": programme, "first_on": first_on, "last_on": last_on}
        return cls(id=uuid7(), concluded_on=None, withdrawn_on=None, **words)

    @property
    def days(self) -> Period:
        return Period(self.first_on, self.last_on)

    def must_stand(self) -> None:
        """Raises `CampaignConcluded`, `CampaignWithdrawn`."""
        if self.concluded_on is not None:
            raise CampaignConcluded
        if self.withdrawn_on is not None:
            raise CampaignWithdrawn

    def withdraw(self, on: date) -> None:
        """Raises `CampaignConcluded`, `CampaignWithdrawn`."""
        self.must_stand()
        self.withdrawn_on = on

    def conclude(self, today: date, *, planned: int, held: int) -> None:
        """End the campaign; `planned` of its activities are still open, `held` came to something.

        Raises what `must_stand` raises, `CampaignNotOver`, `CampaignHasOpenActivities`, `CampaignWithoutActivities`.
        """
        self.must_stand()
        if today <= self.last_on:
            raise CampaignNotOver
        if planned:
            raise CampaignHasOpenActivities(str(planned))
        if not held:
            raise CampaignWithoutActivities
        self.concluded_on = today
