"""Facts of household visits (走访)."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.classes import INTERNAL
from contracts.events import Event
from contracts.membership.events.versions import FIRST
from contracts.membership.vocabulary import VISIT_URGENCIES


class HouseholdVisitDueV1(Event):
    """A household is to be visited by `due_on`. It never says which occasion made the visit due.

    Told again where the day changed: something more urgent came up, or nobody was at home.
    """

    name, aggregate, emitted_since = "membership.household_visit_due.v1", "household_visit", FIRST
    visit_id = fields.UUID(required=True, metadata=INTERNAL)
    household_id = fields.UUID(required=True, metadata=INTERNAL)
    due_on = fields.Date(required=True, metadata=INTERNAL)


class HouseholdVisitMadeV1(Event):
    """A household was visited: somebody was met there."""

    name, aggregate, emitted_since = "membership.household_visit_made.v1", "household_visit", FIRST
    visit_id = fields.UUID(required=True, metadata=INTERNAL)
    household_id = fields.UUID(required=True, metadata=INTERNAL)
    visited_on = fields.Date(required=True, metadata=INTERNAL)


class HouseholdVisitStruckV1(Event):
    """A visit, due or made, is void: it was entered by mistake, or nobody lives there any more."""

    name, aggregate, emitted_since = "membership.household_visit_struck.v1", "household_visit", FIRST
    visit_id = fields.UUID(required=True, metadata=INTERNAL)


class VisitDeadlineSettledV1(Event):
    """What a deadline came to: `kept` by a visit in time, `missed` the moment it passed, or `struck` with a void visit.

    The envelope's area is the community. Neither visit nor household is named, and why somebody was to come is told
    nowhere: `urgency` says no more than the days of the visit do.
    """

    name, aggregate, emitted_since = "membership.visit_deadline_settled.v1", "visit_deadline", FIRST
    deadline_id = fields.UUID(required=True, metadata=INTERNAL)
    urgency = fields.String(required=True, validate=validate.OneOf(VISIT_URGENCIES), metadata=INTERNAL)
    outcome = fields.String(required=True, validate=validate.OneOf(["kept", "missed", "struck"]), metadata=INTERNAL)
    settled_on = fields.Date(required=True, metadata=INTERNAL)
