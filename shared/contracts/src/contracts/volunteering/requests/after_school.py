"""What is sent to the operations of after-school care."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC, Basis, sensitive
from contracts.roles import BRANCH_SECRETARY, GUARDIAN, OFFICERS, REGISTRAR, TEAM_LEADER
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests.shapes import Paged, Request

CHILD = sensitive(
    "Looking after a child after school and handing it to nobody but whom the guardian named",
    Basis.CONSENT,
    "while a place is held + 1 year",
    shown_to=(TEAM_LEADER, GUARDIAN, REGISTRAR, BRANCH_SECRETARY, *OFFICERS),
)
_NAME = validate.Length(min=1, max=60)
_WEEKDAYS = validate.Length(min=1, max=7)


def _weekday() -> fields.Integer:
    """1 is Monday."""
    return fields.Integer(strict=True, validate=validate.Range(min=1, max=7))


class OpenAfterSchool(Request):
    """`closes`: the time on the wall by which every child is fetched; who is there then raises the alarm."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    team_id = fields.UUID(required=True, metadata=INTERNAL)
    name = fields.String(required=True, validate=_NAME, metadata=PUBLIC)
    weekdays = fields.List(_weekday(), required=True, validate=_WEEKDAYS, metadata=PUBLIC)
    closes = fields.Time(required=True, metadata=PUBLIC)
    places = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=1_000), metadata=PUBLIC)


class OfAfterSchool(Request):
    after_school_id = fields.UUID(required=True, metadata=INTERNAL)


class ListAfterSchools(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)


class NewPicker(Schema):
    """Somebody whom the guardian lets fetch the child, and who that is to the child."""

    class Meta:
        unknown = RAISE

    person_id = fields.UUID(required=True, metadata=CHILD)
    relation = fields.String(required=True, validate=CODE, metadata=CHILD)


_PICKERS = validate.Length(max=10)


class TakeSchoolPlace(OfAfterSchool):
    """`person_id` is the child. The guardian may always fetch it; `pickers` are all others who may."""

    person_id = fields.UUID(required=True, metadata=CHILD)
    guardian_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    weekdays = fields.List(_weekday(), required=True, validate=_WEEKDAYS, metadata=INTERNAL)
    pickers = fields.List(fields.Nested(NewPicker), load_default=list, validate=_PICKERS, metadata=CHILD)


class OfSchoolPlace(Request):
    school_place_id = fields.UUID(required=True, metadata=INTERNAL)


class ListSchoolPlaces(Paged):
    after_school_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)


class NamePickers(OfSchoolPlace):
    pickers = fields.List(fields.Nested(NewPicker), required=True, validate=_PICKERS, metadata=CHILD)


class EndSchoolPlace(OfSchoolPlace):
    reason = fields.String(required=True, validate=CODE, metadata=INTERNAL)


class ShowRoster(OfAfterSchool):
    """`on` null: today."""

    on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class SignPickUp(OfSchoolPlace):
    """`picker_id`: who fetches the child; `signature`: their stroke as the tablet draws it (SVG path data)."""

    picker_id = fields.UUID(required=True, metadata=CHILD)
    signature = fields.String(
        required=True,
        validate=validate.Regexp(r"^[Mm][0-9MmLlHhVvCcSsQqTtAaZz .,+-]{10,19999}$", error="This is no drawn stroke."),
        metadata=CHILD,
    )


class ListSchoolDays(OfSchoolPlace, Paged):
    """The days on which the child came, the latest first."""
