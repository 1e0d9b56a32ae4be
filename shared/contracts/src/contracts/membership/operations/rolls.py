"""Rolls (党员名册): party members enrolled in branches and groups. Only those who keep a roll, and members themselves, see it."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts import roles
from contracts.access import Resource, area_scope, organisation_scope, person_scope, role, self_in
from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.imports import ImportRecord, ImportReply, request_of
from contracts.membership.operations.organisations import Organisation
from contracts.membership.operations.shapes import MEMBER_SEAT, ORGANISATION, PERSON, Page, PageWords, Words
from contracts.membership.vocabulary import NAME, PARTY, SECOND_PLACES
from contracts.operations import Command, Import, Query

KEEPERS = (roles.BRANCH_SECRETARY, roles.COMMUNITY_SECRETARY, roles.REGISTRAR)
LEAVING = ("transferred", "regrouped", "left_party", "died", "moved_away", "entered_in_error")
KEPT_AT = validate.Length(min=1, max=120)
ROLL_RULES = (
    "organisation_unknown",
    "organisation_dissolved",
    "organisation_takes_no_members",
    "person_unknown",
    "person_deceased",
    "person_erased",
    "not_a_party_member",
    "enrolled_elsewhere",
    "enrolled_already",
    "enrolled_before_founding",
    "team_unknown",
    "team_not_for_roll",
    "date_in_future",
)
SECOND_RULES = ("second_place_taken", "second_place_needs_first", "second_place_beside_first", "not_living_there")


class MemberSeat(Resource):
    """Somebody's place on the roll of an organisation."""

    key = "seat_id"
    organisation_id = organisation_scope()
    area_id = area_scope()
    person_id = person_scope()
    see = (
        role(*KEEPERS).over(area_id),
        role(roles.BRANCH_SECRETARY).over(organisation_id),
        self_in(person_id),
    )


class EnrolMember(Words):
    """Enrols a party member from `enrolled_on` on, today unless said. `team_id` says, in a functional branch, from which team
    they come."""

    organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    team_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    enrolled_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class TakeSecondPlace(Words):
    """Registers a member beside their main roll from `enrolled_on` on, today unless said. `kept_at` names the organisation with
    their main roll where this register does not know it; of floating members it is always outside."""

    organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    second = fields.String(required=True, validate=validate.OneOf(SECOND_PLACES), metadata=INTERNAL)
    kept_at = fields.String(load_default=None, allow_none=True, validate=KEPT_AT, metadata=PARTY)
    enrolled_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class LeaveRoll(Words):
    """`left_on` is the first day without the place, today unless said."""

    seat_id = fields.UUID(required=True, metadata=INTERNAL)
    reason = fields.String(required=True, validate=validate.OneOf(LEAVING), metadata=INTERNAL)
    left_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class ShowMember(Words):
    seat_id = fields.UUID(required=True, metadata=INTERNAL)


class ListMembers(PageWords):
    """The roll on the day `on` (today unless said) of the organisation `of` and those below it, of the area `within` and below,
    or the places of one person; only places of one kind beside the main one, if `second` says which."""

    of = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    within = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    on = Day(load_default=None, allow_none=True, metadata=PUBLIC)
    second = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(SECOND_PLACES), metadata=INTERNAL
    )


class MemberReply(Schema):
    seat_id = fields.UUID(required=True, metadata=INTERNAL)
    organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    organisation_kind = fields.String(required=True, metadata=PUBLIC)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    person_name = fields.String(required=True, metadata=NAME)
    main = fields.Boolean(required=True, metadata=PARTY)
    second = fields.String(required=True, allow_none=True, metadata=PARTY)
    kept_at = fields.String(required=True, allow_none=True, metadata=PARTY)
    team_id = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)
    enrolled_on = Day(required=True, metadata=PARTY)
    left_on = Day(required=True, allow_none=True, metadata=PARTY)
    reason = fields.String(required=True, allow_none=True, metadata=PARTY)
    version = fields.Integer(required=True, metadata=INTERNAL)


class MemberPage(Page):
    items = fields.List(fields.Nested(MemberReply), required=True, metadata=INTERNAL)


class ImportedMember(ImportRecord):
    """A place on a roll; `second` and `kept_at` of one beside the main place."""

    organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    team_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    second = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(SECOND_PLACES), metadata=INTERNAL
    )
    kept_at = fields.String(load_default=None, allow_none=True, validate=KEPT_AT, metadata=PARTY)
    enrolled_on = Day(required=True, metadata=PUBLIC)
    left_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)
    reason = fields.String(load_default="transferred", validate=validate.OneOf(LEAVING), metadata=INTERNAL)


enrol_member = Command(
    "membership.enrol_member",
    "POST /organisations/{organisation_id}/members",
    request=EnrolMember,
    reply=MemberReply,
    on=Organisation,
    allow=[
        role(*KEEPERS).over(Organisation.area_id),
        role(roles.BRANCH_SECRETARY).over(Organisation.organisation_id),
    ],
    refuses=ROLL_RULES,
    about="Enrols a party member in a branch or group. Everybody has one main place at a time; places in functional branches "
    "come beside it.",
    example={"organisation_id": ORGANISATION, "person_id": PERSON, "enrolled_on": "2011-03-01"},
    status=201,
)
take_second_place = Command(
    "membership.take_second_place",
    "POST /organisations/{organisation_id}/second-places",
    request=TakeSecondPlace,
    reply=MemberReply,
    on=Organisation,
    allow=[
        role(*KEEPERS).over(Organisation.area_id),
        role(roles.BRANCH_SECRETARY).over(Organisation.organisation_id),
    ],
    refuses=tuple(rule for rule in (*ROLL_RULES, *SECOND_RULES) if not rule.startswith("team_")),
    about="Registers a member in the branch or group of the community where they live, beside a main roll elsewhere: one in "
    "service (双岗位登记), or a floating one (流动党员). Nobody has two such places at a time.",
    example={"organisation_id": ORGANISATION, "person_id": PERSON, "second": "in_service", "kept_at": "市人民医院党委"},
    status=201,
)
leave_roll = Command(
    "membership.leave_roll",
    "POST /members/{seat_id}/leave",
    request=LeaveRoll,
    reply=MemberReply,
    on=MemberSeat,
    allow=[role(*KEEPERS).over(MemberSeat.area_id), role(roles.BRANCH_SECRETARY).over(MemberSeat.organisation_id)],
    refuses=("member_left", "member_days_wrong", "date_in_future"),
    about="Ends somebody's place on a roll.",
    example={"seat_id": MEMBER_SEAT, "reason": "transferred"},
)
show_member = Query(
    "membership.show_member",
    "GET /members/{seat_id}",
    request=ShowMember,
    reply=MemberReply,
    on=MemberSeat,
    allow=MemberSeat.see,
    about="One place on a roll.",
    example={"seat_id": MEMBER_SEAT},
)
list_members = Query(
    "membership.list_members",
    "GET /members",
    request=ListMembers,
    reply=MemberPage,
    allow=[role(*KEEPERS).over(MemberSeat.area_id), role(roles.BRANCH_SECRETARY).over(MemberSeat.organisation_id)],
    about="The rolls that the caller keeps, in the order of names.",
    example={},
    paged=True,
)
import_members = Import(
    "membership.import_members",
    "POST /members/imports",
    request=request_of(ImportedMember),
    reply=ImportReply,
    record=ImportedMember,
    allow=[role(roles.REGISTRAR).anywhere()],
    refuses=(*ROLL_RULES, *SECOND_RULES, "member_days_wrong", "out_of_area"),
    about="Enters rolls of the past into organisations within the registrar's reach.",
    example={
        "dry_run": True,
        "records": [
            {
                "record_key": "roll:1",
                "source": "branch-roll-2011",
                "organisation_id": ORGANISATION,
                "person_id": PERSON,
                "enrolled_on": "2011-03-01",
            }
        ],
    },
)
