"""What the operations of mentorships answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC
from contracts.volunteering.requests.mentorships import IN_CONFIDENCE


class Mentorship(Schema):
    """A mentorship without whom it is for. Ids are null of whoever was erased."""

    mentorship_id = fields.UUID(attribute="id", metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    helper_id = fields.UUID(allow_none=True, metadata=INTERNAL)
    officer_id = fields.UUID(allow_none=True, metadata=INTERNAL)
    started_on = fields.Date(metadata=INTERNAL)
    ended_on = fields.Date(allow_none=True, metadata=INTERNAL)


class OpenedMentorship(Mentorship):
    """All three are null when whoever is mentored was erased; `end_reason` also before the end."""

    helped_id = fields.UUID(allow_none=True, metadata=IN_CONFIDENCE)
    goal = fields.String(allow_none=True, metadata=IN_CONFIDENCE)
    end_reason = fields.String(allow_none=True, metadata=IN_CONFIDENCE)


class MentorshipPage(Schema):
    items = fields.List(fields.Nested(Mentorship), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)
