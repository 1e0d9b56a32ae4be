"""Restructurings (支部调整): drafted, announced, acknowledged by all services, effective on their day. One row per step."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.ids import uuid7
from membership.domain.base import Base
from membership.domain.errors.restructurings import (
    RestructuringDaysWrong,
    RestructuringEmpty,
    RestructuringKeyRepeated,
    RestructuringNotDrafted,
    RestructuringOver,
)

DRAFTED, ANNOUNCED, READY, EFFECTIVE, STOPPED, CANCELLED = (
    "drafted", "announced", "ready", "effective", "stopped", "cancelled",
)  # fmt: skip
WAITING, DONE, REFUSED = "waiting", "done", "refused"
ACTS = ("found", "pass", "dissolve")
"""What membership itself does on the day, in this order."""


class RestructuringStep(Base):
    """An answer that is waited for (`answer:<service>`), or one of the acts of the day."""

    __tablename__ = "restructuring_step"

    restructuring_id: Mapped[UUID] = mapped_column(ForeignKey("restructuring.restructuring_id"), primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    state: Mapped[str]
    reason: Mapped[str | None]
    at: Mapped[datetime | None]

    def settle(self, state: str, at: datetime, reason: str | None = None) -> None:
        """It happened, or was refused."""
        self.state, self.at, self.reason = state, at, reason


class Restructuring(Base):
    """One restructuring. `plan` holds dissolved, founded (with the ids they will bear) and passing; ids as strings."""

    __tablename__ = "restructuring"

    restructuring_id: Mapped[UUID] = mapped_column(primary_key=True)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.area_id"))
    title: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str | None]
    plan: Mapped[dict[str, Any]] = mapped_column(JSONB)
    acknowledge_by: Mapped[date]
    effective_on: Mapped[date]
    version: Mapped[int] = mapped_column()
    steps: Mapped[list[RestructuringStep]] = relationship(order_by=RestructuringStep.position, cascade="all")

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def draft(
        cls,
        *,
        area_id: UUID,
        title: str,
        plan: dict[str, Any],
        acknowledge_by: date,
        effective_on: date,
        today: date,
        services: Collection[str],
    ) -> Restructuring:
        """A draft. Raises `RestructuringEmpty`, `RestructuringKeyRepeated` or `RestructuringDaysWrong`."""
        if not plan["founded"] and not plan["dissolved"]:
            raise RestructuringEmpty()
        keys = [each["key"] for each in plan["founded"]]
        if len(set(keys)) < len(keys) or len(set(plan["dissolved"])) < len(plan["dissolved"]):
            raise RestructuringKeyRepeated()
        made = cls(
            restructuring_id=uuid7(),
            area_id=area_id,
            title=title,
            state=DRAFTED,
            plan=plan,
            acknowledge_by=acknowledge_by,
            effective_on=effective_on,
        )
        made.check_days(today)
        names = [*(f"answer:{service}" for service in services), *ACTS]
        made.steps = [RestructuringStep(step=name, position=n, state=WAITING) for n, name in enumerate(names)]
        return made

    @property
    def dissolved(self) -> list[UUID]:
        return [UUID(each) for each in self.plan["dissolved"]]

    @property
    def founded(self) -> list[UUID]:
        return [UUID(each["organisation_id"]) for each in self.plan["founded"]]

    def check_days(self, today: date) -> None:
        """Raises `RestructuringDaysWrong`."""
        if not today < self.acknowledge_by < self.effective_on:
            raise RestructuringDaysWrong()

    def announce(self, today: date) -> None:
        """Raises `RestructuringNotDrafted` or `RestructuringDaysWrong`."""
        if self.state != DRAFTED:
            raise RestructuringNotDrafted(self.state)
        self.check_days(today)
        self.state = ANNOUNCED

    def hear(self, service: str, accepted: bool, reason: str | None, at: datetime) -> None:
        """An answer; a refusal stops it, the last consent makes it ready. Answers to what is over change nothing."""
        if self.state != ANNOUNCED:
            return
        self.step(f"answer:{service}").settle(DONE if accepted else REFUSED, at, reason)
        if not accepted:
            self.stop(f"refused by {service}: {reason}")
        elif not self.unanswered():
            self.state = READY

    def unanswered(self) -> list[str]:
        """The steps of services that have not answered."""
        return [step.step for step in self.steps if step.step.startswith("answer:") and step.state == WAITING]

    def step(self, name: str) -> RestructuringStep:
        return next(step for step in self.steps if step.step == name)

    def stop(self, reason: str) -> None:
        self.state, self.reason = STOPPED, reason

    def cancel(self) -> None:
        """Raises `RestructuringOver`."""
        if self.state in (EFFECTIVE, STOPPED, CANCELLED):
            raise RestructuringOver(self.state)
        self.state = CANCELLED
