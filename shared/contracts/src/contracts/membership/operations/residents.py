"""A community's own list of residents (居民花名册): people with the households they live in, by the names of these."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts import roles
from contracts.access import role
from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.imports import ImportRecord, ImportReply, request_of
from contracts.membership import vocabulary as words
from contracts.membership.operations.people import IDENTITY, NAME, PERSON_RULES, PHONE
from contracts.membership.operations.shapes import COMMUNITY
from contracts.operations import Import

PLACE = validate.Length(min=1, max=60)


class ImportedResident(ImportRecord):
    """Somebody and where they live: in `household` of `building` of `estate` of the area `area_id`, each by its name; what is
    left out is not there. A household that is not there yet is put into the grid. `column` is the heading in a sheet."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    estate = fields.String(load_default=None, allow_none=True, validate=PLACE, metadata={**PUBLIC, "column": "小区"})
    building = fields.String(load_default=None, allow_none=True, validate=PLACE, metadata={**PUBLIC, "column": "楼幢"})
    household = fields.String(required=True, validate=PLACE, metadata={**PUBLIC, "column": "户"})
    name = fields.String(required=True, validate=NAME, metadata={**words.NAME, "column": "姓名"})
    identity_number = fields.String(
        load_default=None, allow_none=True, validate=IDENTITY, metadata={**words.IDENTITY, "column": "身份证号"}
    )
    phone = fields.String(
        load_default=None, allow_none=True, validate=PHONE, metadata={**words.PHONE, "column": "电话"}
    )
    birth_date = Day(load_default=None, allow_none=True, metadata={**words.BIRTH, "column": "出生日期"})
    party_member = fields.Boolean(load_default=False, metadata={**words.PARTY, "column": "党员"})
    contact = fields.Boolean(load_default=False, metadata={**INTERNAL, "column": "联系人"})
    registered_on = Day(load_default=None, allow_none=True, metadata={**INTERNAL, "column": "登记日期"})
    confirmed_different = fields.Boolean(load_default=False, metadata={**INTERNAL, "column": "确认非同一人"})


import_residents = Import(
    "membership.import_residents",
    "POST /residents/imports",
    request=request_of(ImportedResident),
    reply=ImportReply,
    record=ImportedResident,
    allow=[role(roles.REGISTRAR).anywhere()],
    refuses=(
        *PERSON_RULES,
        "possible_duplicate",
        "second_home",
        "estate_unknown",
        "building_unknown",
        "building_ambiguous",
        "contact_minor",
        "contact_taken",
        "area_unknown",
        "area_ended",
        "area_kind_out_of_order",
        "out_of_area",
    ),
    about="Enters people with the households they live in, found or made by their names below an area within the registrar's "
    "reach. Takes an Excel sheet too, at `/sheet` below.",
    example={
        "dry_run": True,
        "records": [
            {
                "record_key": "2",
                "source": "圳尾居民花名册",
                "area_id": COMMUNITY,
                "building": "1幢",
                "household": "101室",
                "name": "徐开枝",
                "birth_date": "1946-05-04",
                "contact": True,
            }
        ],
    },
)
