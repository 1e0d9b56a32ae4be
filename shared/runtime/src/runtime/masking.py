"""Masking (脱敏): what a reply says of people looks like 王** and 138****5678 to readers whose role does not need it.

Which area and person an item speaks of is read from the item itself (`area_id`, `area` or `home_area`; `person_id`),
also where the reply does not show them, else taken from what it stands in, at last from the operation's own row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields
from marshmallow.utils import get_value, missing
from sqlalchemy.orm import Session

from contracts.classes import DataClass, Mask
from runtime.access import Caller, attribute
from runtime.organisations import organisations_above

AREA_WORDS = ("area_id", "area", "home_area")
MOST_NAMED = 50


@dataclass(frozen=True)
class MaskedField:
    """A field that not every reader sees."""

    name: str
    key: str
    mask: Mask
    shown_to: frozenset[str]
    sensitive: bool


@dataclass(frozen=True)
class Below:
    """A nested schema with masked fields in it."""

    source: str
    key: str
    plan: Plan


@dataclass(frozen=True)
class Plan:
    """What of a schema is masked. Falsy where nothing is."""

    fields: tuple[MaskedField, ...] = ()
    below: tuple[Below, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.fields or self.below)

    @property
    def sensitive(self) -> bool:
        """Whether anything in it is sensitive: such a reply is not stored in the clear."""
        return any(f.sensitive for f in self.fields) or any(b.plan.sensitive for b in self.below)


@dataclass
class Reader:
    """Somebody who reads one reply. `seen` collects which sensitive fields were shown, of whom, for the audit."""

    session: Session
    caller: Caller
    seen: set[str] = field(default_factory=set)
    of: set[str] = field(default_factory=set)
    _above: dict[UUID, frozenset[UUID]] = field(default_factory=dict)

    def shown(self, one: MaskedField, source: Any, area: UUID | None, person: UUID | None) -> bool:
        """Whether the field is shown as it is: to the person, and to a role that reaches the item."""
        if person is not None and person == self.caller.person_id:
            return True
        if self.caller.covers(self.session, area, *one.shown_to):
            return True
        return any(
            grant.role in one.shown_to
            and grant.kind != "area"
            and self._reached(grant.kind, grant.scope_id, attribute(source, f"{grant.kind}_id"))
            for grant in self.caller.grants
        )

    def _reached(self, kind: str, held: UUID, value: UUID | None) -> bool:
        """Whether a scope is the item's own or, of organisations, one that the item's stands under."""
        if kind != "organisation" or value is None or value == held:
            return value == held
        if value not in self._above:
            self._above[value] = organisations_above(self.session, value)
        return held in self._above[value]

    def note(self, one: MaskedField, person: UUID | None) -> None:
        """Remember a sensitive reading; one's own data is nobody else's business."""
        if one.sensitive and (person is None or person != self.caller.person_id):
            self.seen.add(one.name)
            if person is not None:
                self.of.add(str(person))

    def detail(self) -> dict[str, Any]:
        """What the audit entry says: fields and ids, no values; at most 50 people by id, and how many in all."""
        return {"fields": sorted(self.seen), "persons": sorted(self.of)[:MOST_NAMED], "count": len(self.of)}


def plan_of(schema: Schema) -> Plan:
    """What of a reply schema is masked. Raises TypeError for masked fields in a schema that is nested in itself."""
    again: set[str] = set()
    plan = _plan(schema, (), again)
    if plan and again:
        raise TypeError(f"{', '.join(sorted(again))} is nested in itself and shows people: it could not be masked")
    return plan


def apply(
    plan: Plan, dumped: Any, source: Any, reader: Reader, area: UUID | None = None, person: UUID | None = None
) -> None:
    """Mask `dumped` in place; `source` is what it was dumped from."""
    if not isinstance(dumped, dict):
        return
    area = _area_of(source) or area
    person = attribute(source, "person_id") or person
    for one in plan.fields:
        value = dumped.get(one.key)
        if value is None:
            continue
        if reader.shown(one, source, area, person):
            reader.note(one, person)
        else:
            dumped[one.key] = masked(one.mask, value)
    for nested in plan.below:
        shown = dumped.get(nested.key)
        # A part is the same person's; the members of a list are others, unless they say so themselves.
        whose = None if isinstance(shown, list) else person
        for inner, inner_source in _pairs(shown, get_value(source, nested.source)):
            apply(nested.plan, inner, inner_source, reader, area, whose)


def masked(mask: Mask, value: Any) -> Any:
    """王小明 → 王**; 13812345678 → 138****5678; 3…X → 3****************X; anything else, or too short: nothing."""
    if mask is Mask.HIDE or not isinstance(value, str) or not value:
        return None
    if mask is Mask.NAME:
        return value[0] + "*" * max(len(value) - 1, 1)
    if mask is Mask.PHONE:
        return f"{value[:3]}****{value[-4:]}" if len(value) >= 11 else "*" * len(value)
    return value[0] + "*" * (len(value) - 2) + value[-1] if len(value) > 2 else "*" * len(value)


def _plan(schema: Schema, outer: tuple[type[Schema], ...], again: set[str]) -> Plan:
    if type(schema) in outer:
        again.add(type(schema).__name__)
        return Plan()
    masked_fields, below = [], []
    for name, declared in schema.dump_fields.items():
        key = declared.data_key or name
        words = declared.metadata
        if words.get("mask") is not None:
            secret = words["data_class"] is DataClass.SENSITIVE
            masked_fields.append(MaskedField(name, key, words["mask"], words["shown_to"], secret))
            continue
        nested = _nested(declared)
        if nested is not None:
            plan = _plan(nested, (*outer, type(schema)), again)
            if plan:
                below.append(Below(declared.attribute or name, key, plan))
    return Plan(tuple(masked_fields), tuple(below))


def _nested(declared: fields.Field[Any]) -> Schema | None:
    inner = declared.inner if isinstance(declared, fields.List) else declared
    return inner.schema if isinstance(inner, fields.Nested) else None


def _pairs(dumped: Any, source: Any) -> Iterable[tuple[Any, Any]]:
    if dumped is None or source is missing or source is None:
        return ()
    if isinstance(dumped, list):
        return zip(dumped, source, strict=True)
    return ((dumped, source),)


def _area_of(source: Any) -> UUID | None:
    for word in AREA_WORDS:
        found = attribute(source, word)
        if isinstance(found, UUID):
            return found
    return None
