"""Events of contests (评选)."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from contracts.classes import INTERNAL, PUBLIC
from contracts.events import Event

NOMINEE_KINDS = ("person", "household")


class Candidate(Schema):
    """One who stands in a contest; `nominee_id` is a person, household or team by `kind`."""

    class Meta:
        unknown = RAISE

    candidate_id = fields.UUID(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, metadata=INTERNAL)
    nominee_id = fields.UUID(required=True, metadata=INTERNAL)


class BallotRequestedV1(Event):
    """A contest (十佳评选) wants its vote: cobuilding owns every ballot and opens one."""

    name, aggregate, emitted_since = "volunteering.ballot_requested.v1", "contest", "0.2.0"
    contest_id = fields.UUID(required=True, metadata=INTERNAL)
    title = fields.String(required=True, metadata=PUBLIC)
    opens_on = fields.Date(required=True, metadata=PUBLIC)
    closes_on = fields.Date(required=True, metadata=PUBLIC)
    winners = fields.Integer(required=True, metadata=PUBLIC)
    candidates = fields.List(fields.Nested(Candidate), required=True, metadata=INTERNAL)


class NominationMadeV1(Event):
    """Somebody was nominated in a contest (推荐). Who, stays here until the ballot."""

    name, aggregate, emitted_since = "volunteering.nomination_made.v1", "nomination", "0.2.0"
    nomination_id = fields.UUID(required=True, metadata=INTERNAL)
    contest_id = fields.UUID(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, validate=validate.OneOf(NOMINEE_KINDS), metadata=PUBLIC)
    nominated_on = fields.Date(required=True, metadata=PUBLIC)


class NominationWonV1(Event):
    """A nomination won its contest by the ballot: it stands among the winners of the board."""

    name, aggregate, emitted_since = "volunteering.nomination_won.v1", "nomination", "0.2.0"
    nomination_id = fields.UUID(required=True, metadata=INTERNAL)
    contest_id = fields.UUID(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, validate=validate.OneOf(NOMINEE_KINDS), metadata=PUBLIC)
    board = fields.String(required=True, metadata=PUBLIC)
    won_on = fields.Date(required=True, metadata=PUBLIC)
