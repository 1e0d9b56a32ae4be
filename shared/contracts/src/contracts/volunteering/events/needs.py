"""Events of needs (需求) and their matches."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.classes import INTERNAL, PUBLIC
from contracts.events import Event


class MatchConfirmedV1(Event):
    """A need found its volunteer and both agreed. Whoever asked counts it as staffed."""

    name, aggregate, emitted_since = "volunteering.match_confirmed.v1", "need", "0.2.0"
    need_id = fields.UUID(required=True, metadata=INTERNAL)
    match_id = fields.UUID(required=True, metadata=INTERNAL)
    duty_kind = fields.String(required=True, metadata=INTERNAL)
    duty_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    starts_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    ends_at = fields.AwareDateTime(required=True, metadata=INTERNAL)


class MatchFailedV1(Event):
    """A need found nobody, or who was found did not stay: whoever asked may look elsewhere."""

    name, aggregate, emitted_since = "volunteering.match_failed.v1", "need", "0.2.0"
    need_id = fields.UUID(required=True, metadata=INTERNAL)
    match_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    duty_kind = fields.String(required=True, metadata=INTERNAL)
    duty_id = fields.UUID(required=True, metadata=INTERNAL)
    reason_code = fields.String(required=True, metadata=INTERNAL)


class NeedAcceptedV1(Event):
    """A station (党员工作室) took a need on: the matter it came from moves."""

    name, aggregate, emitted_since = "volunteering.need_accepted.v1", "need", "0.2.0"
    need_id = fields.UUID(required=True, metadata=INTERNAL)
    matter_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    category = fields.String(required=True, metadata=INTERNAL)


class NeedClosedV1(Event):
    """A need was closed: solved, declined or given up. Closed is not solved: `result_code` says which."""

    name, aggregate, emitted_since = "volunteering.need_closed.v1", "need", "0.2.0"
    need_id = fields.UUID(required=True, metadata=INTERNAL)
    matter_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    result_code = fields.String(required=True, metadata=INTERNAL)
    closed_on = fields.Date(required=True, metadata=INTERNAL)


class StationOpenedV1(Event):
    """A station (党员工作室、服务站) takes needs from now on."""

    name, aggregate, emitted_since = "volunteering.station_opened.v1", "station", "0.2.0"
    station_id = fields.UUID(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, metadata=PUBLIC)
    opened_on = fields.Date(required=True, metadata=PUBLIC)


class StationClosedV1(Event):
    """A station takes no more needs."""

    name, aggregate, emitted_since = "volunteering.station_closed.v1", "station", "0.2.0"
    station_id = fields.UUID(required=True, metadata=INTERNAL)
    closed_on = fields.Date(required=True, metadata=PUBLIC)


class NeedRaisedV1(Event):
    """Somebody asked for help, at a station or through another service (`source`). Neither who nor what for is told."""

    name, aggregate, emitted_since = "volunteering.need_raised.v1", "need", "0.2.0"
    need_id = fields.UUID(required=True, metadata=INTERNAL)
    station_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    source = fields.String(required=True, metadata=INTERNAL)
    category = fields.String(required=True, metadata=INTERNAL)
    programme = fields.String(required=True, allow_none=True, metadata=PUBLIC)
    programme_root = fields.String(required=True, allow_none=True, metadata=PUBLIC)


class NeedSolvedV1(Event):
    """The helped said that the need is solved. `minutes` lie between raising and solving."""

    name, aggregate, emitted_since = "volunteering.need_solved.v1", "need", "0.2.0"
    solution_id = fields.UUID(required=True, metadata=INTERNAL)
    need_id = fields.UUID(required=True, metadata=INTERNAL)
    station_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    source = fields.String(required=True, metadata=INTERNAL)
    category = fields.String(required=True, metadata=INTERNAL)
    programme = fields.String(required=True, allow_none=True, metadata=PUBLIC)
    programme_root = fields.String(required=True, allow_none=True, metadata=PUBLIC)
    team_kind = fields.String(required=True, allow_none=True, metadata=PUBLIC)
    minutes = fields.Integer(required=True, strict=True, validate=validate.Range(min=0), metadata=INTERNAL)


class NeedReopenedV1(Event):
    """What had been closed as solved was not: the need is open again, and the solution void."""

    name, aggregate, emitted_since = "volunteering.need_reopened.v1", "need", "0.2.0"
    need_id = fields.UUID(required=True, metadata=INTERNAL)
    solution_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
