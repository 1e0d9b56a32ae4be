"""Erasure (个人信息删除): asked, decided, waited for, ordered, answered by every service, closed. One row per service."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.ids import uuid7
from membership.domain.base import Base
from membership.domain.errors.rights import ErasureNotRequested, ErasureOwnRequest, ErasurePastRecall

REQUESTED, REFUSED, WAITING, CALLED_BACK, ORDERED, CLOSED = (
    "requested", "refused", "waiting", "called_back", "ordered", "closed",
)  # fmt: skip
ERASED, LOCKED = "erased", "locked"

WAITING_TIME = timedelta(days=7)
"""From the approval to the order: so long it can be called back."""
TIME_TO_ANSWER = timedelta(days=15)
"""From the order to the day by which every service has answered."""
LOCK_YEARS = 3
"""How long name and identity number are kept under lock: the register's statutory duty."""


class ErasureStep(Base):
    """A service that is to forget the person."""

    __tablename__ = "erasure_step"

    order_id: Mapped[UUID] = mapped_column(ForeignKey("erasure.order_id"), primary_key=True)
    service: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    locked_until: Mapped[date | None]
    at: Mapped[datetime | None]


class Erasure(Base):
    """One request. `locked` is what membership keeps, sealed under a key of the order's own, until `locked_until`."""

    __tablename__ = "erasure"

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.person_id"))
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.area_id"))
    ground: Mapped[str]
    paper: Mapped[str | None]
    state: Mapped[str]
    reason: Mapped[str | None]
    shown_by: Mapped[str | None]
    requested_by: Mapped[UUID]
    requested_on: Mapped[date]
    decided_by: Mapped[UUID | None]
    orders_on: Mapped[date | None]
    due_on: Mapped[date | None]
    late_since: Mapped[date | None]
    closed_on: Mapped[date | None]
    locked: Mapped[bytes | None]
    locked_until: Mapped[date | None]
    version: Mapped[int] = mapped_column()
    steps: Mapped[list[ErasureStep]] = relationship(order_by=ErasureStep.service, cascade="all")

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def request(
        cls, *, person_id: UUID, area_id: UUID, ground: str, paper: str | None, by: UUID, today: date
    ) -> Erasure:
        """A request that waits for a decision."""
        return cls(
            order_id=uuid7(),
            person_id=person_id,
            area_id=area_id,
            ground=ground,
            paper=paper,
            state=REQUESTED,
            requested_by=by,
            requested_on=today,
        )

    def approve(self, *, by: UUID, person: UUID | None, shown_by: str, today: date) -> None:
        """Raises `ErasureNotRequested` or `ErasureOwnRequest`."""
        self._decide(by, person)
        self.state, self.shown_by, self.orders_on = WAITING, shown_by, today + WAITING_TIME

    def refuse(self, *, by: UUID, person: UUID | None, reason: str) -> None:
        """Raises `ErasureNotRequested` or `ErasureOwnRequest`."""
        self._decide(by, person)
        self.state, self.reason = REFUSED, reason

    def call_back(self) -> None:
        """Raises `ErasurePastRecall`."""
        if self.state not in (REQUESTED, WAITING):
            raise ErasurePastRecall(self.state)
        self.state = CALLED_BACK

    def order(self, services: Collection[str], today: date) -> None:
        """The waiting time is over: each of `services` is to answer."""
        self.state, self.due_on = ORDERED, today + TIME_TO_ANSWER
        self.steps = [ErasureStep(service=service, state=WAITING) for service in sorted(services)]

    def hear(self, service: str, locked_until: date | None, at: datetime, today: date) -> None:
        """A service has forgotten, or locked; the last one closes it. A second answer changes nothing."""
        step = next((step for step in self.steps if step.service == service), None)
        if step is None or step.state != WAITING:
            return
        step.state, step.locked_until, step.at = (LOCKED if locked_until else ERASED), locked_until, at
        if not self.unanswered:
            self.state, self.closed_on = CLOSED, today

    @property
    def unanswered(self) -> list[str]:
        """The services that have not answered."""
        return [step.service for step in self.steps if step.state == WAITING]

    def _decide(self, by: UUID, person: UUID | None) -> None:
        if self.state != REQUESTED:
            raise ErasureNotRequested(self.state)
        if by == self.requested_by or person == self.person_id:
            raise ErasureOwnRequest()
        self.decided_by = by


def end_of_lock(today: date) -> date:
    """The day on which what was locked today is destroyed; for 29 February the first of March."""
    try:
        return today.replace(year=today.year + LOCK_YEARS)
    except ValueError:
        return date(today.year + LOCK_YEARS, 3, 1)
