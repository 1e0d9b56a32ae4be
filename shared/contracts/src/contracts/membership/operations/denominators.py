"""Statements of areas (底数): population, households, land and bodies, by whose account and as of which day."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts import roles
from contracts.access import Area, role, signed_in
from contracts.calendar import Day
from contracts.classes import PUBLIC
from contracts.imports import ImportRecord, ImportReply, request_of
from contracts.membership.operations.shapes import COMMUNITY, Page, PageWords, Words
from contracts.membership.vocabulary import DENOMINATORS
from contracts.operations import Command, Import, Query

WHAT = validate.OneOf(DENOMINATORS)
AMOUNT = validate.Range(0, 10**12)
SOURCE = validate.Length(1, 200)
DENOMINATOR_RULES = ("denominator_repeated", "denominator_part_too_large", "date_in_future")


class StateDenominator(Words):
    """How much of `what` there is in an area by `source_name`'s account as of a day, today unless said. People, households
    and bodies are counted, land is in square metres."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    what = fields.String(required=True, validate=WHAT, metadata=PUBLIC)
    value = fields.Integer(required=True, strict=True, validate=AMOUNT, metadata=PUBLIC)
    source_name = fields.String(required=True, validate=SOURCE, metadata=PUBLIC)
    as_of = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class ListDenominators(PageWords):
    """Statements in force on the day `on` (today unless said), or all of them, of an area itself or also of those below."""

    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    below = fields.Boolean(load_default=False, metadata=PUBLIC)
    what = fields.String(load_default=None, allow_none=True, validate=WHAT, metadata=PUBLIC)
    on = Day(load_default=None, allow_none=True, metadata=PUBLIC)
    all = fields.Boolean(load_default=False, metadata=PUBLIC)


class Denominator(Schema):
    denominator_id = fields.UUID(required=True, metadata=PUBLIC)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    what = fields.String(required=True, metadata=PUBLIC)
    value = fields.Integer(required=True, metadata=PUBLIC)
    source_name = fields.String(required=True, metadata=PUBLIC)
    as_of = Day(required=True, metadata=PUBLIC)


class DenominatorPage(Page):
    items = fields.List(fields.Nested(Denominator), required=True, metadata=PUBLIC)


class ImportedDenominator(ImportRecord):
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    what = fields.String(required=True, validate=WHAT, metadata=PUBLIC)
    value = fields.Integer(required=True, strict=True, validate=AMOUNT, metadata=PUBLIC)
    source_name = fields.String(required=True, validate=SOURCE, metadata=PUBLIC)
    as_of = Day(required=True, metadata=PUBLIC)


state_denominator = Command(
    "membership.state_denominator",
    "POST /areas/{area_id}/denominators",
    request=StateDenominator,
    reply=Denominator,
    on=Area,
    allow=[role(roles.REGISTRAR, *roles.OFFICERS).over(Area.area_id)],
    refuses=DENOMINATOR_RULES,
    about="States how much of something there is in an area. A statement holds until the next of the same; nothing is "
    "written over. Floating residents are people: they are part of the population.",
    example={
        "area_id": COMMUNITY,
        "what": "population",
        "value": 20839,
        "source_name": "社区居民登记",
        "as_of": "2011-06-30",
    },
    status=201,
)
list_denominators = Query(
    "membership.list_denominators",
    "GET /denominators",
    request=ListDenominators,
    reply=DenominatorPage,
    allow=[signed_in()],
    about="Statements by their day, newest first.",
    example={"area_id": COMMUNITY, "what": "population"},
    paged=True,
)
import_denominators = Import(
    "membership.import_denominators",
    "POST /denominators/imports",
    request=request_of(ImportedDenominator),
    reply=ImportReply,
    record=ImportedDenominator,
    allow=[role(roles.REGISTRAR).anywhere()],
    refuses=(*DENOMINATOR_RULES, "area_unknown", "out_of_area"),
    about="Enters statements of years gone by, in any order.",
    example={
        "dry_run": True,
        "records": [
            {
                "record_key": "2010:households",
                "source": "statistics-2010",
                "area_id": COMMUNITY,
                "what": "households",
                "value": 7971,
                "source_name": "第六次人口普查",
                "as_of": "2010-11-01",
            }
        ],
    },
)
