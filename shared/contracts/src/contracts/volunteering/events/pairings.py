"""Events of pairings (结对帮扶). Whoever is helped stays a keyed subject."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.classes import INTERNAL
from contracts.events import Event

HELPER_KINDS = ("person", "unit")
HELPED_KINDS = ("household", "student")


class PairingStartedV1(Event):
    """A helper stands by a household or a student (结对帮扶). Low income must not leak: the helped is a keyed subject.

    `subject` is the same in every pairing of the same helped that touches the same year, and in start and end of one.
    """

    name, aggregate, emitted_since = (
        "volunteering.pairing_started.v1",
        "pairing",
        "0.1.0",
    )
    pairing_id = fields.UUID(required=True, metadata=INTERNAL)
    helper_kind = fields.String(required=True, validate=validate.OneOf(HELPER_KINDS), metadata=INTERNAL)
    helper_id = fields.UUID(required=True, metadata=INTERNAL)
    helped_kind = fields.String(required=True, validate=validate.OneOf(HELPED_KINDS), metadata=INTERNAL)
    subject = fields.String(required=True, metadata=INTERNAL)
    started_on = fields.Date(required=True, metadata=INTERNAL)


class PairingEndedV1(Event):
    """A pairing ended. `outcome` says what it reached ("finished_school": the student finished school while helped)."""

    name, aggregate, emitted_since = "volunteering.pairing_ended.v1", "pairing", "0.1.0"
    pairing_id = fields.UUID(required=True, metadata=INTERNAL)
    helped_kind = fields.String(required=True, validate=validate.OneOf(HELPED_KINDS), metadata=INTERNAL)
    subject = fields.String(required=True, metadata=INTERNAL)
    outcome = fields.String(required=True, allow_none=True, metadata=INTERNAL)
    ended_on = fields.Date(required=True, metadata=INTERNAL)
