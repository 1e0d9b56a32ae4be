"""Assignments to areas: leaders and departments in touch (挂钩联系), leaders in charge (包抓), instructors, wardens."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts import roles
from contracts.access import Area, Resource, area_scope, person_scope, role, self_in, signed_in
from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.imports import ImportRecord, ImportReply, request_of
from contracts.membership.operations.shapes import (
    ASSIGNMENT,
    COMMUNITY,
    ORGANISATION,
    PERSON,
    Page,
    PageWords,
    Words,
)
from contracts.membership.vocabulary import ASSIGNMENT_KINDS
from contracts.operations import Command, Import, Query

STAIRWELL = validate.Length(max=20)
KIND = validate.OneOf(ASSIGNMENT_KINDS)
KEEPERS = (roles.REGISTRAR, *roles.OFFICERS)
ASSIGNMENT_RULES = (
    "assignment_place_taken",
    "assignment_kind_of_area",
    "assignment_needs_department",
    "assignment_stairwell_wrong",
    "assignment_too_many",
    "person_unknown",
    "person_deceased",
    "person_erased",
    "organisation_unknown",
    "area_ended",
    "date_in_future",
)


class Assignment(Resource):
    """Somebody's assignment to an area."""

    key = "assignment_id"
    area_id = area_scope()
    person_id = person_scope()
    see = (signed_in(),)


class Assign(Words):
    """A person is assigned to an area from `begun_on` on, today unless said. For a liaison the department they come from
    is named in `organisation_id`; for a warden the `stairwell` (单元), where a building has several."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    kind = fields.String(required=True, validate=KIND, metadata=PUBLIC)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    organisation_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    stairwell = fields.String(load_default="", validate=STAIRWELL, metadata=PUBLIC)
    begun_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class EndAssignment(Words):
    """`ended_on` is the first day without it, today unless said."""

    assignment_id = fields.UUID(required=True, metadata=PUBLIC)
    ended_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class ShowAssignment(Words):
    assignment_id = fields.UUID(required=True, metadata=PUBLIC)


class ListAssignments(PageWords):
    """Assignments in force on the day `on`, today unless said, at an area and below, of a kind, or of one person."""

    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    kind = fields.String(load_default=None, allow_none=True, validate=KIND, metadata=PUBLIC)
    person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class AssignmentReply(Schema):
    """Who is assigned is public: it is the residents who are to know. `person_name` is as they are registered."""

    assignment_id = fields.UUID(required=True, metadata=PUBLIC)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    kind = fields.String(required=True, metadata=PUBLIC)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    person_name = fields.String(required=True, metadata=PUBLIC)
    organisation_id = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)
    stairwell = fields.String(required=True, metadata=PUBLIC)
    begun_on = Day(required=True, metadata=PUBLIC)
    ended_on = Day(required=True, allow_none=True, metadata=PUBLIC)
    version = fields.Integer(required=True, metadata=PUBLIC)


class AssignmentPage(Page):
    items = fields.List(fields.Nested(AssignmentReply), required=True, metadata=PUBLIC)


class ImportedAssignment(ImportRecord):
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    kind = fields.String(required=True, validate=KIND, metadata=PUBLIC)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    organisation_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    stairwell = fields.String(load_default="", validate=STAIRWELL, metadata=PUBLIC)
    begun_on = Day(required=True, metadata=PUBLIC)
    ended_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


assign_person = Command(
    "membership.assign_person",
    "POST /areas/{area_id}/assignments",
    request=Assign,
    reply=AssignmentReply,
    on=Area,
    allow=[role(*KEEPERS).over(Area.area_id)],
    refuses=ASSIGNMENT_RULES,
    about="Assigns somebody to an area. Which kinds of areas, and how many of them one person may have, the pack in force "
    "says; each place has one holder of a kind at a time.",
    example={
        "area_id": COMMUNITY,
        "kind": "liaison",
        "person_id": PERSON,
        "organisation_id": ORGANISATION,
        "begun_on": "2011-03-01",
    },
    status=201,
)
end_assignment = Command(
    "membership.end_assignment",
    "POST /assignments/{assignment_id}/end",
    request=EndAssignment,
    reply=AssignmentReply,
    on=Assignment,
    allow=[role(*KEEPERS).over(Assignment.area_id), self_in(Assignment.person_id)],
    refuses=("assignment_over", "assignment_days_wrong", "date_in_future"),
    about="Ends an assignment.",
    example={"assignment_id": ASSIGNMENT, "ended_on": "2012-03-01"},
)
show_assignment = Query(
    "membership.show_assignment",
    "GET /assignments/{assignment_id}",
    request=ShowAssignment,
    reply=AssignmentReply,
    on=Assignment,
    allow=[signed_in()],
    about="One assignment.",
    example={"assignment_id": ASSIGNMENT},
)
list_assignments = Query(
    "membership.list_assignments",
    "GET /assignments",
    request=ListAssignments,
    reply=AssignmentPage,
    allow=[signed_in()],
    about="Who is assigned where, newest first.",
    example={"area_id": COMMUNITY, "kind": "liaison"},
    paged=True,
)
import_assignments = Import(
    "membership.import_assignments",
    "POST /assignments/imports",
    request=request_of(ImportedAssignment),
    reply=ImportReply,
    record=ImportedAssignment,
    allow=[role(roles.REGISTRAR).anywhere()],
    refuses=(*ASSIGNMENT_RULES, "assignment_days_wrong", "area_unknown", "out_of_area"),
    about="Enters assignments of the past, also ended ones.",
    example={
        "dry_run": True,
        "records": [
            {
                "record_key": "instructor:1",
                "source": "street-office-2011",
                "area_id": COMMUNITY,
                "kind": "instructor",
                "person_id": PERSON,
                "begun_on": "2011-02-01",
            }
        ],
    },
)
