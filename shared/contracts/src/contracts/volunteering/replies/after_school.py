"""What the operations of after-school care answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC
from contracts.volunteering.requests.after_school import CHILD


class AfterSchool(Schema):
    after_school_id = fields.UUID(attribute="id", metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    team_id = fields.UUID(metadata=INTERNAL)
    leader_id = fields.UUID(allow_none=True, metadata=INTERNAL)
    name = fields.String(metadata=PUBLIC)
    weekdays = fields.List(fields.Integer(), metadata=PUBLIC)
    closes = fields.Time(metadata=PUBLIC)
    places = fields.Integer(metadata=PUBLIC)
    taken = fields.Integer(metadata=PUBLIC)
    opened_on = fields.Date(metadata=PUBLIC)
    closed_on = fields.Date(allow_none=True, metadata=PUBLIC)


class AfterSchoolPage(Schema):
    items = fields.List(fields.Nested(AfterSchool), metadata=PUBLIC)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class SchoolPlace(Schema):
    """A place without the child: whoever needs to know opens it by itself, and that is recorded."""

    school_place_id = fields.UUID(attribute="id", metadata=INTERNAL)
    after_school_id = fields.UUID(metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    weekdays = fields.List(fields.Integer(), metadata=INTERNAL)
    from_on = fields.Date(metadata=INTERNAL)
    ended_on = fields.Date(allow_none=True, metadata=INTERNAL)
    end_reason = fields.String(allow_none=True, metadata=INTERNAL)


class SchoolPlacePage(Schema):
    items = fields.List(fields.Nested(SchoolPlace), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class Picker(Schema):
    """Somebody who may fetch the child."""

    person_id = fields.UUID(attribute="picker_id", metadata=CHILD)
    display_name = fields.String(allow_none=True, metadata=CHILD)
    relation = fields.String(metadata=CHILD)


class OpenedSchoolPlace(SchoolPlace):
    """The child, its guardian and who may fetch it; the reading is recorded. All null once the child was erased."""

    person_id = fields.UUID(allow_none=True, metadata=CHILD)
    display_name = fields.String(allow_none=True, metadata=CHILD)
    guardian_id = fields.UUID(allow_none=True, metadata=CHILD)
    pickers = fields.List(fields.Nested(Picker), metadata=CHILD)


class Expected(Schema):
    """A child on the roster of a day. `state`: expected, there, overdue or picked_up."""

    school_place_id = fields.UUID(metadata=INTERNAL)
    person_id = fields.UUID(allow_none=True, metadata=CHILD)
    display_name = fields.String(allow_none=True, metadata=CHILD)
    state = fields.String(metadata=INTERNAL)
    arrived_at = fields.AwareDateTime(allow_none=True, metadata=INTERNAL)
    picked_up_at = fields.AwareDateTime(allow_none=True, metadata=INTERNAL)


class Roster(Schema):
    after_school_id = fields.UUID(metadata=INTERNAL)
    on = fields.Date(metadata=PUBLIC)
    children = fields.List(fields.Nested(Expected), metadata=INTERNAL)


class SchoolDay(Schema):
    """A day on which the child came; `handed_over_by` is the person who handed it over."""

    school_day_id = fields.UUID(attribute="id", metadata=INTERNAL)
    school_place_id = fields.UUID(metadata=INTERNAL)
    on = fields.Date(metadata=INTERNAL)
    arrived_at = fields.AwareDateTime(metadata=INTERNAL)
    overdue_at = fields.AwareDateTime(allow_none=True, metadata=INTERNAL)
    picked_up_at = fields.AwareDateTime(allow_none=True, metadata=INTERNAL)
    handed_over_by = fields.UUID(allow_none=True, metadata=INTERNAL)


class SignedSchoolDay(SchoolDay):
    """With who fetched the child and their signature; the reading is recorded."""

    picker_id = fields.UUID(allow_none=True, metadata=CHILD)
    signature = fields.String(allow_none=True, metadata=CHILD)


class SchoolDayPage(Schema):
    items = fields.List(fields.Nested(SignedSchoolDay), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)
