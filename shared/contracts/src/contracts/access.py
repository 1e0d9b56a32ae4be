"""Access clauses: who may call an operation, declared beside it and enforced by the runtime.

`allow` is a union of clauses; nothing is allowed by default. A clause speaks about attributes of a `Resource`
(the thing an operation is about), never about SQL: the runtime evaluates it on a loaded row and as a filter of a list.

    class Post(Resource):
        key = "post_id"
        area = area_scope()
        see = (signed_in(),)

    claim_post = Command("membership.claim_post", "POST /posts/{post_id}/claims", on=Post,
                         allow=[role(COMMUNITY_SECRETARY).over(Post.area), self_in(Claim.person_id)], ...)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, cast


@dataclass(frozen=True)
class Scope:
    """An attribute of a resource by which access is decided. `kind`: area, person, unit, team, organisation, case."""

    kind: str
    resource: str = ""
    name: str = ""


class _ScopeSlot:
    """Declares a `Scope`; learns its own name from the class body it stands in."""

    def __init__(self, kind: str) -> None:
        self._scope = Scope(kind)

    def __set_name__(self, owner: type, name: str) -> None:
        self._scope = Scope(self._scope.kind, owner.__name__, name)

    def __get__(self, instance: object, owner: type) -> Scope:
        return self._scope


def _scope(kind: str) -> Scope:
    """A slot passes for the scope it becomes: reading the class attribute gives a `Scope`."""
    return cast(Scope, _ScopeSlot(kind))


def area_scope() -> Scope:
    """The area (id) the thing lies in: grants over any area above reach it."""
    return _scope("area")


def person_scope() -> Scope:
    """The person (id) the thing belongs to."""
    return _scope("person")


def unit_scope() -> Scope:
    return _scope("unit")


def team_scope() -> Scope:
    return _scope("team")


def organisation_scope() -> Scope:
    return _scope("organisation")


def case_scope() -> Scope:
    return _scope("case")


@dataclass(frozen=True)
class Clause:
    """One way of being allowed."""


@dataclass(frozen=True)
class Public(Clause):
    """Anyone, signed in or not."""


@dataclass(frozen=True)
class SignedIn(Clause):
    """Anyone with a valid token."""


@dataclass(frozen=True)
class RoleOver(Clause):
    """A grant of one of `roles` whose scope is, or lies above, the attribute."""

    roles: frozenset[str]
    scope: Scope


@dataclass(frozen=True)
class RoleAnywhere(Clause):
    """A grant of one of `roles`, whatever its scope (for things that lie nowhere, such as the runtime itself)."""

    roles: frozenset[str]


@dataclass(frozen=True)
class SelfIn(Clause):
    """The caller is the person named by the attribute."""

    scope: Scope


@dataclass(frozen=True)
class ActingFor(Clause):
    """The caller holds a guardian, family or delegation grant for the person named by the attribute (recorded as such)."""

    scope: Scope


@dataclass(frozen=True)
class ContactOf(Clause):
    """The caller is the contact (联络员) of the unit named by the attribute."""

    scope: Scope


@dataclass(frozen=True)
class PartyTo(Clause):
    """The caller is a party to the case named by the attribute."""

    scope: Scope


@dataclass(frozen=True)
class _Roles:
    roles: frozenset[str]

    def over(self, scope: Scope) -> RoleOver:
        return RoleOver(self.roles, scope)

    def anywhere(self) -> RoleAnywhere:
        return RoleAnywhere(self.roles)


def role(*roles: str) -> _Roles:
    return _Roles(frozenset(roles))


def public() -> Public:
    return Public()


def signed_in() -> SignedIn:
    return SignedIn()


def self_in(scope: Scope) -> SelfIn:
    return SelfIn(scope)


def acting_for(scope: Scope) -> ActingFor:
    return ActingFor(scope)


def contact_of(scope: Scope) -> ContactOf:
    return ContactOf(scope)


def party_to(scope: Scope) -> PartyTo:
    return PartyTo(scope)


class Resource:
    """The thing an operation is about. `key` names the request field with its id; `see` says who may know it exists.

    Someone allowed by neither `see` nor the operation's `allow` gets 404; seen but not allowed is 403.
    """

    key: ClassVar[str]
    see: ClassVar[tuple[Clause, ...]] = ()

    def __init_subclass__(cls) -> None:
        if not getattr(cls, "key", ""):
            raise TypeError(f"{cls.__name__} names no key")
        cls.see = tuple(_settled(clause) for clause in cls.see)


def _settled(clause: Clause) -> Clause:
    """A clause written inside the class body holds the slot of a scope, which only now knows its name."""
    slot = getattr(clause, "scope", None)
    if not isinstance(slot, _ScopeSlot):
        return clause
    settled: Clause = replace(clause, scope=slot.__get__(None, Resource))  # type: ignore[call-arg]
    return settled


class Area(Resource):
    """An area of the grid (辖区). Every service holds a replica, so any operation may be `on=Area`; areas are public."""

    key = "area_id"
    area_id = area_scope()
    see = (SignedIn(),)
