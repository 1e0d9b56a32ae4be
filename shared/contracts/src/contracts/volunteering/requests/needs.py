"""What is sent to the operations of stations, needs and matches."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.calendar import Moment
from contracts.classes import INTERNAL, PUBLIC, Basis, Mask, personal, sensitive
from contracts.roles import BRANCH_SECRETARY, COMMUNITY_SECRETARY, DESK_CLERK, VOLUNTEER
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests.activities import MINUTES
from contracts.volunteering.requests.shapes import Paged, Request

NEED_STATES = ("raised", "accepted", "matched", "done", "closed")
CLOSING_RESULTS = ("unsolved", "withdrawn")
_WHY = "Finding somebody who helps"
_KEEP = "while open + 3 years"
DESK_ROLES = (DESK_CLERK, BRANCH_SECRETARY, COMMUNITY_SECRETARY)
WHO_ASKS = personal(_WHY, Basis.CONSENT, _KEEP, mask=Mask.HIDE, shown_to=(*DESK_ROLES, VOLUNTEER))
WHAT_FOR = sensitive(_WHY, Basis.CONSENT, _KEEP, shown_to=(*DESK_ROLES, VOLUNTEER))


class OpenStation(Request):
    """`keeper_id`: who keeps the desk, beside the secretaries and clerks of the area."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    name = fields.String(required=True, validate=validate.Length(min=1, max=60), metadata=PUBLIC)
    kind = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    keeper_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)


class OfStation(Request):
    station_id = fields.UUID(required=True, metadata=INTERNAL)


class ListStations(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    kind = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)


class RaiseNeed(OfStation):
    """`asker_id` null: oneself; the desk may name who came. The wanted time may be left open."""

    category = fields.String(required=True, validate=CODE, metadata=INTERNAL)
    text = fields.String(required=True, validate=validate.Length(min=1, max=2_000), metadata=WHAT_FOR)
    asker_id = fields.UUID(load_default=None, allow_none=True, metadata=WHO_ASKS)
    starts_at = Moment(load_default=None, allow_none=True, metadata=INTERNAL)
    ends_at = Moment(load_default=None, allow_none=True, metadata=INTERNAL)


class OfNeed(Request):
    need_id = fields.UUID(required=True, metadata=INTERNAL)


class ListNeeds(Paged):
    """A station's queue, or all the caller may see; oldest first."""

    station_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(NEED_STATES), metadata=INTERNAL)
    overdue = fields.Boolean(load_default=None, allow_none=True, metadata=INTERNAL)


class DeclineNeed(OfNeed):
    reason = fields.String(required=True, validate=CODE, metadata=INTERNAL)


class ListCandidates(OfNeed):
    """The time to be free in; null: the need's own, or the next day."""

    starts_at = Moment(load_default=None, allow_none=True, metadata=INTERNAL)
    ends_at = Moment(load_default=None, allow_none=True, metadata=INTERNAL)
    limit = fields.Integer(load_default=10, validate=validate.Range(min=1, max=50), metadata=PUBLIC)


class OfferMatch(OfNeed):
    """Ask a volunteer, whoever that is; the time is the need's own unless given."""

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    starts_at = Moment(load_default=None, allow_none=True, metadata=INTERNAL)
    ends_at = Moment(load_default=None, allow_none=True, metadata=INTERNAL)


class OfMatch(Request):
    match_id = fields.UUID(required=True, metadata=INTERNAL)


class ListMatches(Paged):
    need_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    open = fields.Boolean(load_default=None, allow_none=True, metadata=INTERNAL)


class DeclineMatch(OfMatch):
    reason = fields.String(required=True, validate=CODE, metadata=INTERNAL)


class ReportDone(OfNeed):
    """`minutes` of service, no more than have passed since it began."""

    minutes = fields.Integer(required=True, strict=True, validate=MINUTES, metadata=INTERNAL)


class ConfirmNeed(OfNeed):
    """Whether the helped find the need solved."""

    solved = fields.Boolean(required=True, metadata=INTERNAL)


class CloseNeed(OfNeed):
    result = fields.String(required=True, validate=validate.OneOf(CLOSING_RESULTS), metadata=INTERNAL)


class ReopenNeed(OfNeed):
    """`strike`: nobody was there after all; the credit of the helper is reversed."""

    reason = fields.String(required=True, validate=CODE, metadata=INTERNAL)
    strike = fields.Boolean(load_default=False, metadata=INTERNAL)
