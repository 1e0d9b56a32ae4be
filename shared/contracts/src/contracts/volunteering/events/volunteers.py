"""Events of the register of volunteers (志愿者)."""

from __future__ import annotations

from marshmallow import fields

from contracts.classes import INTERNAL
from contracts.events import Event


class VolunteerRegisteredV1(Event):
    """A resident of the envelope's area volunteers from now on. Moving house ends one enrolment and begins another."""

    name, aggregate, emitted_since = "volunteering.volunteer_registered.v1", "volunteer", "0.2.0"
    enrolment_id = fields.UUID(required=True, metadata=INTERNAL)
    volunteer_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    registered_on = fields.Date(required=True, metadata=INTERNAL)


class VolunteerRetiredV1(Event):
    """An enrolment ended: the volunteer stopped, moved away, died, or was forgotten. The event does not say which."""

    name, aggregate, emitted_since = "volunteering.volunteer_retired.v1", "volunteer", "0.2.0"
    enrolment_id = fields.UUID(required=True, metadata=INTERNAL)
    volunteer_id = fields.UUID(required=True, metadata=INTERNAL)
    retired_on = fields.Date(required=True, metadata=INTERNAL)
