"""Changes of the grid (区划调整): areas are merged, split, or moved under another one, from a day on."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts import roles
from contracts.access import Resource, area_scope, role, signed_in
from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.membership.operations.areas import CODE, NAME, AreaRecord
from contracts.membership.operations.shapes import CITY, COMMUNITY, GRID_CHANGE, Page, PageWords, Words
from contracts.operations import Command, Query

CHANGE_KINDS = ("merger", "split", "move")
CHANGE_STATES = ("planned", "done", "stopped", "cancelled")
KEEPERS = (roles.REGISTRAR, *roles.OFFICERS)
SEVERAL = validate.Length(min=1, max=50)


class GridChange(Resource):
    """A planned or executed change of an area: the one that remains, is split, or moves."""

    key = "change_id"
    area_id = area_scope()
    see = (signed_in(),)


class MergeAreas(Words):
    """Areas of the same kind that become part of `area_id` from `effective_on` on, today unless said."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    merged = fields.List(fields.UUID(), required=True, validate=SEVERAL, metadata=PUBLIC)
    effective_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class NewPart(Words):
    """One of the areas that take the place of a split one, and which of those directly below it lie in it."""

    name = fields.String(required=True, validate=NAME, metadata=PUBLIC)
    code = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)
    areas = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=5_000), metadata=PUBLIC)


class SplitArea(Words):
    """What takes the place of `area_id` from `effective_on` on, today unless said."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    into = fields.List(fields.Nested(NewPart), required=True, validate=validate.Length(min=2, max=50), metadata=PUBLIC)
    effective_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class MoveArea(Words):
    """Where `area_id` with all below it lies from `effective_on` on, today unless said; `code` where its own does not
    begin like the new parent's."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    parent_id = fields.UUID(required=True, metadata=PUBLIC)
    code = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)
    effective_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class NameChange(Words):
    change_id = fields.UUID(required=True, metadata=PUBLIC)


class ListGridChanges(PageWords):
    """Changes of an area and of those below it, in one state or in any, by their day."""

    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(CHANGE_STATES), metadata=PUBLIC)


class Part(Schema):
    """A part of a split; `area_id` is known once it is done."""

    name = fields.String(required=True, metadata=PUBLIC)
    code = fields.String(required=True, allow_none=True, metadata=PUBLIC)
    areas = fields.List(fields.UUID(), required=True, metadata=PUBLIC)
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)


class GridChangeReply(Schema):
    """`stopped` names in `reason` the rule that forbade it on its day."""

    change_id = fields.UUID(required=True, metadata=PUBLIC)
    kind = fields.String(required=True, validate=validate.OneOf(CHANGE_KINDS), metadata=PUBLIC)
    state = fields.String(required=True, validate=validate.OneOf(CHANGE_STATES), metadata=PUBLIC)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    effective_on = Day(required=True, metadata=PUBLIC)
    merged = fields.List(fields.UUID(), required=True, metadata=PUBLIC)
    into = fields.List(fields.Nested(Part), required=True, metadata=PUBLIC)
    parent_id = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)
    code = fields.String(required=True, allow_none=True, metadata=PUBLIC)
    reason = fields.String(required=True, allow_none=True, metadata=INTERNAL)
    version = fields.Integer(required=True, metadata=PUBLIC)


class GridChangePage(Page):
    items = fields.List(fields.Nested(GridChangeReply), required=True, metadata=PUBLIC)


CHANGE_RULES = (
    "area_unknown",
    "area_ended",
    "area_change_too_early",
    "area_change_pending",
    "area_names_clash",
    "area_code_beyond_parent",
    "area_code_not_for_kind",
    "area_code_taken",
    "out_of_area",
)

merge_areas = Command(
    "membership.merge_areas",
    "POST /areas/{area_id}/mergers",
    request=MergeAreas,
    reply=GridChangeReply,
    on=AreaRecord,
    allow=[role(*KEEPERS).over(AreaRecord.area_id)],
    refuses=(*CHANGE_RULES, "merge_kinds_differ", "merge_with_itself"),
    about="Makes several areas of a kind part of another one: they end, and what lies in them lies in it. At once, or by "
    "the clock on a day to come. Whoever does it answers for the area above each of them.",
    example={"area_id": COMMUNITY, "merged": [CITY], "effective_on": "2012-01-01"},
    status=201,
)
split_area = Command(
    "membership.split_area",
    "POST /areas/{area_id}/splits",
    request=SplitArea,
    reply=GridChangeReply,
    on=AreaRecord,
    allow=[role(*KEEPERS).over(AreaRecord.area_id)],
    refuses=(*CHANGE_RULES, "split_leaves_over", "split_assigns_twice", "split_assigns_foreign"),
    about="Ends an area and puts several new ones of its kind in its place; each area directly below it is assigned to "
    "one of them. At once, or by the clock on a day to come.",
    example={
        "area_id": COMMUNITY,
        "into": [{"name": "河滨社区", "areas": []}, {"name": "列西社区", "areas": []}],
        "effective_on": "2012-01-01",
    },
    status=201,
)
move_area = Command(
    "membership.move_area",
    "POST /areas/{area_id}/moves",
    request=MoveArea,
    reply=GridChangeReply,
    on=AreaRecord,
    allow=[role(*KEEPERS).over(AreaRecord.area_id)],
    refuses=(*CHANGE_RULES, "area_kind_out_of_order", "area_in_itself", "area_already_there", "area_older_than_parent"),
    about="Puts an area with all below it under another one. At once, or by the clock on a day to come. Codes below "
    "follow the area's own.",
    example={"area_id": COMMUNITY, "parent_id": CITY, "effective_on": "2012-01-01"},
    status=201,
)
cancel_grid_change = Command(
    "membership.cancel_grid_change",
    "POST /grid-changes/{change_id}/cancel",
    request=NameChange,
    reply=GridChangeReply,
    on=GridChange,
    allow=[role(*KEEPERS).over(GridChange.area_id)],
    refuses=("grid_change_not_planned",),
    about="Takes back a change whose day has not come.",
    example={"change_id": GRID_CHANGE},
)
show_grid_change = Query(
    "membership.show_grid_change",
    "GET /grid-changes/{change_id}",
    request=NameChange,
    reply=GridChangeReply,
    on=GridChange,
    allow=[signed_in()],
    about="One change of the grid.",
    example={"change_id": GRID_CHANGE},
)
list_grid_changes = Query(
    "membership.list_grid_changes",
    "GET /grid-changes",
    request=ListGridChanges,
    reply=GridChangePage,
    allow=[signed_in()],
    about="Changes of the grid, planned and done, by their day.",
    example={"area_id": COMMUNITY, "state": "planned"},
    paged=True,
)
