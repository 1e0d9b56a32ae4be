"""What the operations of the deeds wall and of contests answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC
from contracts.volunteering.requests.deeds import STORY


class Deed(Schema):
    """A deed without its story. `state`: told, agreed, declined, published or taken_down."""

    deed_id = fields.UUID(attribute="id", metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    board = fields.String(metadata=PUBLIC)
    doer_id = fields.UUID(allow_none=True, metadata=INTERNAL)
    state = fields.String(metadata=INTERNAL)
    told_on = fields.Date(metadata=INTERNAL)
    published_on = fields.Date(allow_none=True, metadata=PUBLIC)
    reason = fields.String(allow_none=True, metadata=INTERNAL)


class DeedPage(Schema):
    items = fields.List(fields.Nested(Deed), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class OpenedDeed(Deed):
    """With its story; null once it was declined, taken down or forgotten. The reading is recorded."""

    story = fields.String(allow_none=True, metadata=STORY)


class PublishedDeed(Schema):
    """What stands on the board: who did it has agreed to name and story."""

    deed_id = fields.UUID(attribute="id", metadata=PUBLIC)
    board = fields.String(metadata=PUBLIC)
    doer = fields.String(allow_none=True, metadata=PUBLIC)
    story = fields.String(metadata=PUBLIC)
    published_on = fields.Date(metadata=PUBLIC)


class Board(Schema):
    items = fields.List(fields.Nested(PublishedDeed), metadata=PUBLIC)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class Contest(Schema):
    """`state`: open, shortlisted, voting or decided."""

    contest_id = fields.UUID(attribute="id", metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    board = fields.String(metadata=PUBLIC)
    season = fields.String(metadata=PUBLIC)
    title = fields.String(metadata=PUBLIC)
    winners = fields.Integer(metadata=PUBLIC)
    state = fields.String(metadata=PUBLIC)
    opened_on = fields.Date(metadata=PUBLIC)
    decided_on = fields.Date(allow_none=True, metadata=PUBLIC)


class ContestPage(Schema):
    items = fields.List(fields.Nested(Contest), metadata=PUBLIC)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class Nomination(Schema):
    """`state`: nominated, shortlisted, left_out, won or lost. Who nominated and who seconded is told to nobody."""

    nomination_id = fields.UUID(attribute="id", metadata=INTERNAL)
    contest_id = fields.UUID(metadata=INTERNAL)
    kind = fields.String(metadata=PUBLIC)
    nominee_id = fields.UUID(allow_none=True, metadata=INTERNAL)
    seconds = fields.Integer(metadata=PUBLIC)
    accepted = fields.Boolean(metadata=PUBLIC)
    votes = fields.Integer(allow_none=True, metadata=PUBLIC)
    state = fields.String(metadata=PUBLIC)


class NominationPage(Schema):
    items = fields.List(fields.Nested(Nomination), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)
