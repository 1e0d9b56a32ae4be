"""Pledges and their evidence (亮岗承诺 · 践诺): published, public, and measured by facts that others tell."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts.access import Resource, area_scope, public
from contracts.calendar import Day
from contracts.classes import PUBLIC
from contracts.membership.operations.posts import CLAIM_KEEPERS, PLEDGE_RULES, Claim
from contracts.membership.operations.shapes import CLAIM, COMMUNITY, PLEDGE, Page, PageWords, Words
from contracts.operations import Command, Query

STATES = ("running", "overdue", "ended")


class Pledge(Resource):
    """A published pledge: public."""

    key = "pledge_id"
    area_id = area_scope()
    see = (public(),)


class PublishPledge(Words):
    """`due_on` is the day by which it is to be kept."""

    claim_id = fields.UUID(required=True, metadata=PUBLIC)
    text = fields.String(required=True, validate=validate.Length(1, 5_000), metadata=PUBLIC)
    due_on = Day(required=True, metadata=PUBLIC)


class ShowPledge(Words):
    pledge_id = fields.UUID(required=True, metadata=PUBLIC)


class ListPledges(PageWords):
    """Pledges of an area and below; `state` running, overdue (督促履诺) or ended."""

    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES), metadata=PUBLIC)


class PledgeReply(Schema):
    """A pledge. `claimant` is the name it was published with: in full, or its first character where the pack's form
    says masked or the claimant is a minor. `minutes` is what its evidence amounts to."""

    pledge_id = fields.UUID(required=True, metadata=PUBLIC)
    claim_id = fields.UUID(required=True, metadata=PUBLIC)
    post_id = fields.UUID(required=True, metadata=PUBLIC)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    template = fields.String(required=True, metadata=PUBLIC)
    title = fields.String(required=True, metadata=PUBLIC)
    claimant_kind = fields.String(required=True, metadata=PUBLIC)
    claimant = fields.String(required=True, metadata=PUBLIC)
    text = fields.String(required=True, metadata=PUBLIC)
    published_on = Day(required=True, metadata=PUBLIC)
    due_on = Day(required=True, metadata=PUBLIC)
    ended_on = Day(required=True, allow_none=True, metadata=PUBLIC)
    state = fields.String(required=True, metadata=PUBLIC)
    minutes = fields.Integer(required=True, metadata=PUBLIC)


class Evidence(Schema):
    """A fact that counts for the pledge: day, kind and minutes, negative where an earlier fact was reversed."""

    on = Day(required=True, metadata=PUBLIC)
    fact = fields.String(required=True, metadata=PUBLIC)
    minutes = fields.Integer(required=True, metadata=PUBLIC)
    reversed = fields.Boolean(required=True, metadata=PUBLIC)


class PledgeInFull(PledgeReply):
    evidence = fields.List(fields.Nested(Evidence), required=True, metadata=PUBLIC)


class PledgePage(Page):
    items = fields.List(fields.Nested(PledgeReply), required=True, metadata=PUBLIC)


publish_pledge = Command(
    "membership.publish_pledge",
    "POST /claims/{claim_id}/pledges",
    request=PublishPledge,
    reply=PledgeInFull,
    on=Claim,
    allow=CLAIM_KEEPERS,
    refuses=PLEDGE_RULES,
    about="Publishes the pledge of a claim in force, once per claim and period of the pack's form. A clock asks on the "
    "day after `due_on` whether there is any evidence, where the post counts any.",
    example={"claim_id": CLAIM, "text": "每周六上午在河滨路劝导不文明行为", "due_on": "2011-12-31"},
    status=201,
)
show_pledge = Query(
    "membership.show_pledge",
    "GET /pledges/{pledge_id}",
    request=ShowPledge,
    reply=PledgeInFull,
    on=Pledge,
    allow=[public()],
    about="A pledge with the facts that count for it.",
    example={"pledge_id": PLEDGE},
)
list_pledges = Query(
    "membership.list_pledges",
    "GET /pledges",
    request=ListPledges,
    reply=PledgePage,
    allow=[public()],
    about="Published pledges of an area and below, newest first.",
    example={"area_id": COMMUNITY, "state": "overdue"},
    paged=True,
)
