"""What the declarations promise: 401, 404, 403 or let in. Written a second time, apart from the runtime's own evaluation.

A clause on the operation's own resource speaks of the row, any other of the request's field of that name; an operation
without a row and without such a field asks for the claim alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts import access as words
from contracts.access import Clause, Resource, Scope
from contracts.operations import Operation

UNAUTHENTICATED, UNSEEN, FORBIDDEN, LET_IN = "401", "404", "403", "let in"
KIN = {"guardian", "family"}
Paths = Mapping[str, str]
"""The path of each area by its id: numbers of the areas above and its own, joined by dots."""


@dataclass(frozen=True)
class Who:
    """Claims of a token. Nobody who is signed in has no account."""

    account: str = ""
    person: str | None = None
    grants: tuple[tuple[str, str, str], ...] = ()

    def scopes(self, kind: str, roles: set[str] | frozenset[str] | None = None) -> set[str]:
        return {scope for role, of, scope in self.grants if of == kind and (roles is None or role in roles)}


NOBODY = Who()


@dataclass(frozen=True)
class Judge:
    """Knows where areas lie."""

    paths: Paths = field(default_factory=dict)

    def verdict(self, operation: Operation, who: Who, row: Mapping[str, Any] | None, request: Mapping[str, Any]) -> str:
        """The answer that `who` must get. `row` holds the attributes of the operation's row; None where there is none."""
        allow, on = tuple(operation.allow), operation.on
        public = any(isinstance(clause, words.Public) for clause in allow)
        if not who.account and not public:
            return UNAUTHENTICATED
        see = () if on is None else on.see
        if not any(claimed(clause, who) for clause in (*allow, *see)):
            return FORBIDDEN if on is None else UNSEEN
        if on is not None and row is None:
            return UNSEEN
        if any(self._holds(operation, clause, who, row or {}, request) for clause in allow):
            return LET_IN
        if on is None or any(self._holds(operation, clause, who, row or {}, request) for clause in see):
            return FORBIDDEN
        return UNSEEN

    def _holds(
        self, operation: Operation, clause: Clause, who: Who, row: Mapping[str, Any], request: Mapping[str, Any]
    ) -> bool:
        scope: Scope | None = getattr(clause, "scope", None)
        if scope is None:
            return claimed(clause, who)
        on = operation.on
        if on is not None and scope.resource in {base.__name__ for base in on.__mro__}:
            return self._reaches(clause, who, row.get(scope.name))
        asks = set() if operation.request is None else set(operation.request().fields)
        if on is None and scope.name not in asks:
            return claimed(clause, who)
        return self._reaches(clause, who, request.get(scope.name))

    def reaches(self, clause: Clause, who: Who, row: Mapping[str, Any]) -> bool:
        """Whether a clause with a scope opens a row to `who`."""
        return claimed(clause, who) and self._reaches(clause, who, row.get(clause.scope.name))  # type: ignore[attr-defined]

    def _reaches(self, clause: Clause, who: Who, value: str | None) -> bool:
        if value is None:
            return False
        if isinstance(clause, words.RoleOver) and clause.scope.kind == "area":
            return any(self.lies_in(value, held) for held in who.scopes("area", clause.roles))
        return value in held_by(clause, who)

    def shows(self, operation: Operation, on: type[Resource], who: Who, row: Mapping[str, Any]) -> bool:
        """Whether a list may show `who` a row: by the resource's `see`, or by a clause of the operation that is about it."""
        own = {base.__name__ for base in on.__mro__}
        about = [one for one in operation.allow if not isinstance(one, words.Public | words.SignedIn)]
        told = [one for one in about if (scope := getattr(one, "scope", None)) is None or scope.resource in own]
        return any(
            self.reaches(one, who, row) if hasattr(one, "scope") else claimed(one, who) for one in (*on.see, *told)
        )

    def lies_in(self, area: str, above: str) -> bool:
        """Whether an area is another one or lies in it."""
        return area == above or f"{self.paths[area]}.".startswith(f"{self.paths[above]}.")


def claimed(clause: Clause, who: Who) -> bool:
    """Whether the token alone leaves it open that the clause lets its bearer in somewhere."""
    if isinstance(clause, words.Public):
        return True
    if isinstance(clause, words.SignedIn):
        return bool(who.account)
    if isinstance(clause, words.RoleAnywhere):
        return any(role in clause.roles for role, _, _ in who.grants)
    return bool(held_by(clause, who))


def held_by(clause: Clause, who: Who) -> set[str]:
    """The values of the clause's attribute by which it lets `who` in: areas with all that lies in them."""
    match clause:
        case words.RoleOver(roles=roles, scope=scope):
            return who.scopes(scope.kind, roles)
        case words.SelfIn():
            return {who.person} if who.person else set()
        case words.ActingFor():
            return who.scopes("person", KIN)
        case words.ContactOf():
            return who.scopes("unit", {"unit_contact"})
        case words.PartyTo():
            return who.scopes("case")
    raise TypeError(f"unknown clause {clause!r}")
