"""Access (权限): clauses of contracts evaluated on a row, and as a filter of a list.

Where a clause finds the attribute that it speaks of:
- a scope of the operation's own resource (`on`): on the loaded row;
- any other scope: in the request, in the field of the same name; absent or null there, the clause does not match;
- an operation without `on` whose request has no such field (lists, imports): the claim alone lets in, and the use case
  filters with `sees` (lists) or checks each record (`import_records(area=…)`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    True_,
    and_,
    any_,
    cast,
    column,
    false,
    func,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.orm import Session

from contracts import access as words
from contracts.access import Clause, Resource, Scope
from contracts.roles import FAMILY, GUARDIAN, UNIT_CONTACT
from runtime.organisations import organisations_above, stands_under
from runtime.paging import Led
from runtime.replicas import AREA, Ltree, area_path, area_paths, areas_below, reaches

KIN = frozenset({GUARDIAN, FAMILY})
CONTACT = frozenset({UNIT_CONTACT})
ANYBODY = (words.Public, words.SignedIn)
WIDE = 20_000
"""So many areas lie below a wide one, households included: a district's, not a street's."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role at a scope: `kind` is area, organisation, unit, team, case or person."""

    role: str
    kind: str
    scope_id: UUID


@dataclass(slots=True)
class Caller:
    """Who calls. Everything but `grants` is None or empty for somebody who is not signed in.

    `acting_for` is the person on whose behalf a guardian, family member or delegate was let in. `clauses` are those of
    the running operation's `allow`; `sees` filters by them too.
    """

    account_id: UUID | None = None
    person_id: UUID | None = None
    username: str = ""
    grants: tuple[Grant, ...] = ()
    session_id: UUID | None = None
    acting_for: UUID | None = None
    clauses: tuple[Clause, ...] = ()

    @property
    def signed_in(self) -> bool:
        return self.account_id is not None

    def has_role(self, *roles: str) -> bool:
        """Whether any grant, whatever its scope, is of one of `roles`."""
        return any(grant.role in roles for grant in self.grants)

    def may(self, session: Session, clause: Clause, row: Any) -> bool:
        """Whether a clause lets the caller in at `row`: a mapped object, a Core row or a mapping with the scope's name."""
        scope = getattr(clause, "scope", None)
        value = None if scope is None else attribute(row, scope.name)
        return matches(session, clause, self, value)

    def covers(self, session: Session, area_id: UUID | None, *roles: str) -> bool:
        """Whether a grant of one of `roles` is over `area_id` or an area above it."""
        return area_id is not None and _role_over_area(session, self, frozenset(roles), area_id)


SIGNED_OUT = Caller()


def attribute(row: Any, name: str) -> Any:
    """The value of a scope on a row; None where the row has no such word."""
    if isinstance(row, Mapping):
        return row.get(name)
    return getattr(row, name, None)


def could_match(clause: Clause, caller: Caller) -> bool:
    """Whether the claims alone leave it open that the clause matches some row."""
    match clause:
        case words.Public():
            return True
        case words.SignedIn():
            return caller.signed_in
        case words.RoleOver(roles=roles, scope=scope):
            return any(grant.role in roles and grant.kind == scope.kind for grant in caller.grants)
        case words.RoleAnywhere(roles=roles):
            return any(grant.role in roles for grant in caller.grants)
        case words.SelfIn():
            return caller.person_id is not None
        case words.ActingFor():
            return bool(_scopes(caller, "person", KIN))
        case words.ContactOf():
            return bool(_scopes(caller, "unit", CONTACT))
        case words.PartyTo():
            return bool(_scopes(caller, "case"))
    raise TypeError(f"unknown clause {clause!r}")


def matches(session: Session, clause: Clause, caller: Caller, value: UUID | None) -> bool:
    """Whether the clause lets the caller in where its scope's attribute has this value."""
    match clause:
        case words.Public() | words.SignedIn() | words.RoleAnywhere():
            return could_match(clause, caller)
    if value is None:
        return False
    match clause:
        case words.RoleOver(roles=roles, scope=Scope(kind="area")):
            return _role_over_area(session, caller, roles, value)
        case words.RoleOver(roles=roles, scope=Scope(kind="organisation")):
            return _role_over_organisation(session, _scopes(caller, "organisation", roles), value)
        case words.RoleOver(roles=roles, scope=scope):
            return value in _scopes(caller, scope.kind, roles)
        case words.SelfIn():
            return value == caller.person_id
        case words.ActingFor():
            return value in _scopes(caller, "person", KIN)
        case words.ContactOf():
            return value in _scopes(caller, "unit", CONTACT)
        case words.PartyTo():
            return value in _scopes(caller, "case")
    raise TypeError(f"unknown clause {clause!r}")


def sees(
    session: Session,
    caller: Caller,
    resource: type[Resource],
    columns: Any,
    *,
    within: UUID | None = None,
    wide: int = WIDE,
    narrowed: bool = False,
) -> ColumnElement[bool]:
    """A condition for the rows of a list that the caller may see: `resource.see` and the operation's own clauses.

    `columns` is `table.c` or a mapped class whose names are the resource's scopes. Of `allow` only clauses that speak of
    this resource count (and roles anywhere): that anybody signed in may ask for a list shows nothing of it. With `within`
    only rows whose area, the one that the resource has, is that one or lies below it: where a grant reaches all of it, no
    row is asked, and the condition is `true()` if the list is `narrowed` to that area by other words than a row's area. `wide`
    as in `lies_in`.
    """
    speaking = [each for each in caller.clauses if not isinstance(each, ANYBODY) and _speaks_of(each, resource)]
    found = [_condition(session, caller, each, resource, columns, within, wide) for each in (*resource.see, *speaking)]
    chosen = [condition for condition in found if condition is not None]
    whole = any(isinstance(condition, True_) for condition in chosen)
    seen = true() if whole else or_(*chosen) if chosen else false()
    if within is None or narrowed:
        return seen
    return and_(seen, lies_in(session, _column(columns, resource, _area_of(resource)), within, wide=wide))


def speaks_of(scope: Scope, resource: type[Resource]) -> bool:
    """Whether a scope is one of the resource's own (or inherited) attributes."""
    return any(scope.resource == base.__name__ for base in resource.__mro__)


def _speaks_of(clause: Clause, resource: type[Resource]) -> bool:
    scope: Scope | None = getattr(clause, "scope", None)
    return scope is None or speaks_of(scope, resource)


def _area_of(resource: type[Resource]) -> Scope:
    """The one scope of a resource that is an area."""
    overs = (clause.scope for clause in resource.see if isinstance(clause, words.RoleOver))
    (scope,) = {scope for scope in overs if scope.kind == "area"}
    return scope


def _condition(
    session: Session,
    caller: Caller,
    clause: Clause,
    resource: type[Resource],
    columns: Any,
    within: UUID | None,
    wide: int,
) -> ColumnElement[bool] | None:
    if not could_match(clause, caller):
        return None
    match clause:
        case words.Public() | words.SignedIn() | words.RoleAnywhere():
            return true()
        case words.RoleOver(roles=roles, scope=Scope(kind="area") as scope):
            held = _scopes(caller, "area", roles)
            return _reached(session, held, _column(columns, resource, scope), within, wide)
        case words.SelfIn(scope=scope):
            return _column(columns, resource, scope) == caller.person_id
        case words.RoleOver(roles=roles, scope=Scope(kind="organisation") as scope):
            held = _scopes(caller, "organisation", roles)
            return stands_under(session, _column(columns, resource, scope), held)
        case words.RoleOver(roles=roles, scope=scope):
            return _column(columns, resource, scope).in_(_scopes(caller, scope.kind, roles))
        case words.ActingFor(scope=scope):
            return _column(columns, resource, scope).in_(_scopes(caller, "person", KIN))
        case words.ContactOf(scope=scope):
            return _column(columns, resource, scope).in_(_scopes(caller, "unit", CONTACT))
        case words.PartyTo(scope=scope):
            return _column(columns, resource, scope).in_(_scopes(caller, "case"))
    raise TypeError(f"unknown clause {clause!r}")


def _reached(
    session: Session, held: list[UUID], column: ColumnElement[Any], within: UUID | None, wide: int
) -> ColumnElement[bool]:
    """Whether a row lies in one of the held areas: no question for those within an area that is itself reached."""
    paths = sorted(area_paths(session, held).values())
    asked = None if within is None else area_path(session, within)
    if asked is not None and any(reaches(path, asked) for path in paths):
        return true()
    return _lies_below(session, column, paths, wide)


def _column(columns: Any, resource: type[Resource], scope: Scope) -> ColumnElement[Any]:
    """The column of a scope; the resource's own key is the row's `id` where no column bears the key's name."""
    found = getattr(columns, scope.name, None)
    if found is None and scope.name == resource.key:
        found = columns.id
    if found is None:
        raise TypeError(f"{resource.__name__}.{scope.name} has no column in the list")
    return found


def lies_in(session: Session, column: ColumnElement[Any], area_id: UUID, *, wide: int = WIDE) -> ColumnElement[bool]:
    """A condition for the rows of a list whose area is `area_id` or lies below it; none are where nobody knows the area.

    Many rows lie in a wide area, one with at least `wide` areas below it: a page is soon filled by the first ones in the
    list's order, and each is only looked up. The areas below a smaller one lead to its rows by the index on `column`.
    PostgreSQL plans for all areas alike and cannot know which of the two it is asked for, so this says it (ADR 26).
    """
    path = area_path(session, area_id)
    return _lies_below(session, column, [path] if path else [], wide)


def is_wide(session: Session, area_id: UUID, wide: int = WIDE) -> bool:
    """Whether at least `wide` areas lie below this one."""
    path = area_path(session, area_id)
    return path is not None and areas_below(session, [path]) >= wide


def _lies_below(session: Session, column: ColumnElement[Any], paths: list[str], wide: int) -> ColumnElement[bool]:
    if not paths:
        return false()
    if areas_below(session, paths) >= wide:
        beyond = AREA.alias("beyond")
        inside = beyond.c.path.op("<@", is_comparison=True)(any_(cast(paths, ARRAY(Ltree))))
        # A subquery for a value is asked row by row, whatever the plan; one for rows would become a join.
        looked_up: ColumnElement[bool] = select(inside).where(beyond.c.area_id == column).scalar_subquery()
        return looked_up
    return type_coerce(column == any_(func.array(below(paths).scalar_subquery())), Led())


def below(paths: Iterable[str]) -> Any:
    """A select of the ids of all areas at and below `paths`; the gist index on `path` finds them, path by path."""
    above = func.unnest(cast(list(paths), ARRAY(Ltree))).table_valued(column("path", Ltree)).render_derived()
    inside = AREA.c.path.op("<@", is_comparison=True)(above.c.path)
    return select(AREA.c.area_id).select_from(above.join(AREA, inside))


def _scopes(caller: Caller, kind: str, roles: frozenset[str] | None = None) -> list[UUID]:
    return [g.scope_id for g in caller.grants if g.kind == kind and (roles is None or g.role in roles)]


def _role_over_organisation(session: Session, held: list[UUID], organisation_id: UUID) -> bool:
    """Whether one of the held organisations is this one or stands above it."""
    if not held or organisation_id in held:
        return bool(held)
    return not organisations_above(session, organisation_id).isdisjoint(held)


def _role_over_area(session: Session, caller: Caller, roles: frozenset[str], area_id: UUID) -> bool:
    held = _scopes(caller, "area", roles)
    if not held or area_id in held:
        return bool(held)
    paths = area_paths(session, [area_id, *held])
    path = paths.get(area_id)
    return path is not None and any(reaches(paths[each], path) for each in held if each in paths)
