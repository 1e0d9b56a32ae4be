"""What the operations of camps answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC
from contracts.volunteering.requests.camps import WHO_COMES


class Camp(Schema):
    """`taken` of the `places` are taken. `state`: planned, closed, called_off."""

    camp_id = fields.UUID(attribute="id", metadata=INTERNAL)
    team_id = fields.UUID(metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    leader_id = fields.UUID(allow_none=True, metadata=INTERNAL)
    title = fields.String(metadata=PUBLIC)
    programme = fields.String(metadata=PUBLIC)
    first_on = fields.Date(metadata=PUBLIC)
    last_on = fields.Date(metadata=PUBLIC)
    places = fields.Integer(metadata=PUBLIC)
    taken = fields.Integer(metadata=PUBLIC)
    state = fields.String(metadata=PUBLIC)


class CampPage(Schema):
    items = fields.List(fields.Nested(Camp), metadata=PUBLIC)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class CampPlace(Schema):
    """A child's place. `consent`: given by whoever acts for the child in enrolling it, or on file before."""

    place_id = fields.UUID(attribute="id", metadata=INTERNAL)
    camp_id = fields.UUID(metadata=INTERNAL)
    person_id = fields.UUID(allow_none=True, metadata=WHO_COMES)
    consent = fields.String(metadata=INTERNAL)
    enrolled_on = fields.Date(metadata=INTERNAL)
    given_up_on = fields.Date(allow_none=True, metadata=INTERNAL)
    days = fields.Integer(metadata=INTERNAL)


class CampPlacePage(Schema):
    items = fields.List(fields.Nested(CampPlace), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class CampClosed(Schema):
    """How many children came at least one day, and the days that all of them came together."""

    camp_id = fields.UUID(metadata=INTERNAL)
    children = fields.Integer(metadata=PUBLIC)
    child_days = fields.Integer(metadata=PUBLIC)
