"""Posts and claims (设岗定责 · 认大岗/认小岗): posts come from the pack in force; units and persons claim them."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from contracts import roles
from contracts.access import (
    Area,
    Resource,
    acting_for,
    area_scope,
    contact_of,
    person_scope,
    role,
    self_in,
    signed_in,
    unit_scope,
)
from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.imports import ImportRecord, ImportReply, request_of
from contracts.membership.operations.shapes import CLAIM, COMMUNITY, PERSON, POST, UNIT, Page, PageWords, Words
from contracts.membership.vocabulary import CLAIMANT_KINDS, POST_LEVELS
from contracts.operations import Command, Import, Query

TEMPLATE = validate.Length(min=1, max=40)
TITLE = validate.Length(min=1, max=80)
RELEASE_REASONS = ("finished", "withdrawn", "moved_away", "unit_closed", "died", "not_kept")
REASON = validate.OneOf(RELEASE_REASONS)
CLERKS = (roles.REGISTRAR, roles.GRID_WORKER, roles.BRANCH_SECRETARY, roles.COMMUNITY_SECRETARY, roles.STREET_OFFICER)
"""Who write claims and pledges for others."""


class Post(Resource):
    """A post of an area. Posts are public life: everybody signed in sees them."""

    key = "post_id"
    area_id = area_scope()
    see = (signed_in(),)


class Claim(Resource):
    """A claim of a post by a person or a unit; one of the two ids is null."""

    key = "claim_id"
    area_id = area_scope()
    person_id = person_scope()
    unit_id = unit_scope()
    see = (signed_in(),)


CLAIM_KEEPERS = (
    self_in(Claim.person_id),
    acting_for(Claim.person_id),
    contact_of(Claim.unit_id),
    role(*CLERKS).over(Claim.area_id),
)
"""Who act on a claim: the person, who acts for them, the unit's contact (联络员), and the area's clerks."""


class SetUpPost(Words):
    """`template` is the code of a post of the pack in force; `title` is the pack's name unless said."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    template = fields.String(required=True, validate=TEMPLATE, metadata=PUBLIC)
    title = fields.String(load_default=None, allow_none=True, validate=TITLE, metadata=PUBLIC)
    level = fields.String(required=True, validate=validate.OneOf(POST_LEVELS), metadata=PUBLIC)


class ShowPost(Words):
    post_id = fields.UUID(required=True, metadata=PUBLIC)


class ListPosts(PageWords):
    """Posts of an area and below."""

    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    level = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(POST_LEVELS), metadata=PUBLIC)
    template = fields.String(load_default=None, allow_none=True, validate=TEMPLATE, metadata=PUBLIC)


class PostReply(Schema):
    """A post; `claims` counts those in force."""

    post_id = fields.UUID(required=True, metadata=PUBLIC)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    template = fields.String(required=True, metadata=PUBLIC)
    title = fields.String(required=True, metadata=PUBLIC)
    level = fields.String(required=True, metadata=PUBLIC)
    duties = fields.List(fields.String(), required=True, metadata=PUBLIC)
    set_up_on = Day(required=True, metadata=PUBLIC)
    claims = fields.Integer(required=True, metadata=PUBLIC)


class PostPage(Page):
    items = fields.List(fields.Nested(PostReply), required=True, metadata=PUBLIC)


class _Claimant(Schema):
    """Exactly one of `person_id` and `unit_id`."""

    person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    unit_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)

    @validates_schema
    def _one_claimant(self, data: dict[str, Any], **_: Any) -> None:
        if (data.get("person_id") is None) == (data.get("unit_id") is None):
            raise ValidationError("Say either person_id or unit_id.", "person_id")


class ClaimPost(_Claimant, Words):
    """`claimed_on` is today unless said, and never in the future."""

    post_id = fields.UUID(required=True, metadata=PUBLIC)
    claimed_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class ReleasePost(Words):
    claim_id = fields.UUID(required=True, metadata=PUBLIC)
    reason = fields.String(required=True, validate=REASON, metadata=INTERNAL)
    released_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class ShowClaim(Words):
    claim_id = fields.UUID(required=True, metadata=PUBLIC)


class ListClaims(PageWords):
    """Claims of an area and below, of a post, of a person or of a unit; in force only, unless `all`."""

    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    post_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    unit_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    claimant_kind = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(CLAIMANT_KINDS), metadata=PUBLIC
    )
    all = fields.Boolean(load_default=False, metadata=PUBLIC)


class ClaimReply(Schema):
    """A claim; `released_on` is null while it is in force, `pledge_id` the last pledge published on it."""

    claim_id = fields.UUID(required=True, metadata=PUBLIC)
    post_id = fields.UUID(required=True, metadata=PUBLIC)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    template = fields.String(required=True, metadata=PUBLIC)
    level = fields.String(required=True, metadata=PUBLIC)
    person_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    unit_id = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)
    claimed_on = Day(required=True, metadata=PUBLIC)
    released_on = Day(required=True, allow_none=True, metadata=PUBLIC)
    reason = fields.String(required=True, allow_none=True, metadata=INTERNAL)
    pledge_id = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)


class ClaimPage(Page):
    items = fields.List(fields.Nested(ClaimReply), required=True, metadata=INTERNAL)


class ImportedPost(ImportRecord):
    """A post as a source's list has it."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    template = fields.String(required=True, validate=TEMPLATE, metadata=PUBLIC)
    title = fields.String(load_default=None, allow_none=True, validate=TITLE, metadata=PUBLIC)
    level = fields.String(required=True, validate=validate.OneOf(POST_LEVELS), metadata=PUBLIC)
    set_up_on = Day(required=True, metadata=PUBLIC)


class ImportedPledge(Words):
    """The pledge published on an imported claim."""

    text = fields.String(required=True, validate=validate.Length(1, 5_000), metadata=PUBLIC)
    due_on = Day(required=True, metadata=PUBLIC)
    published_on = Day(required=True, metadata=PUBLIC)


class ImportedRelease(Words):
    """How an imported claim ended."""

    released_on = Day(required=True, metadata=PUBLIC)
    reason = fields.String(required=True, validate=REASON, metadata=INTERNAL)


class ImportedClaim(_Claimant, ImportRecord):
    """A claim with its pledge and its end, as far as the source tells of them."""

    post_id = fields.UUID(required=True, metadata=PUBLIC)
    claimed_on = Day(required=True, metadata=PUBLIC)
    pledge = fields.Nested(ImportedPledge, load_default=None, allow_none=True, metadata=PUBLIC)
    release = fields.Nested(ImportedRelease, load_default=None, allow_none=True, metadata=PUBLIC)


POST_RULES = ("pack_not_assigned", "post_not_in_pack", "post_level_wrong", "date_in_future", "post_title_taken")
CLAIM_RULES = (
    "claimant_level_wrong",
    "claimant_unknown",
    "person_deceased",
    "person_erased",
    "claim_repeated",
    "claim_before_post",
    "date_in_future",
)
RELEASE_RULES = ("claim_released", "release_before_claim", "release_before_pledge", "date_in_future")
PLEDGE_RULES = (
    "claim_released",
    "pledge_repeated",
    "pledge_too_long",
    "pledge_due_too_late",
    "pledge_due_before_publication",
    "pledge_before_claim",
    "pack_not_assigned",
    "date_in_future",
)

set_up_post = Command(
    "membership.set_up_post",
    "POST /posts",
    request=SetUpPost,
    reply=PostReply,
    on=Area,
    allow=[role(roles.BRANCH_SECRETARY, roles.COMMUNITY_SECRETARY, roles.STREET_OFFICER).over(Area.area_id)],
    refuses=POST_RULES,
    about="Sets up a post (设岗) of the pack in force at the area, with its duties.",
    example={"area_id": COMMUNITY, "template": "civility_guidance", "level": "personal"},
    status=201,
)
show_post = Query(
    "membership.show_post",
    "GET /posts/{post_id}",
    request=ShowPost,
    reply=PostReply,
    on=Post,
    allow=[signed_in()],
    about="A post with its duties and the number of claims in force.",
    example={"post_id": POST},
)
list_posts = Query(
    "membership.list_posts",
    "GET /posts",
    request=ListPosts,
    reply=PostPage,
    allow=[signed_in()],
    about="Posts of an area and below, by title.",
    example={"area_id": COMMUNITY},
    paged=True,
)
claim_post = Command(
    "membership.claim_post",
    "POST /posts/{post_id}/claims",
    request=ClaimPost,
    reply=ClaimReply,
    on=Post,
    allow=[
        role(*CLERKS).over(Post.area_id),
        self_in(Claim.person_id),
        acting_for(Claim.person_id),
        contact_of(Claim.unit_id),
    ],
    refuses=CLAIM_RULES,
    about="Claims a post (认岗): a person a personal one, a unit an organisation's. Residents claim for themselves, a "
    "unit's contact for the unit, the area's clerks for anybody of the register.",
    example={"post_id": POST, "person_id": PERSON},
    status=201,
)
release_post = Command(
    "membership.release_post",
    "POST /claims/{claim_id}/release",
    request=ReleasePost,
    reply=ClaimReply,
    on=Claim,
    allow=CLAIM_KEEPERS,
    refuses=RELEASE_RULES,
    about="Ends a claim and the pledge running on it.",
    example={"claim_id": CLAIM, "reason": "moved_away"},
)
show_claim = Query(
    "membership.show_claim",
    "GET /claims/{claim_id}",
    request=ShowClaim,
    reply=ClaimReply,
    on=Claim,
    allow=[signed_in()],
    about="One claim.",
    example={"claim_id": CLAIM},
)
list_claims = Query(
    "membership.list_claims",
    "GET /claims",
    request=ListClaims,
    reply=ClaimPage,
    allow=[signed_in()],
    about="Claims by area, post, person or unit, newest first.",
    example={"area_id": COMMUNITY},
    paged=True,
)
import_posts = Import(
    "membership.import_posts",
    "POST /posts/imports",
    request=request_of(ImportedPost),
    reply=ImportReply,
    record=ImportedPost,
    allow=[role(roles.REGISTRAR).anywhere()],
    refuses=(*POST_RULES, "area_unknown", "out_of_area"),
    about="Enters posts that existed before, from the pack in force on the day they were set up.",
    example={
        "dry_run": True,
        "records": [
            {
                "record_key": "post:1",
                "source": "zhenwei-posts-2011",
                "area_id": COMMUNITY,
                "template": "civility_guidance",
                "level": "personal",
                "set_up_on": "2011-02-01",
            }
        ],
    },
)
import_claims = Import(
    "membership.import_claims",
    "POST /claims/imports",
    request=request_of(ImportedClaim),
    reply=ImportReply,
    record=ImportedClaim,
    allow=[role(roles.REGISTRAR).anywhere()],
    refuses=(*CLAIM_RULES, *RELEASE_RULES, *PLEDGE_RULES, "post_unknown", "out_of_area"),
    about="Enters claims of the past, each with the pledge published on it and its release, if there were any. A "
    "record whose pledge or release is refused is refused as a whole.",
    example={
        "dry_run": True,
        "records": [
            {
                "record_key": "claim:1",
                "source": "zhenwei-posts-2011",
                "post_id": POST,
                "unit_id": UNIT,
                "claimed_on": "2011-03-01",
                "pledge": {"text": "承担河滨路责任路段", "due_on": "2011-12-31", "published_on": "2011-03-05"},
            }
        ],
    },
)
