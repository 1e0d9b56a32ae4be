"""Posts and claims (设岗定责 · 认大岗/认小岗)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from membership.domain.base import Base
from membership.domain.errors.people import DateInFuture
from membership.domain.errors.posts import (
    ClaimantLevelWrong,
    ClaimBeforePost,
    ClaimReleased,
    PostLevelWrong,
    PostNotInPack,
    ReleaseBeforeClaim,
    ReleaseBeforePledge,
)

LEVEL_OF_CLAIMANT = {"person": "personal", "unit": "organisation"}


@dataclass(frozen=True)
class Claimant:
    """Who claims: exactly one of a person and a unit."""

    person_id: UUID | None
    unit_id: UUID | None

    @property
    def kind(self) -> str:
        """`person` or `unit`."""
        return "person" if self.person_id is not None else "unit"

    @property
    def id(self) -> UUID:
        """The person's or the unit's id."""
        found = self.person_id or self.unit_id
        if found is None:
            raise TypeError("nobody claims")
        return found


def template_of(posts: Sequence[dict[str, Any]], code: str, level: str) -> dict[str, Any]:
    """The pack's template of a post. Raises `PostNotInPack` or `PostLevelWrong`."""
    found = next((post for post in posts if post["code"] == code), None)
    if found is None:
        raise PostNotInPack(code)
    if found["level"] != level:
        raise PostLevelWrong(f"{code}: {found['level']}")
    return found


class Post(Base):
    """A post of an area, set up from a template of the pack in force; duties and evidence are those of that day."""

    __tablename__ = "post"

    post_id: Mapped[UUID] = mapped_column(primary_key=True)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.area_id"))
    template: Mapped[str]
    title: Mapped[str]
    level: Mapped[str]
    duties: Mapped[list[str]] = mapped_column(JSONB)
    evidence: Mapped[list[str]] = mapped_column(JSONB)
    set_up_on: Mapped[date]

    @classmethod
    def set_up(cls, *, area_id: UUID, template: dict[str, Any], title: str | None, on: date, today: date) -> Post:
        """A new post. Raises `DateInFuture`."""
        if on > today:
            raise DateInFuture(field="set_up_on")
        return cls(
            post_id=uuid7(),
            area_id=area_id,
            template=template["code"],
            title=title or template["name_zh"],
            level=template["level"],
            duties=list(template["duties"]),
            evidence=[rule["fact"] for rule in template["evidence"]],
            set_up_on=on,
        )

    def claim(self, claimant: Claimant, on: date, today: date) -> Claim:
        """A claim of this post. Raises `ClaimantLevelWrong`, `DateInFuture` or `ClaimBeforePost`."""
        if LEVEL_OF_CLAIMANT[claimant.kind] != self.level:
            raise ClaimantLevelWrong(f"{self.title}: {self.level}", field=f"{claimant.kind}_id")
        if on > today:
            raise DateInFuture(field="claimed_on")
        if on < self.set_up_on:
            raise ClaimBeforePost(self.set_up_on.isoformat())
        return Claim(
            claim_id=uuid7(),
            post_id=self.post_id,
            area_id=self.area_id,
            template=self.template,
            level=self.level,
            person_id=claimant.person_id,
            unit_id=claimant.unit_id,
            claimed_on=on,
        )


class Claim(Base):
    """A claim of a post, in force until it is released. `pledged_on` is the day of the last pledge published on it."""

    __tablename__ = "claim"

    claim_id: Mapped[UUID] = mapped_column(primary_key=True)
    post_id: Mapped[UUID] = mapped_column(ForeignKey("post.post_id"))
    area_id: Mapped[UUID]
    template: Mapped[str]
    level: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.person_id"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.unit_id"))
    claimed_on: Mapped[date]
    released_on: Mapped[date | None]
    reason: Mapped[str | None]
    pledge_id: Mapped[UUID | None]
    pledged_on: Mapped[date | None]

    @property
    def claimant(self) -> Claimant:
        """Who holds it."""
        return Claimant(self.person_id, self.unit_id)

    def release(self, reason: str, on: date, today: date) -> None:
        """End it. Raises `ClaimReleased`, `DateInFuture`, `ReleaseBeforeClaim` or `ReleaseBeforePledge`."""
        self.must_be_in_force()
        if on > today:
            raise DateInFuture(field="released_on")
        if on < self.claimed_on:
            raise ReleaseBeforeClaim(self.claimed_on.isoformat())
        if self.pledged_on is not None and on < self.pledged_on:
            raise ReleaseBeforePledge(self.pledged_on.isoformat())
        self.released_on, self.reason = on, reason

    def must_be_in_force(self) -> None:
        """Raises `ClaimReleased`."""
        if self.released_on is not None:
            raise ClaimReleased()
