"""What the operations of activities answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC


class Part(Schema):
    """A role or shift within an activity."""

    part_id = fields.UUID(attribute="id", metadata=INTERNAL)
    name = fields.String(metadata=PUBLIC)
    skill = fields.String(allow_none=True, metadata=PUBLIC)
    starts_at = fields.AwareDateTime(metadata=PUBLIC)
    ends_at = fields.AwareDateTime(metadata=PUBLIC)
    seats = fields.Integer(metadata=PUBLIC)
    taken = fields.Integer(metadata=PUBLIC)


class Activity(Schema):
    """`taken` seats are taken, `waiting` people wait for one."""

    activity_id = fields.UUID(attribute="id", metadata=INTERNAL)
    team_id = fields.UUID(metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    leader_id = fields.UUID(allow_none=True, metadata=INTERNAL)
    title = fields.String(metadata=PUBLIC)
    starts_at = fields.AwareDateTime(metadata=PUBLIC)
    ends_at = fields.AwareDateTime(metadata=PUBLIC)
    seats = fields.Integer(allow_none=True, metadata=PUBLIC)
    taken = fields.Integer(metadata=PUBLIC)
    waiting = fields.Integer(metadata=PUBLIC)
    members_only = fields.Boolean(metadata=PUBLIC)
    state = fields.String(metadata=PUBLIC)
    programme = fields.String(allow_none=True, metadata=PUBLIC)
    series_id = fields.UUID(allow_none=True, metadata=INTERNAL)
    duty_kind = fields.String(allow_none=True, metadata=INTERNAL)
    duty_id = fields.UUID(allow_none=True, metadata=INTERNAL)


class ActivityWithParts(Activity):
    parts = fields.List(fields.Nested(Part), metadata=PUBLIC)


class ActivityPage(Schema):
    items = fields.List(fields.Nested(Activity), metadata=PUBLIC)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class ActivityClosed(Schema):
    """How many came and how many had a seat and did not."""

    activity_id = fields.UUID(metadata=INTERNAL)
    state = fields.String(metadata=PUBLIC)
    attended = fields.Integer(metadata=PUBLIC)
    no_shows = fields.Integer(metadata=PUBLIC)


class SignUp(Schema):
    """`state`: seated, waiting, cancelled, no_show or attended. `late`: given back without the notice asked for."""

    sign_up_id = fields.UUID(attribute="id", metadata=INTERNAL)
    activity_id = fields.UUID(metadata=INTERNAL)
    part_id = fields.UUID(allow_none=True, metadata=INTERNAL)
    person_id = fields.UUID(metadata=INTERNAL)
    state = fields.String(metadata=INTERNAL)
    late = fields.Boolean(metadata=INTERNAL)
    signed_up_at = fields.AwareDateTime(metadata=INTERNAL)


class SignUpPage(Schema):
    items = fields.List(fields.Nested(SignUp), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class Output(Schema):
    """What came of an activity. `struck_for`: why it no longer counts."""

    output_id = fields.UUID(attribute="id", metadata=INTERNAL)
    activity_id = fields.UUID(metadata=INTERNAL)
    unit = fields.String(metadata=PUBLIC)
    number = fields.Integer(metadata=PUBLIC)
    recorded_at = fields.AwareDateTime(metadata=PUBLIC)
    struck_for = fields.String(allow_none=True, metadata=PUBLIC)


class OutputPage(Schema):
    items = fields.List(fields.Nested(Output), metadata=PUBLIC)
    next = fields.String(allow_none=True, metadata=PUBLIC)
