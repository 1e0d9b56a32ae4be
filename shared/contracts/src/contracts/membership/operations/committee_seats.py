"""Part-time seats on a community's committee (大党委兼职委员): a unit's secretary sits there while the unit's agreement lasts."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts import roles
from contracts.access import Resource, area_scope, organisation_scope, role, signed_in
from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.membership.operations.shapes import COMMITTEE_SEAT, ORGANISATION, PERSON, Page, PageWords, Words
from contracts.membership.vocabulary import PARTY
from contracts.operations import Command, Query

KEEPERS = (roles.REGISTRAR, *roles.OFFICERS)


class CommitteeSeat(Resource):
    """A unit's part-time seat on a committee."""

    key = "seat_id"
    organisation_id = organisation_scope()
    area_id = area_scope()
    see = (signed_in(),)


class TakeSeat(Words):
    """Who sits there for the unit from `taken_on` on, today unless said. Whoever sat there before does no longer."""

    seat_id = fields.UUID(required=True, metadata=PUBLIC)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    taken_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class NameSeat(Words):
    seat_id = fields.UUID(required=True, metadata=PUBLIC)


class ListSeats(PageWords):
    """Seats on the day `on` (today unless said), of a committee or of an area and below."""

    organisation_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class SeatReply(Schema):
    """`person_id` sits there since `taken_on`; null while nobody has been named."""

    seat_id = fields.UUID(required=True, metadata=PUBLIC)
    organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    unit_id = fields.UUID(required=True, metadata=PUBLIC)
    agreement_id = fields.UUID(required=True, metadata=PUBLIC)
    opened_on = Day(required=True, metadata=PUBLIC)
    ended_on = Day(required=True, allow_none=True, metadata=PUBLIC)
    person_id = fields.UUID(required=True, allow_none=True, metadata=PARTY)
    taken_on = Day(required=True, allow_none=True, metadata=PARTY)
    version = fields.Integer(required=True, metadata=PUBLIC)


class SeatPage(Page):
    items = fields.List(fields.Nested(SeatReply), required=True, metadata=PUBLIC)


take_seat = Command(
    "membership.take_committee_seat",
    "POST /committee-seats/{seat_id}/holder",
    request=TakeSeat,
    reply=SeatReply,
    on=CommitteeSeat,
    allow=[role(*KEEPERS).over(CommitteeSeat.area_id)],
    refuses=(
        "seat_ended",
        "seat_days_wrong",
        "date_in_future",
        "person_unknown",
        "person_deceased",
        "person_erased",
        "not_a_party_member",
    ),
    about="Names the unit's secretary who sits on the committee. Seats open when a unit signs an agreement and end with it.",
    example={"seat_id": COMMITTEE_SEAT, "person_id": PERSON, "taken_on": "2011-06-01"},
)
show_seat = Query(
    "membership.show_committee_seat",
    "GET /committee-seats/{seat_id}",
    request=NameSeat,
    reply=SeatReply,
    on=CommitteeSeat,
    allow=[signed_in()],
    about="One seat; who sits there is for those who keep the committee's roll.",
    example={"seat_id": COMMITTEE_SEAT},
)
list_seats = Query(
    "membership.list_committee_seats",
    "GET /committee-seats",
    request=ListSeats,
    reply=SeatPage,
    allow=[signed_in()],
    about="Seats by the day they were opened.",
    example={"organisation_id": ORGANISATION},
    paged=True,
)
