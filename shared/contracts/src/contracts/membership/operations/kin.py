"""Family links (家属关系): who acts for whom; asked by one end, confirmed by the other or by the keeper of the register."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts.access import Resource, area_scope, person_scope, role, self_in
from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.membership import vocabulary as words
from contracts.membership.operations.people import Person
from contracts.membership.operations.shapes import KIN_LINK, PERSON, Page, PageWords, Words
from contracts.operations import Command, Query

KINDS = ("guardian", "family")
STATES = ("asked", "confirmed", "ended")


class KinLink(Resource):
    """That somebody (`kin_id`) acts for a person (`person_id`)."""

    key = "link_id"
    person_id = person_scope()
    kin_id = person_scope()
    area_id = area_scope()


ENDS = (self_in(KinLink.person_id), self_in(KinLink.kin_id))
KinLink.see = (*ENDS, role(*words.KEEPERS).over(KinLink.area_id))


class LinkKin(Words):
    """`paper` is the number of what was shown to a keeper of the register: a residence booklet, a court's order."""

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    kin_id = fields.UUID(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS), metadata=INTERNAL)
    paper = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 40), metadata=INTERNAL)


class ConfirmKin(Words):
    link_id = fields.UUID(required=True, metadata=INTERNAL)
    paper = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 40), metadata=INTERNAL)


class NameKinLink(Words):
    link_id = fields.UUID(required=True, metadata=INTERNAL)


class ListKin(PageWords):
    """Links at either end of which `of` stands, or all that the caller may see; those that ended too if `all`."""

    of = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    all = fields.Boolean(load_default=False, metadata=PUBLIC)


class KinReply(Schema):
    link_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    kin_id = fields.UUID(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS), metadata=INTERNAL)
    state = fields.String(required=True, validate=validate.OneOf(STATES), metadata=INTERNAL)
    asked_on = Day(required=True, metadata=INTERNAL)
    confirmed_on = Day(required=True, allow_none=True, metadata=INTERNAL)
    ended_on = Day(required=True, allow_none=True, metadata=INTERNAL)
    end_reason = fields.String(required=True, allow_none=True, metadata=INTERNAL)
    version = fields.Integer(required=True, metadata=INTERNAL)


class KinPage(Page):
    items = fields.List(fields.Nested(KinReply), required=True, metadata=INTERNAL)


link_kin = Command(
    "membership.link_kin",
    "POST /people/{person_id}/kin",
    request=LinkKin,
    reply=KinReply,
    on=Person,
    allow=[self_in(Person.person_id), self_in(KinLink.kin_id), role(*words.KEEPERS).over(Person.home_area)],
    refuses=("kin_of_oneself", "kin_linked", "person_unknown", "person_deceased", "person_erased", "paper_missing"),
    about="Asks that `kin_id` act for the person. A keeper of the register who was shown a paper confirms it with the same act.",
    example={"person_id": PERSON, "kin_id": PERSON, "kind": "family", "paper": "户口簿2011-03"},
    status=201,
)
confirm_kin = Command(
    "membership.confirm_kin",
    "POST /kin-links/{link_id}/confirmation",
    request=ConfirmKin,
    reply=KinReply,
    on=KinLink,
    allow=KinLink.see,
    refuses=("kin_not_asked", "kin_own_asking", "guardian_needs_keeper", "paper_missing"),
    about="Confirms a link: the end that did not ask, or a keeper of the register who was shown a paper. A guardian always needs "
    "the keeper. From then on the kin's account acts for the person.",
    example={"link_id": KIN_LINK, "paper": "户口簿2011-03"},
)
end_kin = Command(
    "membership.end_kin",
    "POST /kin-links/{link_id}/end",
    request=NameKinLink,
    reply=KinReply,
    on=KinLink,
    allow=KinLink.see,
    refuses=("kin_ended",),
    about="Ends a link, by either end or the keeper; the kin's account acts for the person no longer, within seconds.",
    example={"link_id": KIN_LINK},
)
list_kin = Query(
    "membership.list_kin",
    "GET /kin-links",
    request=ListKin,
    reply=KinPage,
    allow=KinLink.see,
    about="Links that the caller may see, newest first.",
    example={"all": True},
    paged=True,
)
