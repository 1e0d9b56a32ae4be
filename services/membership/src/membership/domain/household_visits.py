"""Visits to households (走访): one is due of a household at a time, for all reasons there are; it is made when somebody
was met, and due again when nobody was at home."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.ids import uuid7
from membership.domain.base import Base
from membership.domain.errors.household_visits import (
    VisitBeforeRaised,
    VisitInFuture,
    VisitNotTaken,
    VisitOver,
    VisitTaken,
)

ARRIVAL, CALL, ROUND = "arrival", "call", "round"
URGENCIES = (ARRIVAL, CALL, ROUND)
DUE, MADE, LAPSED, STRUCK = "due", "made", "lapsed", "struck"
KEPT, MISSED = "kept", "missed"
AT_ONCE, ON_THE_WAY = 0, 1
"""The two turns of a route: what cannot wait, and what is met on the way."""


@dataclass(frozen=True, slots=True)
class Doorstep:
    """Where a household lies: what is directly above it, the community it is counted in, and its place on the way."""

    household_id: UUID
    area_id: UUID
    community_id: UUID
    place_key: str


class VisitReason(Base):
    """Why a household is to be visited, and by when. The kind is sealed; `person_id` is whom it concerns, where known.

    `outcome`: kept or missed; null while the deadline runs. `stands` is false once it fell away. `deadline_id` names the
    deadline to the figures, and nothing else; `counted_in` is the community whose figures have it.
    """

    __tablename__ = "visit_reason"

    reason_id: Mapped[UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("household_visit.visit_id"))
    deadline_id: Mapped[UUID]
    kind_sealed: Mapped[bytes]
    urgency: Mapped[str]
    person_id: Mapped[UUID | None]
    raised_at: Mapped[datetime]
    due_at: Mapped[datetime]
    stands: Mapped[bool]
    outcome: Mapped[str | None]
    settled_on: Mapped[date | None]
    counted_in: Mapped[UUID | None]


class HouseholdVisit(Base):
    """A visit. `area` and `community_id` are where the household lay when it was last due; `urgency` and `due_at` are of
    its most pressing reason."""

    __tablename__ = "household_visit"

    visit_id: Mapped[UUID] = mapped_column(primary_key=True)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("area.area_id"))
    area: Mapped[UUID]
    community_id: Mapped[UUID]
    place_key: Mapped[str]
    state: Mapped[str]
    urgency: Mapped[str]
    turn: Mapped[int]
    raised_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int]
    visitor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.person_id"))
    made_at: Mapped[datetime | None]
    found_sealed: Mapped[bytes | None]
    sealed_for: Mapped[UUID | None]
    ended_for: Mapped[str | None]
    version: Mapped[int] = mapped_column()
    reasons: Mapped[list[VisitReason]] = relationship(order_by=VisitReason.reason_id, cascade="all", lazy="selectin")

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def begin(cls, at: Doorstep, raised_at: datetime) -> HouseholdVisit:
        """A visit that gets its reasons next."""
        return cls(
            visit_id=uuid7(),
            household_id=at.household_id,
            area=at.area_id,
            community_id=at.community_id,
            place_key=at.place_key,
            state=DUE,
            urgency=ROUND,
            turn=ON_THE_WAY,
            raised_at=raised_at,
            due_at=raised_at,
            attempts=0,
            visitor_id=None,
            reasons=[],
        )

    def join(
        self, *, kind_sealed: bytes, urgency: str, person_id: UUID | None, raised_at: datetime, due_at: datetime
    ) -> None:
        """One reason more; the most pressing one holds."""
        self.reasons.append(
            VisitReason(
                reason_id=uuid7(),
                deadline_id=uuid7(),
                kind_sealed=kind_sealed,
                urgency=urgency,
                person_id=person_id,
                raised_at=raised_at,
                due_at=due_at,
                stands=True,
                outcome=None,
            )
        )
        self.hasten()

    def hasten(self) -> None:
        """Be as urgent, and due as soon, as the most pressing of the reasons that stand."""
        standing = self.standing()
        self.urgency = min((reason.urgency for reason in standing), key=URGENCIES.index)
        self.turn = AT_ONCE if self.urgency == ARRIVAL else ON_THE_WAY
        self.due_at = min(reason.due_at for reason in standing)

    def standing(self) -> list[VisitReason]:
        """The reasons that did not fall away."""
        return [reason for reason in self.reasons if reason.stands]

    def stand_at(self, at: Doorstep) -> None:
        """The grid changed: the household lies elsewhere, or became part of another."""
        self.household_id, self.area = at.household_id, at.area_id
        self.community_id, self.place_key = at.community_id, at.place_key

    def take(self, person_id: UUID) -> None:
        """Somebody goes. Raises `VisitOver` or `VisitTaken`."""
        self.must_be_due()
        if self.visitor_id not in (None, person_id):
            raise VisitTaken()
        self.visitor_id = person_id

    def hand_back(self) -> None:
        """Nobody goes for now. Raises `VisitOver` or `VisitNotTaken`."""
        self.must_be_due()
        if self.visitor_id is None:
            raise VisitNotTaken()
        self.visitor_id = None

    def make(self, visitor_id: UUID, at: datetime, now: datetime) -> None:
        """Somebody was met. Raises `VisitOver`, `VisitInFuture` or `VisitBeforeRaised`."""
        self._must_be_possible(at, now, "made_at")
        self.state, self.visitor_id, self.made_at = MADE, visitor_id, at

    def find_nobody(self, at: datetime, again: timedelta, now: datetime) -> None:
        """Nobody was at home: due again after `again`, or by the present day where that is sooner and still to come.

        Raises `VisitOver`, `VisitInFuture` or `VisitBeforeRaised`.
        """
        self._must_be_possible(at, now, "tried_at")
        self.attempts += 1
        self.due_at = min(self.due_at, at + again) if self.due_at > at else at + again

    def strike(self, reason: str) -> None:
        """It was entered by mistake, due or made. Raises `VisitOver`."""
        if self.state not in (DUE, MADE):
            raise VisitOver()
        self.state, self.ended_for = STRUCK, reason

    def lapse(self, reason: str) -> None:
        """Nothing is left to go for."""
        self.state, self.ended_for = LAPSED, reason

    def must_be_due(self) -> None:
        """Raises `VisitOver`."""
        if self.state != DUE:
            raise VisitOver()

    def _must_be_possible(self, at: datetime, now: datetime, field: str) -> None:
        self.must_be_due()
        if at > now:
            raise VisitInFuture(field=field)
        if at < self.raised_at:
            raise VisitBeforeRaised(field=field)


class VisitRound(Base):
    """A round of all households of a community (普遍走访), from `begun_on` to `ends_on`, both included; the doors up to
    `after` have been put on the list."""

    __tablename__ = "visit_round"

    round_id: Mapped[UUID] = mapped_column(primary_key=True)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.area_id"))
    begun_on: Mapped[date]
    ends_on: Mapped[date]
    households: Mapped[int]
    listed: Mapped[int]
    after: Mapped[str]


class VisitTally(Base):
    """How many deadlines of a kind were kept and missed in a community in a year."""

    __tablename__ = "visit_tally"

    community_id: Mapped[UUID] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    urgency: Mapped[str]
    kept: Mapped[int]
    missed: Mapped[int]


def shares(visits: int, visitors: Iterable[UUID]) -> list[UUID]:
    """Who makes each of so many visits in the order of the way: stretches as even as can be, the first the longer ones."""
    people = list(visitors)
    each, more = divmod(visits, len(people))
    return [person for number, person in enumerate(people) for _ in range(each + (number < more))]
