"""Facts of household visits (走访)."""

from __future__ import annotations

from marshmallow import fields

from contracts.classes import INTERNAL
from contracts.events import Event


class HouseholdVisitDueV1(Event):
    """A household is to be visited by `due_on`. It never says which occasion made the visit due."""

    name, aggregate = "membership.household_visit_due.v1", "household_visit"
    visit_id = fields.UUID(required=True, metadata=INTERNAL)
    household_id = fields.UUID(required=True, metadata=INTERNAL)
    due_on = fields.Date(required=True, metadata=INTERNAL)


class HouseholdVisitMadeV1(Event):
    """A household was visited."""

    name, aggregate = "membership.household_visit_made.v1", "household_visit"
    visit_id = fields.UUID(required=True, metadata=INTERNAL)
    household_id = fields.UUID(required=True, metadata=INTERNAL)
    visited_on = fields.Date(required=True, metadata=INTERNAL)
