"""Copies (查阅复制): all that one service holds of a person, declared by one factory and joined by the gateway.

The person and a guardian may read it (`GET /people/{person_id}/copy`), nobody else: neither family nor any office.
"""

from __future__ import annotations

from functools import cache

from marshmallow import RAISE, Schema, fields

from contracts.access import Resource, person_scope, role, self_in
from contracts.classes import INTERNAL, Basis, sensitive
from contracts.operations import Query
from contracts.roles import GUARDIAN

HELD = sensitive(
    "To let people know what is held of them",
    Basis.STATUTORY_DUTY,
    "not kept: read anew for each copy",
    shown_to=(GUARDIAN,),
)
_EXAMPLE = "01890a5d-ac96-7007-8c01-000007e5b1a7"


class Holder(Resource):
    """A person of whom a service may hold something. The key is no `person_id`, which names members of the register."""

    key = "held_of"
    person_id = person_scope()


Holder.see = (self_in(Holder.person_id), role(GUARDIAN).over(Holder.person_id))


class OfPerson(Schema):
    class Meta:
        unknown = RAISE

    held_of = fields.UUID(required=True, metadata=INTERNAL)


class Reading(Schema):
    """Somebody else read something sensitive of the person: which field, when, by which account."""

    at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    field = fields.String(required=True, metadata=INTERNAL)
    account_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)


class CopyPart(Schema):
    """What a service holds: rows by register, opened where they are sealed; and who read it. `cut`: there is more of a register
    than the newest rows that are told."""

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    held = fields.Dict(keys=fields.String(), required=True, allow_none=True, metadata=HELD)
    readings = fields.List(fields.Nested(Reading), required=True, metadata=INTERNAL)
    cut = fields.List(fields.String(), required=True, metadata=INTERNAL)


@cache
def copy_operation(service: str) -> Query:
    """The operation that tells what a service holds of a person."""
    return Query(
        f"{service}.copy_of_person",
        f"GET /operations/{service}/people/{{held_of}}/copy",
        request=OfPerson,
        reply=CopyPart,
        on=Holder,
        allow=Holder.see,
        about=f"All that {service} holds of a person, and who read it. Every copy is audited.",
        example={"held_of": _EXAMPLE},
    )
