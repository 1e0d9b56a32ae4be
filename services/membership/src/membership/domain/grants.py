"""Grants (授权): a role at a scope, and who may give which."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, or_
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from membership.domain.base import Base
from membership.domain.errors.accounts import (
    GrantAboveGiver,
    GrantAlreadyRevoked,
    GrantExcluded,
    GrantKindWrong,
    GrantRepeated,
)
from membership.domain.errors.grants import DelegationChained, GrantUntilWrong

SECURITY_ADMIN = "security_admin"
EXCLUSIVE = frozenset({"system_operator", SECURITY_ADMIN, "auditor"})
"""三员分立: nobody holds two of these."""

RANKS: dict[str, int] = {
    "city_officer": 60,
    "system_operator": 55,
    "security_admin": 55,
    "auditor": 55,
    "district_officer": 50,
    "street_officer": 40,
    "street_accountant": 35,
    "supervisor": 35,
    "community_secretary": 30,
}
"""How high a role stands; every other role is below the community's secretary."""

HIGH_AREAS = frozenset({"city", "district", "street"})
"""Kinds of areas over which any role is powerful."""

LONGEST_DELEGATION = timedelta(days=366)

SERVING = 10
SCOPE_KINDS: dict[str, frozenset[str]] = {
    "guardian": frozenset({"person"}),
    "family": frozenset({"person"}),
    "team_leader": frozenset({"team", "area"}),
    "patrol_captain": frozenset({"team", "area"}),
    "unit_contact": frozenset({"unit"}),
    "mediator": frozenset({"area", "case"}),
    "branch_secretary": frozenset({"area", "organisation"}),
}
"""At scopes of which kinds a role is given. Every role that is not named here is given at areas, those of teams at
teams too."""

_AT_TEAMS = frozenset({"volunteer", "patrol_member", "carer"})


def rank(role: str) -> int:
    """How high the role stands."""
    return RANKS.get(role, SERVING)


def may_give(giver: str, role: str) -> bool:
    """Whether a role gives another: the security administrator every one, officers those below their own."""
    return giver == SECURITY_ADMIN or rank(role) < rank(giver)


def check_kind(role: str, kind: str) -> None:
    """Raises `GrantKindWrong` for a scope of a kind that the role has no meaning at."""
    fitting = SCOPE_KINDS.get(role, frozenset({"area", "team"}) if role in _AT_TEAMS else frozenset({"area"}))
    if kind not in fitting:
        raise GrantKindWrong(f"{role}: {', '.join(sorted(fitting))}")


def is_powerful(role: str, kind: str, area_kind: str) -> bool:
    """Whether two people give such a grant together, and two factors sign in with it: those of operators, and every role over
    a street or more. `area_kind` is the kind of the area that the scope is, or lies in."""
    return role in EXCLUSIVE or (kind in ("area", "organisation") and area_kind in HIGH_AREAS)


class Grant(Base):
    """A role at a scope, in force until it is revoked or, where it has an end, `until` then; the clock revokes it there.
    `area_id` is where the scope lies; `delegated_from` the grant that it was handed on from."""

    __tablename__ = "account_grant"

    grant_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.account_id"))
    role: Mapped[str]
    kind: Mapped[str]
    scope: Mapped[UUID]
    area_id: Mapped[UUID]
    given_by: Mapped[UUID | None]
    given_at: Mapped[datetime]
    until: Mapped[datetime | None]
    delegated_from: Mapped[UUID | None] = mapped_column(ForeignKey("account_grant.grant_id"))
    revoked_at: Mapped[datetime | None]

    @classmethod
    def give(
        cls,
        *,
        account_id: UUID,
        role: str,
        kind: str,
        scope: UUID,
        area_id: UUID,
        by: UUID | None,
        at: datetime,
        until: datetime | None = None,
        delegated_from: UUID | None = None,
    ) -> Grant:
        """A new grant. Raises `GrantKindWrong` or `GrantUntilWrong`."""
        check_kind(role, kind)
        check_until(until, at)
        return cls(
            grant_id=uuid7(),
            account_id=account_id,
            role=role,
            kind=kind,
            scope=scope,
            area_id=area_id,
            given_by=by,
            given_at=at,
            until=until,
            delegated_from=delegated_from,
        )

    def holds(self, at: datetime) -> bool:
        """Whether it is in force."""
        return self.revoked_at is None and (self.until is None or at < self.until)

    @classmethod
    def in_force(cls, at: datetime) -> ColumnElement[bool]:
        """Which grants `holds` is true of: an end that has passed ends one before its clock strikes."""
        return cls.revoked_at.is_(None) & or_(cls.until.is_(None), cls.until > at)

    def check_delegation(self, until: datetime, at: datetime) -> None:
        """Raises `DelegationChained`, or `GrantUntilWrong` beyond a year or its own end."""
        if self.delegated_from is not None:
            raise DelegationChained()
        check_until(until, at)
        if until > at + LONGEST_DELEGATION or (self.until is not None and until > self.until):
            raise GrantUntilWrong()

    def revoke(self, at: datetime) -> None:
        """Take it back. Raises `GrantAlreadyRevoked`."""
        if self.revoked_at is not None:
            raise GrantAlreadyRevoked()
        self.revoked_at = at


def check_until(until: datetime | None, at: datetime) -> None:
    """Raises `GrantUntilWrong` for an end that has passed."""
    if until is not None and until <= at:
        raise GrantUntilWrong()


def check_beside(role: str, kind: str, scope: UUID, held: Iterable[Grant]) -> None:
    """Refuse a grant that does not go with those the same person holds already.

    Raises `GrantRepeated` or `GrantExcluded`.
    """
    for grant in held:
        if (grant.role, grant.kind, grant.scope) == (role, kind, scope):
            raise GrantRepeated()
        if role in EXCLUSIVE and grant.role in EXCLUSIVE and grant.role != role:
            raise GrantExcluded(f"{grant.role} and {role}")


def check_giver(role: str, givers: Iterable[str]) -> None:
    """Refuse a role that none of the giver's roles over the scope may give. Raises `GrantAboveGiver`."""
    if not any(may_give(giver, role) for giver in givers):
        raise GrantAboveGiver(role)
