"""What is sent to the operations of mentorships (帮教)."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC, Basis, sensitive
from contracts.volunteering.requests.shapes import Paged, Request

IN_CONFIDENCE = sensitive(
    "Standing by somebody who came back from custody or strayed", Basis.CONSENT, "while mentored + 3 years"
)
"""No role is shown it: its mentor and its officer are, by name."""
_WORDS = validate.Length(max=500)


class StartMentorship(Request):
    """`helper_id` is the mentor, `officer_id` who answers for it. `area_id` is all that others may know: a community or above."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    helper_id = fields.UUID(required=True, metadata=INTERNAL)
    officer_id = fields.UUID(required=True, metadata=INTERNAL)
    helped_id = fields.UUID(required=True, metadata=IN_CONFIDENCE)
    started_on = Day(required=True, metadata=INTERNAL)
    goal = fields.String(load_default="", validate=_WORDS, metadata=IN_CONFIDENCE)


class OfMentorship(Request):
    mentorship_id = fields.UUID(required=True, metadata=INTERNAL)


class ListMentorships(Paged):
    open = fields.Boolean(load_default=None, allow_none=True, metadata=INTERNAL)


class NameOfficer(OfMentorship):
    officer_id = fields.UUID(required=True, metadata=INTERNAL)


class EndMentorship(OfMentorship):
    """`reason` is sealed with the rest: it may tell what became of somebody."""

    reason = fields.String(required=True, validate=validate.Length(1, 500), metadata=IN_CONFIDENCE)
    on = Day(required=True, metadata=INTERNAL)
