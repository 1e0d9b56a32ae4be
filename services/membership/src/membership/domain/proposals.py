"""Proposals of powerful grants (授权复核): one proposes, another approves, and only then there is a grant."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from membership.domain.base import Base
from membership.domain.errors.grants import ProposalDecided, ProposalNotYours
from membership.domain.grants import check_kind, check_until

OPEN, APPROVED, REFUSED, WITHDRAWN, EXPIRED = "open", "approved", "refused", "withdrawn", "expired"
OPEN_FOR = timedelta(days=7)


class GrantProposal(Base):
    """A grant that waits for a second pair of eyes. `area_id` is where the scope lies; `delegated_from` the proposer's own
    grant, where it is to be handed on; `grant_id` what became of it."""

    __tablename__ = "grant_proposal"

    proposal_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.account_id"))
    role: Mapped[str]
    kind: Mapped[str]
    scope: Mapped[UUID]
    area_id: Mapped[UUID]
    until: Mapped[datetime | None]
    delegated_from: Mapped[UUID | None] = mapped_column(ForeignKey("account_grant.grant_id"))
    state: Mapped[str]
    proposed_by: Mapped[UUID]
    proposed_at: Mapped[datetime]
    open_until: Mapped[datetime]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    grant_id: Mapped[UUID | None] = mapped_column(ForeignKey("account_grant.grant_id"))

    @classmethod
    def propose(
        cls,
        *,
        account_id: UUID,
        role: str,
        kind: str,
        scope: UUID,
        area_id: UUID,
        until: datetime | None,
        delegated_from: UUID | None,
        by: UUID,
        at: datetime,
    ) -> GrantProposal:
        """A new proposal, open for seven days. Raises `GrantKindWrong` or `GrantUntilWrong`."""
        check_kind(role, kind)
        check_until(until, at)
        return cls(
            proposal_id=uuid7(),
            account_id=account_id,
            role=role,
            kind=kind,
            scope=scope,
            area_id=area_id,
            until=until,
            delegated_from=delegated_from,
            state=OPEN,
            proposed_by=by,
            proposed_at=at,
            open_until=at + OPEN_FOR,
        )

    def approve(self, grant_id: UUID, by: UUID, at: datetime) -> None:
        """It has become a grant. Raises `ProposalDecided`."""
        self._decide(APPROVED, by, at)
        self.grant_id = grant_id

    def refuse(self, by: UUID, at: datetime) -> None:
        """Raises `ProposalDecided`."""
        self._decide(REFUSED, by, at)

    def withdraw(self, by: UUID, at: datetime) -> None:
        """Raises `ProposalNotYours` or `ProposalDecided`."""
        if by != self.proposed_by:
            raise ProposalNotYours()
        self._decide(WITHDRAWN, by, at)

    def expire(self, at: datetime) -> None:
        """Nobody decided in time. Raises `ProposalDecided`."""
        self._decide(EXPIRED, None, at)

    def must_be_open(self) -> None:
        """Raises `ProposalDecided`."""
        if self.state != OPEN:
            raise ProposalDecided(self.state)

    def _decide(self, state: str, by: UUID | None, at: datetime) -> None:
        self.must_be_open()
        self.state, self.decided_by, self.decided_at = state, by, at
