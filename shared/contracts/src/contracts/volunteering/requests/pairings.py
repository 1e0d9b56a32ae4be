"""What is sent to the operations of pairings."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC, Basis, sensitive
from contracts.roles import AID_WORKER, BRANCH_SECRETARY, COMMUNITY_SECRETARY
from contracts.volunteering.events import GIFT_KINDS, HELPED_KINDS, HELPER_KINDS, VALUE_BANDS
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests.shapes import Paged, Request

PAIRING_ROLES = (AID_WORKER, BRANCH_SECRETARY, COMMUNITY_SECRETARY)
OUTCOMES = ("finished_school", "self_reliant")
WHO_IS_HELPED = sensitive(
    "Arranging help for a household or student",
    Basis.CONSENT,
    "while helped + 3 years",
    shown_to=PAIRING_ROLES,
)


class StartPairing(Request):
    """`helper_id` a person or a unit of cobuilding; `helped_id` an area of kind household, or a person (student).

    `area_id` is what others may know of the place: a community or above, never the household itself.
    """

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    helper_kind = fields.String(required=True, validate=validate.OneOf(HELPER_KINDS), metadata=INTERNAL)
    helper_id = fields.UUID(required=True, metadata=INTERNAL)
    helped_kind = fields.String(required=True, validate=validate.OneOf(HELPED_KINDS), metadata=INTERNAL)
    helped_id = fields.UUID(required=True, metadata=WHO_IS_HELPED)
    started_on = Day(required=True, metadata=INTERNAL)
    goal = fields.String(load_default="", validate=validate.Length(max=500), metadata=WHO_IS_HELPED)


class OfPairing(Request):
    pairing_id = fields.UUID(required=True, metadata=INTERNAL)


class ListPairings(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    helped_kind = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(HELPED_KINDS),
        metadata=INTERNAL,
    )
    open = fields.Boolean(load_default=None, allow_none=True, metadata=INTERNAL)


class RecordOutcome(OfPairing):
    """The help reached its goal: `finished_school` of a student, `self_reliant` of a household. It ends the pairing."""

    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES), metadata=INTERNAL)
    on = Day(required=True, metadata=INTERNAL)


class EndPairing(OfPairing):
    reason = fields.String(required=True, validate=CODE, metadata=INTERNAL)
    on = Day(required=True, metadata=INTERNAL)


class RecordPairingVisit(OfPairing):
    on = Day(required=True, metadata=INTERNAL)


class RecordPairingGift(OfPairing):
    """What a helper gave of their own: a kind and a band of its value in yuan."""

    kind = fields.String(required=True, validate=validate.OneOf(GIFT_KINDS), metadata=INTERNAL)
    value_band = fields.String(required=True, validate=validate.OneOf(VALUE_BANDS), metadata=INTERNAL)
    on = Day(required=True, metadata=INTERNAL)


class StrikePairingVisit(OfPairing):
    visit_id = fields.UUID(required=True, metadata=INTERNAL)
    reason = fields.String(required=True, validate=CODE, metadata=INTERNAL)


class StrikePairingGift(OfPairing):
    gift_id = fields.UUID(required=True, metadata=INTERNAL)
    reason = fields.String(required=True, validate=CODE, metadata=INTERNAL)
