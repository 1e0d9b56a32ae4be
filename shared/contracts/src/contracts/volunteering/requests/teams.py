"""What is sent to the operations of teams."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.classes import INTERNAL, PUBLIC
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests.shapes import Paged, Request


class FormTeam(Request):
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    name = fields.String(required=True, validate=validate.Length(min=1, max=60), metadata=PUBLIC)
    kind = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    leader_id = fields.UUID(required=True, metadata=INTERNAL)


class OfTeam(Request):
    team_id = fields.UUID(required=True, metadata=INTERNAL)


class OfMember(OfTeam):
    person_id = fields.UUID(required=True, metadata=INTERNAL)


class RenameTeam(OfTeam):
    name = fields.String(required=True, validate=validate.Length(min=1, max=60), metadata=PUBLIC)


class ListTeams(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    kind = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)
    standing = fields.Boolean(load_default=True, metadata=PUBLIC)
