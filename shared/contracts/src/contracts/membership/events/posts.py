"""Facts of posts, pledges, appraisals and honours (设岗、承诺、评议、荣誉)."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.classes import INTERNAL, PUBLIC
from contracts.events import Event
from contracts.membership.events.versions import FIRST
from contracts.membership.vocabulary import CLAIMANT_KINDS, POST_LEVELS


class PostClaimedV1(Event):
    """A person or a unit claimed a post (认岗). `template` is the post's code in the pack."""

    name, aggregate, emitted_since = "membership.post_claimed.v1", "claim", FIRST
    claim_id = fields.UUID(required=True, metadata=PUBLIC)
    post_id = fields.UUID(required=True, metadata=PUBLIC)
    template = fields.String(required=True, metadata=PUBLIC)
    level = fields.String(required=True, validate=validate.OneOf(POST_LEVELS), metadata=PUBLIC)
    claimant_kind = fields.String(required=True, validate=validate.OneOf(CLAIMANT_KINDS), metadata=PUBLIC)
    claimant_id = fields.UUID(required=True, metadata=INTERNAL)
    claimed_on = fields.Date(required=True, metadata=PUBLIC)


class PostReleasedV1(Event):
    """A claim ended on `released_on`, and its running pledge with it."""

    name, aggregate, emitted_since = "membership.post_released.v1", "claim", FIRST
    claim_id = fields.UUID(required=True, metadata=PUBLIC)
    post_id = fields.UUID(required=True, metadata=PUBLIC)
    reason = fields.String(required=True, metadata=INTERNAL)
    released_on = fields.Date(required=True, metadata=PUBLIC)


class PledgePublishedV1(Event):
    """A pledge (亮岗承诺) was published on a claim in force. Its text stays with membership."""

    name, aggregate, emitted_since = "membership.pledge_published.v1", "claim", FIRST
    pledge_id = fields.UUID(required=True, metadata=PUBLIC)
    claim_id = fields.UUID(required=True, metadata=PUBLIC)
    post_id = fields.UUID(required=True, metadata=PUBLIC)
    template = fields.String(required=True, metadata=PUBLIC)
    claimant_kind = fields.String(required=True, validate=validate.OneOf(CLAIMANT_KINDS), metadata=PUBLIC)
    claimant_id = fields.UUID(required=True, metadata=INTERNAL)
    published_on = fields.Date(required=True, metadata=PUBLIC)


class PledgeOverdueV1(Event):
    """The day by which a pledge was to be kept passed without any evidence. Found by a clock."""

    name, aggregate, emitted_since = "membership.pledge_overdue.v1", "claim", FIRST
    pledge_id = fields.UUID(required=True, metadata=PUBLIC)
    claim_id = fields.UUID(required=True, metadata=PUBLIC)
    due_on = fields.Date(required=True, metadata=PUBLIC)


class AppraisalOpenedV1(Event):
    """An appraisal (评议) of the pledges of an area and period began: each service freezes its evidence."""

    name, aggregate = "membership.appraisal_opened.v1", "appraisal"
    appraisal_id = fields.UUID(required=True, metadata=PUBLIC)
    form = fields.String(required=True, metadata=PUBLIC)
    period_from = fields.Date(required=True, metadata=PUBLIC)
    period_to = fields.Date(required=True, metadata=PUBLIC)


class AppraisalConcludedV1(Event):
    """An appraisal ended: `graded` pledges have a result, `unmet` of them have to be made good."""

    name, aggregate = "membership.appraisal_concluded.v1", "appraisal"
    appraisal_id = fields.UUID(required=True, metadata=PUBLIC)
    graded = fields.Integer(required=True, validate=validate.Range(min=0), metadata=PUBLIC)
    unmet = fields.Integer(required=True, validate=validate.Range(min=0), metadata=PUBLIC)
    concluded_on = fields.Date(required=True, metadata=PUBLIC)


class HonourAwardedV1(Event):
    """An honour (荣誉) was awarded to a holder of one of six kinds. `honour` is a code of the pack."""

    name, aggregate = "membership.honour_awarded.v1", "honour"
    honour_id = fields.UUID(required=True, metadata=PUBLIC)
    honour = fields.String(required=True, metadata=PUBLIC)
    level = fields.String(required=True, metadata=PUBLIC)
    holder_kind = fields.String(
        required=True,
        validate=validate.OneOf(["person", "unit", "organisation", "team", "area", "household"]),
        metadata=PUBLIC,
    )
    holder_id = fields.UUID(required=True, metadata=INTERNAL)
    awarded_on = fields.Date(required=True, metadata=PUBLIC)
