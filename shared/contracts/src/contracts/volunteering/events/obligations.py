"""What every service owes the others: erasure done, restructuring acknowledged, evidence frozen."""

from __future__ import annotations

from marshmallow import fields

from contracts.classes import INTERNAL
from contracts.events import Event


class PersonErasureDoneV1(Event):
    """Volunteering deleted what it held of a person, or locked it (`locked_until`) where a duty binds."""

    name, aggregate, emitted_since = (
        "volunteering.person_erasure_done.v1",
        "erasure",
        "0.1.0",
    )
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    locked_until = fields.Date(required=True, allow_none=True, metadata=INTERNAL)


class RestructuringAcknowledgedV1(Event):
    """Volunteering is, or is not, ready for an announced restructuring."""

    name, aggregate, emitted_since = "volunteering.restructuring_acknowledged.v1", "restructuring", "0.1.0"
    restructuring_id = fields.UUID(required=True, metadata=INTERNAL)
    accepted = fields.Boolean(required=True, metadata=INTERNAL)
    reason_code = fields.String(required=True, allow_none=True, metadata=INTERNAL)


class EvidenceFrozenV1(Event):
    """Everything that volunteering knows of the appraised period has been sent; later facts restate."""

    name, aggregate = "volunteering.evidence_frozen.v1", "appraisal"
    appraisal_id = fields.UUID(required=True, metadata=INTERNAL)
    frozen_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
