"""Restructurings (支部调整): branches and groups are founded and dissolved on one day, and members pass from roll to roll."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts import roles
from contracts.access import Area, Resource, area_scope, role, signed_in
from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.membership.operations.shapes import COMMUNITY, ORGANISATION, RESTRUCTURING, Page, PageWords, Words
from contracts.membership.vocabulary import ORGANISATION_KINDS_NOW
from contracts.operations import Command, Query

DRAFTERS = (roles.COMMUNITY_SECRETARY, roles.REGISTRAR)
APPROVERS = (roles.STREET_OFFICER, roles.DISTRICT_OFFICER, roles.CITY_OFFICER)
STATES = ("drafted", "announced", "ready", "effective", "stopped", "cancelled")
STEP_STATES = ("waiting", "done", "refused")


class Restructuring(Resource):
    """A restructuring of an area's organisations."""

    key = "restructuring_id"
    area_id = area_scope()
    see = (signed_in(),)


class NewOrganisation(Words):
    """One to be founded. `key` names it within the draft: others may stand under it (`under`), members come to it. `under` is
    such a key or the id of an organisation that stays."""

    key = fields.String(required=True, validate=validate.Length(1, 40), metadata=PUBLIC)
    kind = fields.String(required=True, validate=validate.OneOf(ORGANISATION_KINDS_NOW), metadata=PUBLIC)
    name = fields.String(required=True, validate=validate.Length(1, 80), metadata=PUBLIC)
    under = fields.String(load_default=None, allow_none=True, metadata=PUBLIC)


class Passing(Words):
    """All members on the roll of `from_organisation`, or only `people` of it, pass to the organisation `to`, a key or an id."""

    from_organisation = fields.UUID(required=True, metadata=PUBLIC)
    to = fields.String(required=True, metadata=PUBLIC)
    people = fields.List(fields.UUID(), load_default=None, allow_none=True, metadata=INTERNAL)


class DraftRestructuring(Words):
    """What is to become of the organisations of `area_id` on `effective_on`; all services answer until `acknowledge_by`."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    title = fields.String(required=True, validate=validate.Length(1, 80), metadata=PUBLIC)
    dissolved = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=100), metadata=PUBLIC)
    founded = fields.List(
        fields.Nested(NewOrganisation), load_default=list, validate=validate.Length(max=200), metadata=PUBLIC
    )
    passing = fields.List(
        fields.Nested(Passing), load_default=list, validate=validate.Length(max=500), metadata=INTERNAL
    )
    acknowledge_by = Day(required=True, metadata=PUBLIC)
    effective_on = Day(required=True, metadata=PUBLIC)


class NameRestructuring(Words):
    restructuring_id = fields.UUID(required=True, metadata=PUBLIC)


class ListRestructurings(PageWords):
    """Restructurings of an area and below, in a state or in any, newest first."""

    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES), metadata=PUBLIC)


class Step(Schema):
    """One thing that has to happen: an answer of a service, the founding, the passing, the dissolution."""

    step = fields.String(required=True, metadata=PUBLIC)
    state = fields.String(required=True, validate=validate.OneOf(STEP_STATES), metadata=PUBLIC)
    reason = fields.String(required=True, allow_none=True, metadata=INTERNAL)
    at = fields.AwareDateTime(required=True, allow_none=True, metadata=PUBLIC)


class RestructuringRow(Schema):
    restructuring_id = fields.UUID(required=True, metadata=PUBLIC)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    title = fields.String(required=True, metadata=PUBLIC)
    state = fields.String(required=True, validate=validate.OneOf(STATES), metadata=PUBLIC)
    reason = fields.String(required=True, allow_none=True, metadata=INTERNAL)
    acknowledge_by = Day(required=True, metadata=PUBLIC)
    effective_on = Day(required=True, metadata=PUBLIC)
    version = fields.Integer(required=True, metadata=PUBLIC)


class RestructuringReply(RestructuringRow):
    dissolved = fields.List(fields.UUID(), required=True, metadata=PUBLIC)
    founded = fields.List(fields.UUID(), required=True, metadata=PUBLIC)
    steps = fields.List(fields.Nested(Step), required=True, metadata=PUBLIC)


class RestructuringPage(Page):
    items = fields.List(fields.Nested(RestructuringRow), required=True, metadata=PUBLIC)


draft_restructuring = Command(
    "membership.draft_restructuring",
    "POST /restructurings",
    request=DraftRestructuring,
    reply=RestructuringReply,
    on=Area,
    allow=[role(*DRAFTERS).over(Area.area_id)],
    refuses=(
        "restructuring_days_wrong",
        "restructuring_empty",
        "restructuring_key_unknown",
        "restructuring_key_repeated",
        "restructuring_leaves_members",
        "organisation_unknown",
        "organisation_dissolved",
        "organisation_kind_out_of_order",
        "out_of_area",
    ),
    about="Drafts a restructuring. Nothing happens before an officer of the street or above approves it.",
    example={
        "area_id": COMMUNITY,
        "title": "三个支部调整为七个支部",
        "dissolved": [ORGANISATION],
        "founded": [{"key": "first", "kind": "party_branch", "name": "第一支部"}],
        "passing": [{"from_organisation": ORGANISATION, "to": "first"}],
        "acknowledge_by": "2011-12-15",
        "effective_on": "2012-01-01",
    },
    status=201,
)
approve_restructuring = Command(
    "membership.approve_restructuring",
    "POST /restructurings/{restructuring_id}/approval",
    request=NameRestructuring,
    reply=RestructuringReply,
    on=Restructuring,
    allow=[role(*APPROVERS).over(Restructuring.area_id)],
    refuses=("restructuring_not_drafted", "restructuring_days_wrong"),
    about="Approves a draft and announces it: every service answers whether it is ready; a refusal, or silence at the end of the "
    "time for answers, stops it; else it takes effect on its day.",
    example={"restructuring_id": RESTRUCTURING},
)
cancel_restructuring = Command(
    "membership.cancel_restructuring",
    "POST /restructurings/{restructuring_id}/cancel",
    request=NameRestructuring,
    reply=RestructuringReply,
    on=Restructuring,
    allow=[role(*DRAFTERS, *APPROVERS).over(Restructuring.area_id)],
    refuses=("restructuring_over",),
    about="Takes back a restructuring that has not taken effect.",
    example={"restructuring_id": RESTRUCTURING},
)
show_restructuring = Query(
    "membership.show_restructuring",
    "GET /restructurings/{restructuring_id}",
    request=NameRestructuring,
    reply=RestructuringReply,
    on=Restructuring,
    allow=[signed_in()],
    about="A restructuring with its steps.",
    example={"restructuring_id": RESTRUCTURING},
)
list_restructurings = Query(
    "membership.list_restructurings",
    "GET /restructurings",
    request=ListRestructurings,
    reply=RestructuringPage,
    allow=[signed_in()],
    about="Restructurings, newest first.",
    example={"area_id": COMMUNITY},
    paged=True,
)
