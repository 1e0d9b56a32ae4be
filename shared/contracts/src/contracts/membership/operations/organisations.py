"""Organisations (组织): party committees and branches, residents' committees, mass and civil bodies, as a tree."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts import roles
from contracts.access import Area, Resource, area_scope, organisation_scope, role, signed_in
from contracts.calendar import Day
from contracts.classes import PUBLIC
from contracts.membership.operations.shapes import COMMUNITY, ORGANISATION, Page, PageWords, Words
from contracts.membership.vocabulary import ORGANISATION_KINDS
from contracts.operations import Command, Query

NAME = validate.Length(min=1, max=80)
KEEPERS = (roles.REGISTRAR, *roles.OFFICERS)


class Organisation(Resource):
    """A body of an area."""

    key = "organisation_id"
    organisation_id = organisation_scope()
    area_id = area_scope()
    see = (signed_in(),)


class RegisterOrganisation(Words):
    """`parent_id` is the organisation it belongs to; `founded_on` is today unless said."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    parent_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    kind = fields.String(required=True, validate=validate.OneOf(ORGANISATION_KINDS), metadata=PUBLIC)
    name = fields.String(required=True, validate=NAME, metadata=PUBLIC)
    founded_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class RenameOrganisation(Words):
    organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    name = fields.String(required=True, validate=NAME, metadata=PUBLIC)


class ShowOrganisation(Words):
    organisation_id = fields.UUID(required=True, metadata=PUBLIC)


class ListOrganisations(PageWords):
    """Organisations of an area and below, of a kind, or directly under another one."""

    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    parent_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    kind = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(ORGANISATION_KINDS), metadata=PUBLIC
    )


class OrganisationReply(Schema):
    organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    parent_id = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)
    kind = fields.String(required=True, metadata=PUBLIC)
    name = fields.String(required=True, metadata=PUBLIC)
    founded_on = Day(required=True, metadata=PUBLIC)
    version = fields.Integer(required=True, metadata=PUBLIC)


class OrganisationPage(Page):
    items = fields.List(fields.Nested(OrganisationReply), required=True, metadata=PUBLIC)


register_organisation = Command(
    "membership.register_organisation",
    "POST /organisations",
    request=RegisterOrganisation,
    reply=OrganisationReply,
    on=Area,
    allow=[role(*KEEPERS).over(Area.area_id)],
    refuses=("organisation_unknown", "organisation_name_taken", "organisation_beyond_parent", "date_in_future"),
    about="Registers a body of an area, under another one of the same area or of an area above.",
    example={"area_id": COMMUNITY, "kind": "party_committee", "name": "圳尾社区党总支", "founded_on": "2000-01-01"},
    status=201,
)
rename_organisation = Command(
    "membership.rename_organisation",
    "PATCH /organisations/{organisation_id}",
    request=RenameOrganisation,
    reply=OrganisationReply,
    on=Organisation,
    allow=[role(*KEEPERS).over(Organisation.area_id)],
    refuses=("organisation_name_taken",),
    about="Gives an organisation another name from today on.",
    example={"organisation_id": ORGANISATION, "name": "圳尾社区党委"},
    edits=True,
)
show_organisation = Query(
    "membership.show_organisation",
    "GET /organisations/{organisation_id}",
    request=ShowOrganisation,
    reply=OrganisationReply,
    on=Organisation,
    allow=[signed_in()],
    about="One organisation.",
    example={"organisation_id": ORGANISATION},
)
list_organisations = Query(
    "membership.list_organisations",
    "GET /organisations",
    request=ListOrganisations,
    reply=OrganisationPage,
    allow=[signed_in()],
    about="Organisations by area, kind and parent, by name.",
    example={"area_id": COMMUNITY},
    paged=True,
)
