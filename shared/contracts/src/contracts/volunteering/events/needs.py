"""Events of needs (需求) and their matches."""

from __future__ import annotations

from marshmallow import fields

from contracts.classes import INTERNAL
from contracts.events import Event


class MatchConfirmedV1(Event):
    """A need found its volunteer and both agreed. Whoever asked counts it as staffed."""

    name, aggregate = "volunteering.match_confirmed.v1", "need"
    need_id = fields.UUID(required=True, metadata=INTERNAL)
    match_id = fields.UUID(required=True, metadata=INTERNAL)
    duty_kind = fields.String(required=True, metadata=INTERNAL)
    duty_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    starts_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    ends_at = fields.AwareDateTime(required=True, metadata=INTERNAL)


class MatchFailedV1(Event):
    """A need found nobody, or who was found did not stay: whoever asked may look elsewhere."""

    name, aggregate = "volunteering.match_failed.v1", "need"
    need_id = fields.UUID(required=True, metadata=INTERNAL)
    match_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    duty_kind = fields.String(required=True, metadata=INTERNAL)
    duty_id = fields.UUID(required=True, metadata=INTERNAL)
    reason_code = fields.String(required=True, metadata=INTERNAL)


class NeedAcceptedV1(Event):
    """A station (党员工作室) took a need on: the matter it came from moves."""

    name, aggregate = "volunteering.need_accepted.v1", "need"
    need_id = fields.UUID(required=True, metadata=INTERNAL)
    matter_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    category = fields.String(required=True, metadata=INTERNAL)


class NeedClosedV1(Event):
    """A need was closed: solved, declined or given up. Closed is not solved: `result_code` says which."""

    name, aggregate = "volunteering.need_closed.v1", "need"
    need_id = fields.UUID(required=True, metadata=INTERNAL)
    matter_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    result_code = fields.String(required=True, metadata=INTERNAL)
    closed_on = fields.Date(required=True, metadata=INTERNAL)
