"""Packs (机制包): which mechanism is in force where, from which day."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts import roles
from contracts.access import Area, role, signed_in
from contracts.calendar import Day
from contracts.classes import PUBLIC
from contracts.membership.operations.shapes import COMMUNITY, Words
from contracts.membership.packs import PledgeForm, PostTemplate
from contracts.operations import Command, Query


class AssignPack(Words):
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    pack = fields.String(required=True, validate=validate.Regexp(r"^[a-z0-9][a-z0-9-]{0,59}$"), metadata=PUBLIC)
    version = fields.String(required=True, validate=validate.Regexp(r"^[0-9][0-9.]{0,19}$"), metadata=PUBLIC)
    valid_from = Day(required=True, metadata=PUBLIC)


class PackAssignment(Schema):
    assignment_id = fields.UUID(required=True, metadata=PUBLIC)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    pack = fields.String(required=True, metadata=PUBLIC)
    version = fields.String(required=True, metadata=PUBLIC)
    valid_from = Day(required=True, metadata=PUBLIC)


class ShowPack(Words):
    """The pack in force at an area on a day, today unless said."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class PackInForce(PackAssignment):
    """`area_id` is the area it was assigned to: the one asked for, or the nearest above."""

    posts = fields.List(fields.Nested(PostTemplate), required=True, metadata=PUBLIC)
    pledge = fields.Nested(PledgeForm, required=True, metadata=PUBLIC)


assign_pack = Command(
    "membership.assign_pack",
    "POST /areas/{area_id}/packs",
    request=AssignPack,
    reply=PackAssignment,
    on=Area,
    allow=[role(roles.STREET_OFFICER, roles.DISTRICT_OFFICER, roles.CITY_OFFICER).over(Area.area_id)],
    refuses=("pack_unknown", "pack_invalid", "pack_repeated"),
    about="Puts a version of a mechanism pack in force at an area and below it from a day on. Running pledges stay on "
    "the form and the evidence they were published with.",
    example={"area_id": COMMUNITY, "pack": "135-zhenwei", "version": "1", "valid_from": "2011-01-01"},
    status=201,
)
show_pack = Query(
    "membership.show_pack",
    "GET /areas/{area_id}/pack",
    request=ShowPack,
    reply=PackInForce,
    on=Area,
    allow=[signed_in()],
    refuses=("pack_not_assigned",),
    about="The pack in force at an area on a day: its posts and the form of its pledges.",
    example={"area_id": COMMUNITY, "on": "2011-06-15"},
)
