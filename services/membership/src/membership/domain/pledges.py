"""Pledges and their evidence (亮岗承诺 · 践诺)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from membership.domain.base import Base
from membership.domain.errors.people import DateInFuture
from membership.domain.errors.posts import (
    PledgeBeforeClaim,
    PledgeDueBeforePublication,
    PledgeDueTooLate,
    PledgeTooLong,
)
from membership.domain.posts import Claim

MONTHS_OF_PERIOD = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}


def period_of(day: date, kind: str) -> str:
    """The period of a pack's form that a day lies in: 2011, 2011-H2, 2011-Q3, 2011-08."""
    number = (day.month - 1) // MONTHS_OF_PERIOD[kind] + 1
    return {
        "year": f"{day.year}",
        "half_year": f"{day.year}-H{number}",
        "quarter": f"{day.year}-Q{number}",
        "month": f"{day.year}-{number:02}",
    }[kind]


class Pledge(Base):
    """A published pledge. `facts` are the kinds that count as its evidence, as they were on the day of publication;
    `masked` whether it is shown without the claimant's full name. It ends with its claim."""

    __tablename__ = "pledge"

    pledge_id: Mapped[UUID] = mapped_column(primary_key=True)
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claim.claim_id"))
    post_id: Mapped[UUID] = mapped_column(ForeignKey("post.post_id"))
    area_id: Mapped[UUID]
    person_id: Mapped[UUID | None]
    unit_id: Mapped[UUID | None]
    period: Mapped[str]
    text: Mapped[str]
    facts: Mapped[list[str]] = mapped_column(JSONB)
    masked: Mapped[bool]
    published_on: Mapped[date]
    due_on: Mapped[date]
    overdue_since: Mapped[date | None]
    ended_on: Mapped[date | None]

    @classmethod
    def publish(
        cls,
        claim: Claim,
        form: dict[str, Any],
        *,
        facts: list[str],
        text: str,
        due_on: date,
        published_on: date,
        today: date,
    ) -> Pledge:
        """The pledge of a claim in force, on the form of the pack.

        Raises `ClaimReleased`, `DateInFuture`, `PledgeBeforeClaim`, `PledgeTooLong`, `PledgeDueBeforePublication` or
        `PledgeDueTooLate`.
        """
        claim.must_be_in_force()
        _check_days(claim, form, due_on, published_on, today)
        if len(text) > form["max_length"]:
            raise PledgeTooLong(f"At most {form['max_length']} characters")
        pledge = cls(
            pledge_id=uuid7(),
            claim_id=claim.claim_id,
            post_id=claim.post_id,
            area_id=claim.area_id,
            person_id=claim.person_id,
            unit_id=claim.unit_id,
            period=period_of(published_on, form["period"]),
            text=text,
            facts=facts,
            masked=form["publication"] == "masked",
            published_on=published_on,
            due_on=due_on,
        )
        if claim.pledged_on is None or claim.pledged_on <= published_on:
            claim.pledge_id, claim.pledged_on = pledge.pledge_id, published_on
        return pledge


def _check_days(claim: Claim, form: dict[str, Any], due_on: date, published_on: date, today: date) -> None:
    if published_on > today:
        raise DateInFuture(field="published_on")
    if published_on < claim.claimed_on:
        raise PledgeBeforeClaim(claim.claimed_on.isoformat())
    if due_on < published_on:
        raise PledgeDueBeforePublication(published_on.isoformat())
    if due_on - published_on > timedelta(days=form["days"]):
        raise PledgeDueTooLate(f"At most {form['days']} days")
