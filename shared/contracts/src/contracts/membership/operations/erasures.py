"""Erasure (个人信息删除): a person asks to be forgotten, somebody else approves, and after a while every service forgets."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts import roles
from contracts.access import Resource, area_scope, person_scope, role, self_in
from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.membership import vocabulary as words
from contracts.membership.operations.people import Person
from contracts.membership.operations.shapes import ERASURE, PERSON, Page, PageWords, Words
from contracts.operations import Command, Query

GROUNDS = ("consent_withdrawn", "purpose_ended", "unlawful", "moved_away")
"""Why somebody may ask to be forgotten (PIPL article 47)."""
STATES = ("requested", "refused", "waiting", "called_back", "ordered", "closed")
STEP_STATES = ("waiting", "erased", "locked")
SHOWN_BY = ("identity_card", "residence_booklet", "known_in_person", "signed_in_account")
"""How whoever asked has shown who they are."""
REFUSALS = ("identity_not_shown", "not_entitled", "duty_binds", "proceedings_pending")
DECIDERS = (roles.COMMUNITY_SECRETARY, *words.HIGHER_OFFICERS)


class Erasure(Resource):
    """A request to be forgotten, and what came of it."""

    key = "order_id"
    person_id = person_scope()
    area_id = area_scope()


BY_OR_FOR = (self_in(Erasure.person_id), role(roles.GUARDIAN).over(Erasure.person_id))
Erasure.see = (*BY_OR_FOR, role(*words.KEEPERS, *words.HIGHER_OFFICERS).over(Erasure.area_id))


class RequestErasure(Words):
    """`paper` is the number of the signed request where a keeper of the register enters it for somebody."""

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    ground = fields.String(required=True, validate=validate.OneOf(GROUNDS), metadata=INTERNAL)
    paper = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 40), metadata=INTERNAL)


class ApproveErasure(Words):
    order_id = fields.UUID(required=True, metadata=INTERNAL)
    shown_by = fields.String(required=True, validate=validate.OneOf(SHOWN_BY), metadata=INTERNAL)


class RefuseErasure(Words):
    order_id = fields.UUID(required=True, metadata=INTERNAL)
    reason = fields.String(required=True, validate=validate.OneOf(REFUSALS), metadata=INTERNAL)


class NameErasure(Words):
    order_id = fields.UUID(required=True, metadata=INTERNAL)


class OpenLocked(Words):
    """`case_number` is that of the authority's written request; it stands in the audit."""

    order_id = fields.UUID(required=True, metadata=INTERNAL)
    case_number = fields.String(required=True, validate=validate.Length(1, 40), metadata=INTERNAL)


class ListErasures(PageWords):
    """Erasures within an area, in a state or in any, only those that are late or all; newest first."""

    within = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES), metadata=PUBLIC)
    late = fields.Boolean(load_default=False, metadata=PUBLIC)


class ErasureStep(Schema):
    """What a service has done: erased all, or locked until a day what a duty binds it to keep."""

    service = fields.String(required=True, metadata=INTERNAL)
    state = fields.String(required=True, validate=validate.OneOf(STEP_STATES), metadata=INTERNAL)
    locked_until = Day(required=True, allow_none=True, metadata=INTERNAL)
    at = fields.AwareDateTime(required=True, allow_none=True, metadata=INTERNAL)


class ErasureRow(Schema):
    """`orders_on` is the end of the waiting time; services answer by `due_on`; `late_since` is set if one did not."""

    order_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    area_id = fields.UUID(required=True, metadata=INTERNAL)
    ground = fields.String(required=True, metadata=INTERNAL)
    state = fields.String(required=True, validate=validate.OneOf(STATES), metadata=INTERNAL)
    reason = fields.String(required=True, allow_none=True, metadata=INTERNAL)
    requested_on = Day(required=True, metadata=INTERNAL)
    orders_on = Day(required=True, allow_none=True, metadata=INTERNAL)
    due_on = Day(required=True, allow_none=True, metadata=INTERNAL)
    late_since = Day(required=True, allow_none=True, metadata=INTERNAL)
    closed_on = Day(required=True, allow_none=True, metadata=INTERNAL)
    locked_until = Day(required=True, allow_none=True, metadata=INTERNAL)
    version = fields.Integer(required=True, metadata=INTERNAL)


class ErasureReply(ErasureRow):
    steps = fields.List(fields.Nested(ErasureStep), required=True, metadata=INTERNAL)


class ErasurePage(Page):
    items = fields.List(fields.Nested(ErasureRow), required=True, metadata=INTERNAL)


class Locked(Schema):
    """What is kept of an erased person until the lock ends."""

    name = fields.String(required=True, metadata=words.LOCKED)
    identity_number = fields.String(required=True, allow_none=True, metadata=words.LOCKED)


request_erasure = Command(
    "membership.request_erasure",
    "POST /people/{person_id}/erasures",
    request=RequestErasure,
    reply=ErasureReply,
    on=Person,
    allow=[
        self_in(Person.person_id),
        role(roles.GUARDIAN).over(Person.person_id),
        role(*words.KEEPERS).over(Person.home_area),
    ],
    refuses=("person_erased", "erasure_running", "paper_missing"),
    about="Asks that a person be forgotten: the person, a guardian, or a keeper of the register with the signed paper.",
    example={"person_id": PERSON, "ground": "purpose_ended", "paper": "删除申请2011-07"},
    status=201,
)
approve_erasure = Command(
    "membership.approve_erasure",
    "POST /erasures/{order_id}/approval",
    request=ApproveErasure,
    reply=ErasureReply,
    on=Erasure,
    allow=[role(*DECIDERS).over(Erasure.area_id)],
    refuses=("erasure_not_requested", "erasure_own_request"),
    about="Approves a request after the identity was checked; somebody else than who entered it. It is ordered seven days "
    "later, and can be called back until then.",
    example={"order_id": ERASURE, "shown_by": "identity_card"},
)
refuse_erasure = Command(
    "membership.refuse_erasure",
    "POST /erasures/{order_id}/refusal",
    request=RefuseErasure,
    reply=ErasureReply,
    on=Erasure,
    allow=[role(*DECIDERS).over(Erasure.area_id)],
    refuses=("erasure_not_requested", "erasure_own_request"),
    about="Refuses a request, with the reason that the person sees.",
    example={"order_id": ERASURE, "reason": "duty_binds"},
)
call_back_erasure = Command(
    "membership.call_back_erasure",
    "POST /erasures/{order_id}/recall",
    request=NameErasure,
    reply=ErasureReply,
    on=Erasure,
    allow=[*BY_OR_FOR, role(*words.KEEPERS).over(Erasure.area_id)],
    refuses=("erasure_past_recall",),
    about="Takes a request back before it is ordered.",
    example={"order_id": ERASURE},
)
show_erasure = Query(
    "membership.show_erasure",
    "GET /erasures/{order_id}",
    request=NameErasure,
    reply=ErasureReply,
    on=Erasure,
    allow=Erasure.see,
    about="A request with what each service has answered.",
    example={"order_id": ERASURE},
)
list_erasures = Query(
    "membership.list_erasures",
    "GET /erasures",
    request=ListErasures,
    reply=ErasurePage,
    allow=Erasure.see,
    about="Requests that the caller may see, newest first; `late` for those that a service has not answered in time.",
    example={"late": True},
    paged=True,
)
open_locked = Query(
    "membership.open_locked",
    "GET /erasures/{order_id}/locked",
    request=OpenLocked,
    reply=Locked,
    on=Erasure,
    allow=[role(roles.DISTRICT_OFFICER, roles.CITY_OFFICER).over(Erasure.area_id)],
    refuses=("nothing_locked",),
    about="What is kept under lock of somebody who was erased, for an authority's written request. Every opening is audited with "
    "the number of the case.",
    example={"order_id": ERASURE, "case_number": "三公（户）2013-0417"},
)
