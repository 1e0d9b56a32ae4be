"""The records of pairings' import door."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.imports import ImportRecord
from contracts.volunteering.events import HELPED_KINDS, HELPER_KINDS
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests.pairings import OUTCOMES, WHO_IS_HELPED


class PairingRecord(ImportRecord):
    """A pairing with how it went on. An outcome ends it on `outcome_on`; otherwise `ended_on` with `end_reason` may."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    helper_kind = fields.String(required=True, validate=validate.OneOf(HELPER_KINDS), metadata=INTERNAL)
    helper_id = fields.UUID(required=True, metadata=INTERNAL)
    helped_kind = fields.String(required=True, validate=validate.OneOf(HELPED_KINDS), metadata=INTERNAL)
    helped_id = fields.UUID(required=True, metadata=WHO_IS_HELPED)
    started_on = Day(required=True, metadata=INTERNAL)
    goal = fields.String(load_default="", validate=validate.Length(max=500), metadata=WHO_IS_HELPED)
    outcome = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(OUTCOMES),
        metadata=INTERNAL,
    )
    outcome_on = Day(load_default=None, allow_none=True, metadata=INTERNAL)
    ended_on = Day(load_default=None, allow_none=True, metadata=INTERNAL)
    end_reason = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=INTERNAL)
