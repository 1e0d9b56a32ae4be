"""What is sent to the operations of the deeds wall and of contests."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC, Basis, personal
from contracts.roles import BRANCH_SECRETARY, OFFICERS, REGISTRAR
from contracts.volunteering.events import NOMINEE_KINDS
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests.shapes import Paged, Request

STORY = personal(
    "Telling of a good deed",
    Basis.CONSENT,
    "until it is declined or taken down",
    shown_to=(REGISTRAR, BRANCH_SECRETARY, *OFFICERS),
)
DEED_STATES = ("told", "agreed", "declined", "published", "taken_down")
_STORY = validate.Length(min=10, max=2_000)
_TITLE = validate.Length(min=1, max=60)


class TellDeed(Request):
    """`doer_id`: who did it; they are asked whether it may be published."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    board = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    doer_id = fields.UUID(required=True, metadata=INTERNAL)
    story = fields.String(required=True, validate=_STORY, metadata=STORY)


class OfDeed(Request):
    deed_id = fields.UUID(required=True, metadata=INTERNAL)


class ListDeeds(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(DEED_STATES), metadata=INTERNAL)


class ListBoard(Paged):
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    board = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)


class AgreeDeed(OfDeed):
    agrees = fields.Boolean(required=True, metadata=INTERNAL)


class TakeDownDeed(OfDeed):
    reason = fields.String(required=True, validate=CODE, metadata=INTERNAL)


class OpenContest(Request):
    """`season`: a name of which an area has one contest a board, such as a year."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    board = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    season = fields.String(required=True, validate=validate.Length(min=1, max=20), metadata=PUBLIC)
    title = fields.String(required=True, validate=_TITLE, metadata=PUBLIC)
    winners = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=1_000), metadata=PUBLIC)


class OfContest(Request):
    contest_id = fields.UUID(required=True, metadata=INTERNAL)


class ListContests(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)


class Nominate(OfContest):
    """`nominee_id`: a person of the contest's area, or a household there."""

    kind = fields.String(required=True, validate=validate.OneOf(NOMINEE_KINDS), metadata=PUBLIC)
    nominee_id = fields.UUID(required=True, metadata=INTERNAL)


class ListNominations(OfContest, Paged):
    """Who stands in a contest."""


class OfNomination(Request):
    nomination_id = fields.UUID(required=True, metadata=INTERNAL)


class RequestBallot(OfContest):
    opens_on = Day(required=True, metadata=PUBLIC)
    closes_on = Day(required=True, metadata=PUBLIC)
