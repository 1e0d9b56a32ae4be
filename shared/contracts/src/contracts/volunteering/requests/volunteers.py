"""What is sent to the operations of volunteers."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.classes import INTERNAL, PUBLIC
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests.shapes import Paged, Request

SKILLS = validate.Length(max=30)


class RegisterVolunteer(Request):
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    skills = fields.List(
        fields.String(validate=CODE),
        load_default=list,
        validate=SKILLS,
        metadata=INTERNAL,
    )


class OfVolunteer(Request):
    volunteer_id = fields.UUID(required=True, metadata=INTERNAL)


class SetSkills(OfVolunteer):
    skills = fields.List(fields.String(validate=CODE), required=True, validate=SKILLS, metadata=INTERNAL)


class ListVolunteers(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    skill = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=INTERNAL)
