"""Disclosure (亮身份): members agree to be shown, and buildings show those of their members who did."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts import roles
from contracts.access import Area, Resource, area_scope, role, self_in, signed_in
from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.membership.operations.rolls import KEEPERS, MemberSeat
from contracts.membership.operations.shapes import BOARD, COMMUNITY, MEMBER_SEAT, Done, Page, PageWords, Words
from contracts.operations import Command, Query

PUBLISHERS = (roles.COMMUNITY_SECRETARY, roles.REGISTRAR, roles.STREET_OFFICER)


class RollBoard(Resource):
    """The board of a building (公示栏)."""

    key = "board_id"
    area_id = area_scope()
    see = (signed_in(),)


class NameSeat(Words):
    seat_id = fields.UUID(required=True, metadata=INTERNAL)


class PublishBoard(Words):
    """The building `area_id` shows its members from today on."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)


class NameBoard(Words):
    board_id = fields.UUID(required=True, metadata=PUBLIC)


class ListBoards(PageWords):
    """Boards of an area and below that are up."""

    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)


class BoardRow(Schema):
    board_id = fields.UUID(required=True, metadata=PUBLIC)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    published_on = Day(required=True, metadata=PUBLIC)
    withdrawn_on = Day(required=True, allow_none=True, metadata=PUBLIC)
    version = fields.Integer(required=True, metadata=PUBLIC)


class Shown(Schema):
    """A member who agreed to be shown: by their own agreement, name and branch are public here."""

    name = fields.String(required=True, metadata=PUBLIC)
    organisation = fields.String(required=True, metadata=PUBLIC)
    disclosed_on = Day(required=True, metadata=PUBLIC)


class Board(BoardRow):
    members = fields.List(fields.Nested(Shown), required=True, metadata=PUBLIC)


class BoardPage(Page):
    items = fields.List(fields.Nested(BoardRow), required=True, metadata=PUBLIC)


disclose_roll = Command(
    "membership.disclose_roll",
    "POST /members/{seat_id}/disclosure",
    request=NameSeat,
    reply=Done,
    on=MemberSeat,
    allow=[self_in(MemberSeat.person_id), role(*KEEPERS).over(MemberSeat.area_id)],
    refuses=("member_left", "member_not_main", "disclosed_already"),
    about="A member agrees to be shown as one, from today on: themselves, or by the hand of who keeps the roll and has their "
    "signature.",
    example={"seat_id": MEMBER_SEAT},
    status=201,
)
conceal_roll = Command(
    "membership.conceal_roll",
    "POST /members/{seat_id}/concealment",
    request=NameSeat,
    reply=Done,
    on=MemberSeat,
    allow=[self_in(MemberSeat.person_id), role(*KEEPERS).over(MemberSeat.area_id)],
    refuses=("not_disclosed",),
    about="Takes that back, from today on.",
    example={"seat_id": MEMBER_SEAT},
)
publish_board = Command(
    "membership.publish_roll_board",
    "POST /areas/{area_id}/roll-boards",
    request=PublishBoard,
    reply=BoardRow,
    on=Area,
    allow=[role(*PUBLISHERS).over(Area.area_id)],
    refuses=("board_repeated", "designation_kind_of_area", "area_ended"),
    about="Puts up the board of a building: it shows those who live there and agreed, as long as they do.",
    example={"area_id": COMMUNITY},
    status=201,
)
withdraw_board = Command(
    "membership.withdraw_roll_board",
    "POST /roll-boards/{board_id}/withdrawal",
    request=NameBoard,
    reply=BoardRow,
    on=RollBoard,
    allow=[role(*PUBLISHERS).over(RollBoard.area_id)],
    refuses=("board_withdrawn",),
    about="Takes the board down.",
    example={"board_id": BOARD},
)
show_board = Query(
    "membership.show_roll_board",
    "GET /roll-boards/{board_id}",
    request=NameBoard,
    reply=Board,
    on=RollBoard,
    allow=[signed_in()],
    about="The board of a building with the members it shows now.",
    example={"board_id": BOARD},
)
list_boards = Query(
    "membership.list_roll_boards",
    "GET /roll-boards",
    request=ListBoards,
    reply=BoardPage,
    allow=[signed_in()],
    about="Boards that are up, newest first.",
    example={"area_id": COMMUNITY},
    paged=True,
)
