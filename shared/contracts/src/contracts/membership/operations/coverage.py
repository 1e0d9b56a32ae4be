"""Coverage (组建覆盖): commercial buildings are designated, and organisations cover buildings and firms above scale."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts import roles
from contracts.access import Area, Resource, area_scope, role, signed_in
from contracts.calendar import Day
from contracts.classes import PUBLIC
from contracts.membership.operations.organisations import Organisation
from contracts.membership.operations.shapes import COMMUNITY, COVERAGE, ORGANISATION, Page, PageWords, Words
from contracts.membership.vocabulary import COVERED_KINDS, DESIGNATIONS
from contracts.operations import Command, Query

KEEPERS = (roles.REGISTRAR, *roles.OFFICERS)


class Designation(Resource):
    """What an area is beside its kind."""

    key = "designation_id"
    area_id = area_scope()
    see = (signed_in(),)


class Coverage(Resource):
    """That an organisation covers a building or a firm."""

    key = "coverage_id"
    area_id = area_scope()
    see = (signed_in(),)


class DesignateArea(Words):
    """What an area is from `since` on, today unless said."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    designation = fields.String(required=True, validate=validate.OneOf(DESIGNATIONS), metadata=PUBLIC)
    since = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class EndDesignation(Words):
    """`until` is the first day without, today unless said."""

    designation_id = fields.UUID(required=True, metadata=PUBLIC)
    until = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class DesignationReply(Schema):
    designation_id = fields.UUID(required=True, metadata=PUBLIC)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    designation = fields.String(required=True, metadata=PUBLIC)
    since = Day(required=True, metadata=PUBLIC)
    until = Day(required=True, allow_none=True, metadata=PUBLIC)
    version = fields.Integer(required=True, metadata=PUBLIC)


class Cover(Words):
    """An organisation covers the building or the firm `covered_id` from `since` on, today unless said."""

    organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    covered_kind = fields.String(required=True, validate=validate.OneOf(COVERED_KINDS), metadata=PUBLIC)
    covered_id = fields.UUID(required=True, metadata=PUBLIC)
    since = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class EndCoverage(Words):
    """`until` is the first day without, today unless said."""

    coverage_id = fields.UUID(required=True, metadata=PUBLIC)
    until = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class ListCoverage(PageWords):
    """The buildings and firms of an area and below that are to be covered, with the organisation that covers each now; only
    the uncovered ones if `missing`."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    covered_kind = fields.String(required=True, validate=validate.OneOf(COVERED_KINDS), metadata=PUBLIC)
    missing = fields.Boolean(load_default=False, metadata=PUBLIC)


class CoverageReply(Schema):
    coverage_id = fields.UUID(required=True, metadata=PUBLIC)
    organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    covered_kind = fields.String(required=True, metadata=PUBLIC)
    covered_id = fields.UUID(required=True, metadata=PUBLIC)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    since = Day(required=True, metadata=PUBLIC)
    until = Day(required=True, allow_none=True, metadata=PUBLIC)
    version = fields.Integer(required=True, metadata=PUBLIC)


class CoveredRow(Schema):
    covered_id = fields.UUID(required=True, metadata=PUBLIC)
    name = fields.String(required=True, metadata=PUBLIC)
    coverage_id = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)
    organisation_id = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)


class CoveredPage(Page):
    items = fields.List(fields.Nested(CoveredRow), required=True, metadata=PUBLIC)


designate_area = Command(
    "membership.designate_area",
    "POST /areas/{area_id}/designations",
    request=DesignateArea,
    reply=DesignationReply,
    on=Area,
    allow=[role(*KEEPERS).over(Area.area_id)],
    refuses=("designation_repeated", "designation_kind_of_area", "area_ended", "date_in_future"),
    about="Says that a building is a commercial one (商务楼宇).",
    example={"area_id": COMMUNITY, "designation": "commercial_building", "since": "2011-01-01"},
    status=201,
)
end_designation = Command(
    "membership.end_designation",
    "POST /designations/{designation_id}/end",
    request=EndDesignation,
    reply=DesignationReply,
    on=Designation,
    allow=[role(*KEEPERS).over(Designation.area_id)],
    refuses=("coverage_over", "coverage_days_wrong", "date_in_future"),
    about="Says that it is one no longer.",
    example={"designation_id": COVERAGE, "until": "2012-01-01"},
)
cover = Command(
    "membership.cover_place",
    "POST /organisations/{organisation_id}/coverage",
    request=Cover,
    reply=CoverageReply,
    on=Organisation,
    allow=[role(*KEEPERS).over(Organisation.area_id)],
    refuses=(
        "organisation_dissolved",
        "coverage_repeated",
        "covered_unknown",
        "coverage_needs_party_organisation",
        "out_of_area",
        "date_in_future",
    ),
    about="Says that a party organisation covers a building or a firm: founded there, or answering for several jointly.",
    example={
        "organisation_id": ORGANISATION,
        "covered_kind": "building",
        "covered_id": COMMUNITY,
        "since": "2011-01-01",
    },
    status=201,
)
end_coverage = Command(
    "membership.end_coverage",
    "POST /coverage/{coverage_id}/end",
    request=EndCoverage,
    reply=CoverageReply,
    on=Coverage,
    allow=[role(*KEEPERS).over(Coverage.area_id)],
    refuses=("coverage_over", "coverage_days_wrong", "date_in_future"),
    about="Says that it covers it no longer.",
    example={"coverage_id": COVERAGE, "until": "2012-01-01"},
)
list_coverage = Query(
    "membership.list_coverage",
    "GET /coverage",
    request=ListCoverage,
    reply=CoveredPage,
    allow=[signed_in()],
    about="Commercial buildings, or firms above scale, and who covers them: the gaps are what is to be done.",
    example={"area_id": COMMUNITY, "covered_kind": "building", "missing": True},
    paged=True,
)
