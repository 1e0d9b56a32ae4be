"""The grid (网格): areas are registered, renamed, listed, imported."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts import roles
from contracts.access import Resource, area_scope, role, signed_in
from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.imports import ImportRecord, ImportReply, request_of
from contracts.membership.operations.shapes import CITY, COMMUNITY, Page, PageWords, Words
from contracts.membership.vocabulary import AREA_KINDS
from contracts.operations import Command, Import, Query

NAME = validate.Length(min=1, max=80)
CODE = validate.Regexp(r"^[0-9]{12}$")
KIND = validate.OneOf(AREA_KINDS)


class AreaRecord(Resource):
    """An area as its owner keeps it, with its version."""

    key = "area_id"
    area_id = area_scope()
    see = (signed_in(),)


class ParentArea(Resource):
    """The area that another one is put under."""

    key = "parent_id"
    area_id = area_scope()
    see = (signed_in(),)


class RegisterArea(Words):
    """A new area under `parent_id`. `code` is the 12-digit 统计用区划代码, from city to community only. `valid_from` is
    the first day it holds, today unless said."""

    parent_id = fields.UUID(required=True, metadata=PUBLIC)
    kind = fields.String(required=True, validate=KIND, metadata=PUBLIC)
    name = fields.String(required=True, validate=NAME, metadata=PUBLIC)
    code = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)
    valid_from = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class ChangeArea(Words):
    """Another name or code from `valid_from` on, today unless said. What is left out stays."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    name = fields.String(validate=NAME, metadata=PUBLIC)
    code = fields.String(validate=CODE, metadata=PUBLIC)
    valid_from = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class ShowArea(Words):
    """One area as of the day `on`: its name, its place and what lay above it then; today unless said."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class ListAreas(PageWords):
    """Areas directly under `parent_id`, or anywhere `below` an area; of a kind; whose name begins with `q`; as of the
    day `on` (Asia/Shanghai), with the name and the place they had then; today unless said."""

    parent_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    below = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    kind = fields.String(load_default=None, allow_none=True, validate=KIND, metadata=PUBLIC)
    q = fields.String(load_default=None, allow_none=True, validate=NAME, metadata=PUBLIC)
    on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class Area(Schema):
    """An area; `number` never changes, `path` is the numbers from the city down to it."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    number = fields.Integer(required=True, metadata=PUBLIC)
    path = fields.String(required=True, metadata=PUBLIC)
    parent_id = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)
    kind = fields.String(required=True, metadata=PUBLIC)
    name = fields.String(required=True, metadata=PUBLIC)
    code = fields.String(required=True, allow_none=True, metadata=PUBLIC)
    valid_from = Day(required=True, metadata=PUBLIC)
    valid_to = Day(required=True, allow_none=True, metadata=PUBLIC)
    version = fields.Integer(required=True, metadata=PUBLIC)


class AreaName(Schema):
    """What an area was called, from one day until the day before another."""

    name = fields.String(required=True, metadata=PUBLIC)
    code = fields.String(required=True, allow_none=True, metadata=PUBLIC)
    valid_from = Day(required=True, metadata=PUBLIC)
    valid_to = Day(required=True, allow_none=True, metadata=PUBLIC)


class AreaPlace(Schema):
    """Under which area an area lay, from one day until the day before another."""

    parent_id = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)
    path = fields.String(required=True, metadata=PUBLIC)
    valid_from = Day(required=True, metadata=PUBLIC)
    valid_to = Day(required=True, allow_none=True, metadata=PUBLIC)


class AreaInFull(Area):
    """An area with all areas above it, from the city down, every name it had, and every place it lay in."""

    lineage = fields.List(fields.Nested(Area), required=True, metadata=PUBLIC)
    names = fields.List(fields.Nested(AreaName), required=True, metadata=PUBLIC)
    places = fields.List(fields.Nested(AreaPlace), required=True, metadata=PUBLIC)


class AreaPage(Page):
    items = fields.List(fields.Nested(Area), required=True, metadata=PUBLIC)


class ImportedArea(ImportRecord):
    """An area of a source's own list. Its parent is named by `parent_key` (record_key of an area of the same source,
    earlier or in the same call) or by `parent_id`; a city has neither. `number` is kept if free."""

    parent_key = fields.String(load_default=None, allow_none=True, metadata=INTERNAL)
    parent_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    kind = fields.String(required=True, validate=KIND, metadata=PUBLIC)
    name = fields.String(required=True, validate=NAME, metadata=PUBLIC)
    code = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)
    number = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 2**31), metadata=PUBLIC)
    valid_from = Day(required=True, metadata=PUBLIC)


AREA_RULES = (
    "area_kind_out_of_order",
    "area_name_taken",
    "area_code_not_for_kind",
    "area_code_beyond_parent",
    "area_code_taken",
    "area_older_than_parent",
    "area_date_out_of_order",
    "area_ended",
)

register_area = Command(
    "membership.register_area",
    "POST /areas",
    request=RegisterArea,
    reply=Area,
    on=ParentArea,
    allow=[role(roles.REGISTRAR, *roles.OFFICERS).over(ParentArea.area_id)],
    refuses=AREA_RULES,
    about="Puts a new area under another of a higher kind, from a day on. Its number never changes. A city lies under "
    "nothing: it is founded by `membership.found_city`.",
    example={"parent_id": COMMUNITY, "kind": "estate", "name": "河滨新村", "valid_from": "2011-01-01"},
    status=201,
)


class FoundCity(Words):
    """The root of a grid."""

    name = fields.String(required=True, validate=NAME, metadata=PUBLIC)
    code = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)
    valid_from = Day(load_default=None, allow_none=True, metadata=PUBLIC)


found_city = Command(
    "membership.found_city",
    "POST /cities",
    request=FoundCity,
    reply=Area,
    allow=[role(roles.CITY_OFFICER).anywhere()],
    refuses=AREA_RULES,
    about="Begins the grid of another city. Its founder holds the role city_officer over it from the next token on.",
    example={"name": "三明市", "code": "350400000000", "valid_from": "2000-01-01"},
    status=201,
)
change_area = Command(
    "membership.change_area",
    "PATCH /areas/{area_id}",
    request=ChangeArea,
    reply=Area,
    on=AreaRecord,
    allow=[role(roles.REGISTRAR, *roles.OFFICERS).over(AreaRecord.area_id)],
    refuses=AREA_RULES,
    about="Gives an area another name or code from a day on; what it was called before stays known as of its date.",
    example={"area_id": COMMUNITY, "name": "圳尾社区", "valid_from": "2011-01-01"},
    edits=True,
)
show_area = Query(
    "membership.show_area",
    "GET /areas/{area_id}",
    request=ShowArea,
    reply=AreaInFull,
    on=AreaRecord,
    allow=[signed_in()],
    refuses=("area_not_there_then",),
    about="An area as of a day, all areas above it then, every name it had and every place it lay in.",
    example={"area_id": COMMUNITY, "on": "2011-12-31"},
)
list_areas = Query(
    "membership.list_areas",
    "GET /areas",
    request=ListAreas,
    reply=AreaPage,
    allow=[signed_in()],
    about="Areas by parent, kind and name as of a day, in order of their paths.",
    example={"parent_id": CITY, "kind": "district"},
    paged=True,
)
import_areas = Import(
    "membership.import_areas",
    "POST /areas/imports",
    request=request_of(ImportedArea),
    reply=ImportReply,
    record=ImportedArea,
    allow=[role(roles.REGISTRAR, roles.CITY_OFFICER).anywhere()],
    refuses=(*AREA_RULES, "area_unknown", "area_parent_needed", "area_number_taken", "out_of_area"),
    about="Enters areas of a source, parents before children. Each must lie under an area within the caller's reach; "
    "a city is entered by a city officer only, who then holds that role over it.",
    example={
        "dry_run": True,
        "records": [
            {
                "record_key": "estate:1",
                "source": "zhenwei-grid-2011",
                "parent_id": COMMUNITY,
                "kind": "estate",
                "name": "河滨新村",
                "valid_from": "2011-01-01",
            }
        ],
    },
)
