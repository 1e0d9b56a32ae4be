"""The records of the import door of sign-in sheets."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.calendar import Moment
from contracts.classes import INTERNAL, PUBLIC
from contracts.imports import ImportRecord
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests.activities import MINUTES, TITLE, WHO_SERVES


class AttendanceRecord(ImportRecord):
    """One line of an activity's sign-in sheet (签到表).

    `activity_key` names the activity within `source`: the first line makes it, the others must say the same of it.
    `checked_in_at` null: signed up and did not come. `minutes` null: the hours were never approved.
    `reversed_for` a reason: the approved hours were struck. `programme`: what it was for, a node of the pack of its day.
    """

    activity_key = fields.String(required=True, validate=validate.Length(min=1, max=200), metadata=INTERNAL)
    team_id = fields.UUID(required=True, metadata=INTERNAL)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    title = fields.String(required=True, validate=TITLE, metadata=PUBLIC)
    starts_at = Moment(required=True, metadata=PUBLIC)
    ends_at = Moment(required=True, metadata=PUBLIC)
    seats = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(min=1, max=100_000),
        metadata=PUBLIC,
    )
    programme = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    checked_in_at = Moment(load_default=None, allow_none=True, metadata=WHO_SERVES)
    minutes = fields.Integer(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=MINUTES,
        metadata=INTERNAL,
    )
    reversed_for = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=INTERNAL)
