"""The records of volunteers' import door."""

from __future__ import annotations

from marshmallow import fields

from contracts.calendar import Day
from contracts.classes import INTERNAL
from contracts.imports import ImportRecord
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests.volunteers import SKILLS


class VolunteerRecord(ImportRecord):
    """A volunteer as registered on a day of the past."""

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    registered_on = Day(required=True, metadata=INTERNAL)
    skills = fields.List(
        fields.String(validate=CODE),
        load_default=list,
        validate=SKILLS,
        metadata=INTERNAL,
    )
