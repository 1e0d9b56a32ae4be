"""Rights (权限) as keys: who holds one of a hint's keys may read the thing, so telling a thousand streams is a look-up.

The same rules as `runtime.access.matches`, turned round: there a clause is asked about one caller, here a clause names all
who are meant. What the event does not say of the thing is decided for nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts import access as words
from contracts.access import Clause, Scope
from contracts.roles import FAMILY, GUARDIAN, UNIT_CONTACT

Key = tuple[str, ...]

EVERYONE: Key = ("everyone",)
"""Held by every stream: nobody opens one without a good token."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What an accepted token says. Times are Unix seconds, ids text."""

    account: str
    person: str | None
    session: str
    grants: tuple[tuple[str, str, str], ...]
    issued_at: float
    expires_at: float

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Claims:
        """From the words of a token that a service has accepted."""
        return cls(
            account=told["sub"],
            person=told.get("person"),
            session=told["sid"],
            grants=tuple((one["role"], one["kind"], one["scope"]) for one in told.get("grants", ())),
            issued_at=float(told["iat"]),
            expires_at=float(told["exp"]),
        )

    def keys(self) -> frozenset[Key]:
        """Everything by which this caller may be meant."""
        found: set[Key] = {EVERYONE}
        if self.person is not None:
            found.add(("self", self.person))
        for role, kind, scope in self.grants:
            found |= {("role", role), ("over", kind, role, scope)}
            if kind == "person" and role in (GUARDIAN, FAMILY):
                found.add(("kin", scope))
            if kind == "unit" and role == UNIT_CONTACT:
                found.add(("contact", scope))
            if kind == "case":
                found.add(("party", scope))
        return frozenset(found)


def keys_of(clause: Clause, value: str | None, lineage: Sequence[str]) -> Iterable[Key]:
    """Who is meant by a clause whose scope has this value; `lineage` is the area with all areas above it, where it is one."""
    match clause:
        case words.Public() | words.SignedIn():
            return [EVERYONE]
        case words.RoleAnywhere(roles=roles):
            return [("role", role) for role in roles]
    if value is None:
        return []
    match clause:
        case words.RoleOver(roles=roles, scope=Scope(kind="area")):
            return [("over", "area", role, area) for role in roles for area in lineage]
        case words.RoleOver(roles=roles, scope=scope):
            return [("over", scope.kind, role, value) for role in roles]
        case words.SelfIn():
            return [("self", value)]
        case words.ActingFor():
            return [("kin", value)]
        case words.ContactOf():
            return [("contact", value)]
        case words.PartyTo():
            return [("party", value)]
    raise TypeError(f"unknown clause {clause!r}")


def roles_over_areas(clauses: Iterable[Clause]) -> frozenset[Key]:
    """Keys of those who may be meant once it is known below what an area lies."""
    return frozenset(("role", role) for clause in clauses if is_over_area(clause) for role in _roles(clause))


def is_over_area(clause: Clause) -> bool:
    return isinstance(clause, words.RoleOver) and clause.scope.kind == "area"


def _roles(clause: Any) -> frozenset[str]:
    return clause.roles
