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


GIFT_KINDS = ("food", "clothing", "school_things", "household_goods", "medicine", "money")
VALUE_BANDS = ("under_100", "under_500", "under_1000", "over_1000")
"""What a gift was worth, in yuan; no sum, which would tell of who got it."""


class PairingVisitedV1(Event):
    """The helper of a pairing came by. `subject` is whoever is helped, as in `pairing_started`."""

    name, aggregate, emitted_since = "volunteering.pairing_visited.v1", "pairing", "0.2.0"
    visit_id = fields.UUID(required=True, metadata=INTERNAL)
    pairing_id = fields.UUID(required=True, metadata=INTERNAL)
    subject = fields.String(required=True, metadata=INTERNAL)
    visited_on = fields.Date(required=True, metadata=INTERNAL)


class PairingGiftGivenV1(Event):
    """The helper gave something of their own: a kind and a band of its value. It enters no bank, shop or fund."""

    name, aggregate, emitted_since = "volunteering.pairing_gift_given.v1", "pairing", "0.2.0"
    gift_id = fields.UUID(required=True, metadata=INTERNAL)
    pairing_id = fields.UUID(required=True, metadata=INTERNAL)
    subject = fields.String(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, validate=validate.OneOf(GIFT_KINDS), metadata=INTERNAL)
    value_band = fields.String(required=True, validate=validate.OneOf(VALUE_BANDS), metadata=INTERNAL)
    given_on = fields.Date(required=True, metadata=INTERNAL)


class PairingVisitStruckV1(Event):
    """A visit was noted by mistake: it counts as if it had never been noted."""

    name, aggregate, emitted_since = "volunteering.pairing_visit_struck.v1", "pairing", "0.2.0"
    visit_id = fields.UUID(required=True, metadata=INTERNAL)
    pairing_id = fields.UUID(required=True, metadata=INTERNAL)
    reason_code = fields.String(required=True, metadata=INTERNAL)


class PairingGiftStruckV1(Event):
    """A gift was noted by mistake: it counts as if it had never been noted."""

    name, aggregate, emitted_since = "volunteering.pairing_gift_struck.v1", "pairing", "0.2.0"
    gift_id = fields.UUID(required=True, metadata=INTERNAL)
    pairing_id = fields.UUID(required=True, metadata=INTERNAL)
    reason_code = fields.String(required=True, metadata=INTERNAL)
