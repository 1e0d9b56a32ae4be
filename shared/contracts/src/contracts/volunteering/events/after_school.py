"""Events of after-school care (四点钟学校). Which child it is stays a keyed subject, who fetches it stays here."""

from __future__ import annotations

from marshmallow import fields

from contracts.classes import INTERNAL, PUBLIC
from contracts.events import Event


class AfterSchoolOpenedV1(Event):
    """A team looks after children between school and the parents' evening (四点钟学校)."""

    name, aggregate, emitted_since = "volunteering.after_school_opened.v1", "after_school", "0.2.0"
    after_school_id = fields.UUID(required=True, metadata=INTERNAL)
    team_id = fields.UUID(required=True, metadata=INTERNAL)
    opened_on = fields.Date(required=True, metadata=PUBLIC)


class AfterSchoolClosedV1(Event):
    """It takes no children any more."""

    name, aggregate, emitted_since = "volunteering.after_school_closed.v1", "after_school", "0.2.0"
    after_school_id = fields.UUID(required=True, metadata=INTERNAL)
    closed_on = fields.Date(required=True, metadata=PUBLIC)


class SchoolPlaceTakenV1(Event):
    """A child has a place. `subject` is the child's keyed hash of the year in which the place begins."""

    name, aggregate, emitted_since = "volunteering.school_place_taken.v1", "school_place", "0.2.0"
    school_place_id = fields.UUID(required=True, metadata=INTERNAL)
    after_school_id = fields.UUID(required=True, metadata=INTERNAL)
    subject = fields.String(required=True, metadata=INTERNAL)
    from_on = fields.Date(required=True, metadata=INTERNAL)


class SchoolPlaceEndedV1(Event):
    """A child comes no more."""

    name, aggregate, emitted_since = "volunteering.school_place_ended.v1", "school_place", "0.2.0"
    school_place_id = fields.UUID(required=True, metadata=INTERNAL)
    ended_on = fields.Date(required=True, metadata=INTERNAL)


class ChildPickedUpV1(Event):
    """A child that came was handed over to somebody the guardian had named, against a signature. `late`: after closing."""

    name, aggregate, emitted_since = "volunteering.child_picked_up.v1", "school_day", "0.2.0"
    school_day_id = fields.UUID(required=True, metadata=INTERNAL)
    after_school_id = fields.UUID(required=True, metadata=INTERNAL)
    on = fields.Date(required=True, metadata=INTERNAL)
    late = fields.Boolean(required=True, metadata=INTERNAL)


class PickUpOverdueV1(Event):
    """Closing time has come and a child is still there: `leader_id`, who answers for it, is alarmed. Emitted by the clock."""

    name, aggregate, emitted_since = "volunteering.pick_up_overdue.v1", "school_day", "0.2.0"
    school_day_id = fields.UUID(required=True, metadata=INTERNAL)
    after_school_id = fields.UUID(required=True, metadata=INTERNAL)
    leader_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    on = fields.Date(required=True, metadata=INTERNAL)
