"""What the operations of programmes, their places and campaigns, and of prizes answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC


class Counted(Schema):
    """What came of it in a unit of the pack, struck entries left out."""

    unit = fields.String(metadata=PUBLIC)
    number = fields.Integer(metadata=PUBLIC)


class Programme(Schema):
    """A node of the area's tree with the activities of the year held for it alone, not for what lies under it."""

    code = fields.String(metadata=PUBLIC)
    zh = fields.String(metadata=PUBLIC)
    en = fields.String(metadata=PUBLIC)
    under = fields.String(allow_none=True, metadata=PUBLIC)
    planned = fields.Integer(metadata=PUBLIC)
    held = fields.Integer(metadata=PUBLIC)
    outputs = fields.List(fields.Nested(Counted), metadata=PUBLIC)


class Programmes(Schema):
    items = fields.List(fields.Nested(Programme), metadata=PUBLIC)


class Occurrence(Schema):
    """A day of the rule. `state`: planned, held, or missed, when it passed and nobody came or it was called off."""

    on = fields.Date(metadata=PUBLIC)
    state = fields.String(metadata=PUBLIC)
    activity_id = fields.UUID(allow_none=True, metadata=INTERNAL)


class Occurrences(Schema):
    """`held` and `missed` among the days that have passed."""

    items = fields.List(fields.Nested(Occurrence), metadata=PUBLIC)
    held = fields.Integer(metadata=PUBLIC)
    missed = fields.Integer(metadata=PUBLIC)


class Site(Schema):
    site_id = fields.UUID(attribute="id", metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    name = fields.String(metadata=PUBLIC)
    kind = fields.String(metadata=PUBLIC)
    programme = fields.String(metadata=PUBLIC)
    opened_on = fields.Date(metadata=PUBLIC)
    closed_on = fields.Date(allow_none=True, metadata=PUBLIC)


class SitePage(Schema):
    items = fields.List(fields.Nested(Site), metadata=PUBLIC)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class Campaign(Schema):
    campaign_id = fields.UUID(attribute="id", metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    title = fields.String(metadata=PUBLIC)
    programme = fields.String(metadata=PUBLIC)
    first_on = fields.Date(metadata=PUBLIC)
    last_on = fields.Date(metadata=PUBLIC)
    concluded_on = fields.Date(allow_none=True, metadata=PUBLIC)
    withdrawn_on = fields.Date(allow_none=True, metadata=PUBLIC)


class CampaignWithOutcome(Campaign):
    """Its plan and what came of it: activities still planned, held, called off or without anybody, who came, outputs."""

    planned = fields.Integer(metadata=PUBLIC)
    held = fields.Integer(metadata=PUBLIC)
    failed = fields.Integer(metadata=PUBLIC)
    attended = fields.Integer(metadata=PUBLIC)
    outputs = fields.List(fields.Nested(Counted), metadata=PUBLIC)


class CampaignPage(Schema):
    items = fields.List(fields.Nested(Campaign), metadata=PUBLIC)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class Prize(Schema):
    """`struck_for`: why it no longer counts."""

    prize_id = fields.UUID(attribute="id", metadata=INTERNAL)
    activity_id = fields.UUID(metadata=INTERNAL)
    title = fields.String(metadata=PUBLIC)
    level = fields.String(metadata=PUBLIC)
    winners = fields.Integer(metadata=PUBLIC)
    evidence = fields.String(metadata=INTERNAL)
    recorded_at = fields.AwareDateTime(metadata=PUBLIC)
    struck_for = fields.String(allow_none=True, metadata=PUBLIC)


class PrizePage(Schema):
    items = fields.List(fields.Nested(Prize), metadata=PUBLIC)
    next = fields.String(allow_none=True, metadata=PUBLIC)
