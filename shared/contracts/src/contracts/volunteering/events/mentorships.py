"""Events of mentorships (帮教): one more or one less in an area, under a number of its own, told of no account."""

from __future__ import annotations

from marshmallow import fields

from contracts.classes import INTERNAL
from contracts.events import Event


class MentoringBegunV1(Event):
    """Somebody is mentored in confidence. `mentoring_id` is made for counting and finds nothing; `subject` is who is mentored,
    another hash than in pairings. Heard by reporting alone."""

    name, aggregate, emitted_since = "volunteering.mentoring_begun.v1", "mentoring", "0.2.0"
    unsigned = True
    mentoring_id = fields.UUID(required=True, metadata=INTERNAL)
    subject = fields.String(required=True, metadata=INTERNAL)
    begun_on = fields.Date(required=True, metadata=INTERNAL)


class MentoringEndedV1(Event):
    """It ended; why stays with those who know of it."""

    name, aggregate, emitted_since = "volunteering.mentoring_ended.v1", "mentoring", "0.2.0"
    unsigned = True
    mentoring_id = fields.UUID(required=True, metadata=INTERNAL)
    ended_on = fields.Date(required=True, metadata=INTERNAL)
