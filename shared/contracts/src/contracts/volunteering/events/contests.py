"""Events of contests (评选)."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields

from contracts.classes import INTERNAL, PUBLIC
from contracts.events import Event


class Candidate(Schema):
    """One who stands in a contest; `nominee_id` is a person, household or team by `kind`."""

    class Meta:
        unknown = RAISE

    candidate_id = fields.UUID(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, metadata=INTERNAL)
    nominee_id = fields.UUID(required=True, metadata=INTERNAL)


class BallotRequestedV1(Event):
    """A contest (十佳评选) wants its vote: cobuilding owns every ballot and opens one."""

    name, aggregate = "volunteering.ballot_requested.v1", "contest"
    contest_id = fields.UUID(required=True, metadata=INTERNAL)
    title = fields.String(required=True, metadata=PUBLIC)
    opens_on = fields.Date(required=True, metadata=PUBLIC)
    closes_on = fields.Date(required=True, metadata=PUBLIC)
    winners = fields.Integer(required=True, metadata=PUBLIC)
    candidates = fields.List(fields.Nested(Candidate), required=True, metadata=INTERNAL)
