"""What the operations of stations, needs and matches answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC
from contracts.volunteering.replies.shapes import NAME
from contracts.volunteering.requests.needs import WHAT_FOR, WHO_ASKS


class Station(Schema):
    station_id = fields.UUID(attribute="id", metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    name = fields.String(metadata=PUBLIC)
    kind = fields.String(metadata=PUBLIC)
    keeper_id = fields.UUID(allow_none=True, metadata=INTERNAL)
    opened_on = fields.Date(metadata=PUBLIC)
    closed_on = fields.Date(allow_none=True, metadata=PUBLIC)


class StationPage(Schema):
    items = fields.List(fields.Nested(Station), metadata=PUBLIC)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class StepTime(Schema):
    """How long needs of the station stood in a state before they left it: half of them at most `median_minutes`."""

    step = fields.String(metadata=PUBLIC)
    needs = fields.Integer(metadata=PUBLIC)
    median_minutes = fields.Integer(metadata=PUBLIC)


class StationWithFigures(Station):
    """The station's figures of the civil year: `solved` of what was raised; what is open now; what is overdue now."""

    raised = fields.Integer(metadata=PUBLIC)
    solved = fields.Integer(metadata=PUBLIC)
    closed = fields.Integer(metadata=PUBLIC)
    reopened = fields.Integer(metadata=PUBLIC)
    open = fields.Integer(metadata=PUBLIC)
    overdue = fields.Integer(metadata=PUBLIC)
    steps = fields.List(fields.Nested(StepTime), metadata=PUBLIC)


class Need(Schema):
    """A need as it stands in its queue, without who asked and what for. `due_at`: when its present state must be left."""

    need_id = fields.UUID(attribute="id", metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    station_id = fields.UUID(allow_none=True, metadata=INTERNAL)
    source = fields.String(metadata=INTERNAL)
    category = fields.String(metadata=INTERNAL)
    state = fields.String(metadata=INTERNAL)
    result = fields.String(allow_none=True, metadata=INTERNAL)
    raised_at = fields.AwareDateTime(metadata=INTERNAL)
    due_at = fields.AwareDateTime(allow_none=True, metadata=INTERNAL)
    overdue = fields.Boolean(metadata=INTERNAL)
    starts_at = fields.AwareDateTime(allow_none=True, metadata=INTERNAL)
    ends_at = fields.AwareDateTime(allow_none=True, metadata=INTERNAL)
    helper_id = fields.UUID(allow_none=True, metadata=INTERNAL)


class NeedPage(Schema):
    items = fields.List(fields.Nested(Need), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class Step(Schema):
    """A step of the way; `minutes` until the next one, null for the last."""

    step = fields.String(metadata=INTERNAL)
    at = fields.AwareDateTime(metadata=INTERNAL)
    detail = fields.String(allow_none=True, metadata=INTERNAL)
    minutes = fields.Integer(allow_none=True, metadata=INTERNAL)


class OpenedNeed(Need):
    """A need with who asked and what for; the reading is recorded."""

    asker_id = fields.UUID(allow_none=True, metadata=WHO_ASKS)
    text = fields.String(allow_none=True, metadata=WHAT_FOR)
    steps = fields.List(fields.Nested(Step), metadata=INTERNAL)


class Candidate(Schema):
    """A volunteer who could help, and why: `reasons` are codes.

    `has_skill`, `certified`, `same_area` · `same_street` and the like (the smallest area that both lie in), `free_by_own_word`
    (has said to be free then), `no_clash` (has nothing else then), `in_skill_team`.
    """

    person_id = fields.UUID(metadata=INTERNAL)
    display_name = fields.String(allow_none=True, metadata=NAME)
    team_id = fields.UUID(metadata=INTERNAL)
    reasons = fields.List(fields.String(), metadata=INTERNAL)


class Candidates(Schema):
    """Best first."""

    items = fields.List(fields.Nested(Candidate), metadata=INTERNAL)


class Match(Schema):
    """An asking. `state`: offered, accepted, declined, withdrawn, lapsed, absent or served."""

    match_id = fields.UUID(attribute="id", metadata=INTERNAL)
    need_id = fields.UUID(metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    person_id = fields.UUID(metadata=INTERNAL)
    team_id = fields.UUID(metadata=INTERNAL)
    category = fields.String(metadata=INTERNAL)
    starts_at = fields.AwareDateTime(metadata=INTERNAL)
    ends_at = fields.AwareDateTime(metadata=INTERNAL)
    state = fields.String(metadata=INTERNAL)
    reason = fields.String(allow_none=True, metadata=INTERNAL)
    offered_at = fields.AwareDateTime(metadata=INTERNAL)


class MatchPage(Schema):
    items = fields.List(fields.Nested(Match), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)
