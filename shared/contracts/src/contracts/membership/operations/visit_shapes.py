"""What operations on visits to households ask and answer."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts.calendar import FIRST_YEAR, LAST_YEAR, Day, Moment
from contracts.classes import INTERNAL, PUBLIC
from contracts.imports import ImportRecord
from contracts.membership.operations.shapes import Page, PageWords, Words
from contracts.membership.packs import CODE
from contracts.membership.vocabulary import VISIT_NOTE, VISIT_REASON

STATES = ("due", "made", "lapsed", "struck")
STRIKES = ("entered_by_mistake", "wrong_household", "entered_twice")


class RaiseVisit(Words):
    """Somebody tells that a household should be visited; `person_id` is whom it concerns, if one of the household."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    kind = fields.String(required=True, validate=CODE, metadata=VISIT_REASON)
    person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)


class VisitId(Words):
    visit_id = fields.UUID(required=True, metadata=INTERNAL)


class TakeVisit(VisitId):
    """`person_id` is who is to go, whoever takes it for them; the caller unless said."""

    person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)


class MakeVisit(VisitId):
    """`made_at` is now unless said; `wishes` are codes of the pack for what was asked for; `follow_up` a kind of visit that
    is to come of it."""

    made_at = Moment(load_default=None, allow_none=True, metadata=INTERNAL)
    wishes = fields.List(
        fields.String(validate=CODE), load_default=list, validate=validate.Length(max=20), metadata=VISIT_NOTE
    )
    note = fields.String(load_default="", validate=validate.Length(max=2_000), metadata=VISIT_NOTE)
    follow_up = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=VISIT_REASON)


class FindNobody(VisitId):
    tried_at = Moment(load_default=None, allow_none=True, metadata=INTERNAL)


class StrikeVisit(VisitId):
    reason = fields.String(required=True, validate=validate.OneOf(STRIKES), metadata=INTERNAL)


class ListVisits(PageWords):
    """Visits, the last raised first: of an area and below, in a state, past their day (`overdue`), of one visitor
    (`person_id`) or of one household."""

    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    household_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES), metadata=INTERNAL)
    overdue = fields.Boolean(load_default=None, allow_none=True, metadata=INTERNAL)


class ShowRoute(PageWords):
    """Due visits in the order of the way, due within `days`: of an area and below, of one visitor `person_id` (the caller's
    own where neither is said), or those that nobody has taken (`untaken`)."""

    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    person_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    untaken = fields.Boolean(load_default=False, metadata=INTERNAL)
    days = fields.Integer(load_default=7, validate=validate.Range(1, 366), metadata=PUBLIC)


class ShareRoute(Words):
    """The visits that nobody has taken and that are due within `days` are divided among `visitors`, who each get a stretch
    of the way. Up to 2,000 visits at once."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    visitors = fields.List(fields.UUID(), required=True, validate=validate.Length(1, 50), metadata=INTERNAL)
    days = fields.Integer(load_default=7, validate=validate.Range(1, 366), metadata=PUBLIC)


class BeginRound(Words):
    """The round of all households begins `on` a day, today unless said."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class ShowVisitFigures(Words):
    """The civil year, this one unless said."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    year = fields.Integer(
        load_default=None, allow_none=True, validate=validate.Range(FIRST_YEAR, LAST_YEAR), metadata=PUBLIC
    )


class VisitReply(Schema):
    """A visit as everybody sees it who may see it: how soon, not why. `due_at` is when somebody is to come (again), `overdue`
    whether that has passed; `reasons` is how many there are, `attempts` how often nobody was at home."""

    visit_id = fields.UUID(required=True, metadata=INTERNAL)
    household_id = fields.UUID(required=True, metadata=INTERNAL)
    area_id = fields.UUID(required=True, attribute="area", metadata=PUBLIC)
    household = fields.String(required=True, metadata=PUBLIC)
    place = fields.String(required=True, metadata=PUBLIC)
    state = fields.String(required=True, metadata=INTERNAL)
    urgency = fields.String(required=True, metadata=INTERNAL)
    raised_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    due_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    overdue = fields.Boolean(required=True, metadata=INTERNAL)
    reasons = fields.Integer(required=True, metadata=INTERNAL)
    attempts = fields.Integer(required=True, metadata=INTERNAL)
    visitor_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    made_at = fields.AwareDateTime(required=True, allow_none=True, metadata=INTERNAL)
    ended_for = fields.String(required=True, allow_none=True, metadata=INTERNAL)
    version = fields.Integer(required=True, metadata=PUBLIC)


class VisitPage(Page):
    items = fields.List(fields.Nested(VisitReply), required=True, metadata=PUBLIC)


class Reason(Schema):
    """One reason: its kind of the pack, by when, and what the deadline came to (null: it runs)."""

    kind = fields.String(required=True, allow_none=True, metadata=VISIT_REASON)
    urgency = fields.String(required=True, metadata=INTERNAL)
    raised_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    due_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    outcome = fields.String(required=True, allow_none=True, metadata=INTERNAL)


class OpenedVisitReply(VisitReply):
    """A visit with why somebody is to come, what was asked for and the note; the reading is recorded. Whoever may see
    the visit and not why gets nulls."""

    why = fields.List(fields.Nested(Reason), required=True, metadata=INTERNAL)
    wishes = fields.List(fields.String(), required=True, allow_none=True, metadata=VISIT_NOTE)
    note = fields.String(required=True, allow_none=True, metadata=VISIT_NOTE)


class Stop(Schema):
    """One door of a route, small enough for a telephone: `place` (building), `household` (door), how soon and by when."""

    visit_id = fields.UUID(required=True, metadata=INTERNAL)
    place = fields.String(required=True, metadata=PUBLIC)
    household = fields.String(required=True, metadata=PUBLIC)
    urgency = fields.String(required=True, metadata=INTERNAL)
    due_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    overdue = fields.Boolean(required=True, metadata=INTERNAL)
    visitor_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)


class RoutePage(Page):
    items = fields.List(fields.Nested(Stop), required=True, metadata=PUBLIC)


class Share(Schema):
    visitor_id = fields.UUID(required=True, metadata=INTERNAL)
    visits = fields.Integer(required=True, metadata=INTERNAL)


class SharesReply(Schema):
    """How many visits each got; `left` are those that none of them may make or that were too many at once."""

    shares = fields.List(fields.Nested(Share), required=True, metadata=INTERNAL)
    left = fields.Integer(required=True, metadata=INTERNAL)


class RoundReply(Schema):
    """A round: households that lie in the area, and until when the last is visited."""

    round_id = fields.UUID(required=True, metadata=INTERNAL)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    begun_on = Day(required=True, metadata=PUBLIC)
    ends_on = Day(required=True, metadata=PUBLIC)
    households = fields.Integer(required=True, metadata=INTERNAL)


class KindFigures(Schema):
    """Deadlines of the year by the kind of visit: kept, and missed."""

    kind = fields.String(required=True, metadata=INTERNAL)
    urgency = fields.String(required=True, metadata=INTERNAL)
    kept = fields.Integer(required=True, metadata=INTERNAL)
    missed = fields.Integer(required=True, metadata=INTERNAL)


class VisitFigures(Schema):
    """What came of the visits of a year: distinct households visited, of those in the grid now; visits made; visits due and
    overdue now; and each kind. A kind is told of a community or more, where its number names nobody."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    year = fields.Integer(required=True, metadata=PUBLIC)
    households = fields.Integer(required=True, metadata=INTERNAL)
    visited = fields.Integer(required=True, metadata=INTERNAL)
    made = fields.Integer(required=True, metadata=INTERNAL)
    due = fields.Integer(required=True, metadata=INTERNAL)
    overdue = fields.Integer(required=True, metadata=INTERNAL)
    kinds = fields.List(fields.Nested(KindFigures), required=True, metadata=INTERNAL)


class ImportedVisit(ImportRecord):
    """A visit of the past. `due_at` is its deadline, where the source tells one; without, it counts for coverage alone."""

    household_id = fields.UUID(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, validate=CODE, metadata=VISIT_REASON)
    made_at = Moment(required=True, metadata=INTERNAL)
    due_at = Moment(load_default=None, allow_none=True, metadata=INTERNAL)
    visitor_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    note = fields.String(load_default="", validate=validate.Length(max=2_000), metadata=VISIT_NOTE)
