"""Organisations (组织): party committees and branches, residents' committees, mass and civil bodies, as a tree."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts import roles
from contracts.access import Area, Resource, area_scope, organisation_scope, role, signed_in
from contracts.calendar import Day
from contracts.classes import PUBLIC
from contracts.membership.operations.shapes import COMMUNITY, ORGANISATION, Page, PageWords, Words
from contracts.membership.vocabulary import ORGANISATION_KINDS_NOW
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
    kind = fields.String(required=True, validate=validate.OneOf(ORGANISATION_KINDS_NOW), metadata=PUBLIC)
    name = fields.String(required=True, validate=NAME, metadata=PUBLIC)
    founded_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class RenameOrganisation(Words):
    organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    name = fields.String(required=True, validate=NAME, metadata=PUBLIC)


class MoveOrganisation(Words):
    """Under which organisation it stands from `moved_on` on, today unless said; null: under none."""

    organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    parent_id = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)
    moved_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class DissolveOrganisation(Words):
    """`dissolved_on` is the first day without it, today unless said."""

    organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    dissolved_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class ShowOrganisation(Words):
    organisation_id = fields.UUID(required=True, metadata=PUBLIC)


class ListOrganisations(PageWords):
    """Organisations of an area and below, of a kind, directly under another one, or anywhere `below` it; as of the day
    `on`, with the name and the place in the tree they had then; today unless said."""

    below = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    on = Day(load_default=None, allow_none=True, metadata=PUBLIC)

    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    parent_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    kind = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(ORGANISATION_KINDS_NOW), metadata=PUBLIC
    )


class OrganisationReply(Schema):
    organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    parent_id = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)
    kind = fields.String(required=True, metadata=PUBLIC)
    name = fields.String(required=True, metadata=PUBLIC)
    founded_on = Day(required=True, metadata=PUBLIC)
    dissolved_on = Day(required=True, allow_none=True, metadata=PUBLIC)
    version = fields.Integer(required=True, metadata=PUBLIC)


class OrganisationPage(Page):
    items = fields.List(fields.Nested(OrganisationReply), required=True, metadata=PUBLIC)


TREE_RULES = (
    "organisation_unknown",
    "organisation_dissolved",
    "organisation_beyond_parent",
    "organisation_kind_out_of_order",
)

register_organisation = Command(
    "membership.register_organisation",
    "POST /organisations",
    request=RegisterOrganisation,
    reply=OrganisationReply,
    on=Area,
    allow=[role(*KEEPERS).over(Area.area_id)],
    refuses=(*TREE_RULES, "organisation_name_taken", "date_in_future", "area_ended"),
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
    refuses=("organisation_name_taken", "organisation_dissolved", "organisation_date_out_of_order"),
    about="Gives an organisation another name from today on.",
    example={"organisation_id": ORGANISATION, "name": "圳尾社区党委"},
    edits=True,
)
move_organisation = Command(
    "membership.move_organisation",
    "POST /organisations/{organisation_id}/moves",
    request=MoveOrganisation,
    reply=OrganisationReply,
    on=Organisation,
    allow=[role(*KEEPERS).over(Organisation.area_id)],
    refuses=(*TREE_RULES, "organisation_in_itself", "organisation_date_out_of_order", "date_in_future"),
    about="Puts an organisation with all below it under another one; where it stood before stays known as of its date.",
    example={"organisation_id": ORGANISATION, "parent_id": None},
)
dissolve_organisation = Command(
    "membership.dissolve_organisation",
    "POST /organisations/{organisation_id}/dissolution",
    request=DissolveOrganisation,
    reply=OrganisationReply,
    on=Organisation,
    allow=[role(*KEEPERS).over(Organisation.area_id)],
    refuses=(
        "organisation_dissolved",
        "organisation_has_parts",
        "organisation_has_members",
        "organisation_date_out_of_order",
        "date_in_future",
    ),
    about="Dissolves an organisation that nothing stands under and nobody is enrolled in any more.",
    example={"organisation_id": ORGANISATION, "dissolved_on": "2012-01-01"},
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
