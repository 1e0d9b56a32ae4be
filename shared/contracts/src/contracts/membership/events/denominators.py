"""Facts of statements of areas (底数): how many residents, households, square metres there are, by whose account."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.classes import PUBLIC
from contracts.events import Event
from contracts.membership.events.versions import FIRST
from contracts.membership.vocabulary import DENOMINATORS


class DenominatorStatedV1(Event):
    """A source stated how much there is of something in an area as of a day. It holds until the next statement of the same:
    `replaces` is the one before it, which is told again with what it replaces when one is entered between."""

    name, aggregate, emitted_since = "membership.denominator_stated.v1", "denominator", FIRST
    denominator_id = fields.UUID(required=True, metadata=PUBLIC)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    what = fields.String(required=True, validate=validate.OneOf(DENOMINATORS), metadata=PUBLIC)
    value = fields.Integer(required=True, validate=validate.Range(min=0), metadata=PUBLIC)
    source = fields.String(required=True, metadata=PUBLIC)
    as_of = fields.Date(required=True, metadata=PUBLIC)
    replaces = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)
