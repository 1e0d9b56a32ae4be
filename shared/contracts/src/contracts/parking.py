"""Parking (暂存) from outside: what an operator may do about events that took no effect, declared by one factory.

No operation shows an event's data, nor the words of an error, which may quote it: membership's `person_*` events name people.
"""

from __future__ import annotations

from functools import cache

from marshmallow import RAISE, Schema, fields, validate

from contracts.access import role
from contracts.classes import INTERNAL, PUBLIC
from contracts.operations import Command, Operation, Query
from contracts.roles import SYSTEM_OPERATOR

STATES: tuple[str, ...] = ("retry", "dead", "behind", "early", "skipped")
"""Due again by itself; tried for the last time; behind a parked one; before its turn; given up by an operator."""

REFUSALS: frozenset[str] = frozenset(
    {
        "cursor_invalid",
        "parked_event_unknown",
        "parked_event_skipped",
        "parked_event_behind",
        "parked_body_unreadable",
        "skip_reason_missing",
    }
)
"""The codes of all rules that these operations can refuse by; the rules are the runtime's."""

_OPERATORS = [role(SYSTEM_OPERATOR).anywhere()]
_LAST_ID = 2**63 - 1


class _Words(Schema):
    class Meta:
        unknown = RAISE


class ListParked(_Words):
    """Which parked events: of one state, or all that nobody has given up."""

    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES), metadata=INTERNAL)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200), metadata=PUBLIC)
    after = fields.String(load_default=None, allow_none=True, metadata=PUBLIC)


class OneParked(_Words):
    """Which parked event, by its number in the list."""

    parked_id = fields.Integer(required=True, validate=validate.Range(1, _LAST_ID), metadata=INTERNAL)


class SkipParked(OneParked):
    """Which parked event is given up, and why; the reason goes into the audit."""

    reason = fields.String(required=True, validate=validate.Length(1, 500), metadata=INTERNAL)


class Awaited(_Words):
    """The event of the same aggregate that has to take effect first; `parked_id` is null while it has not come."""

    aggregate_seq = fields.Integer(required=True, metadata=INTERNAL)
    parked_id = fields.Integer(required=True, allow_none=True, metadata=INTERNAL)


class ParkedEvent(_Words):
    """A parked event. `error` is the kind of the last error; `due_at` the next try, null where none comes by itself.

    A message that is no event at all has no name, id or aggregate. `reason` is the operator's who gave it up.
    """

    parked_id = fields.Integer(required=True, metadata=INTERNAL)
    state = fields.String(required=True, validate=validate.OneOf(STATES), metadata=INTERNAL)
    name = fields.String(required=True, allow_none=True, metadata=INTERNAL)
    event_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    aggregate = fields.String(required=True, allow_none=True, metadata=INTERNAL)
    aggregate_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    aggregate_seq = fields.Integer(required=True, allow_none=True, metadata=INTERNAL)
    attempts = fields.Integer(required=True, metadata=INTERNAL)
    error = fields.String(required=True, allow_none=True, metadata=INTERNAL)
    parked_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    due_at = fields.AwareDateTime(required=True, allow_none=True, metadata=INTERNAL)
    waits_for = fields.Nested(Awaited, required=True, allow_none=True, metadata=INTERNAL)
    reason = fields.String(required=True, allow_none=True, metadata=INTERNAL)


class ParkedPage(_Words):
    items = fields.List(fields.Nested(ParkedEvent), required=True, metadata=INTERNAL)
    next = fields.String(required=True, allow_none=True, metadata=PUBLIC)


class Envelope(_Words):
    """What an event says besides its data, its name and its aggregate."""

    occurred_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    recorded_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    area = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    actor_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    correlation_id = fields.String(required=True, metadata=INTERNAL)
    causation_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    traceparent = fields.String(required=True, allow_none=True, metadata=INTERNAL)
    kind = fields.String(required=True, metadata=INTERNAL)


class ParkedEventInFull(ParkedEvent):
    """A parked event with its envelope, null for a message that is no event. `position` is the number of the last event
    of its aggregate that took effect here."""

    position = fields.Integer(required=True, allow_none=True, metadata=INTERNAL)
    envelope = fields.Nested(Envelope, required=True, allow_none=True, metadata=INTERNAL)


@cache
def parking_operations(service: str) -> tuple[Operation, ...]:
    """The four operations about what a service has parked: list, show, replay, skip."""
    return (*_readings(service), *_interventions(service))


def _readings(service: str) -> tuple[Operation, ...]:
    return (
        Query(
            f"{service}.list_parked",
            f"GET /operations/{service}/parking",
            request=ListParked,
            reply=ParkedPage,
            allow=_OPERATORS,
            refuses=["cursor_invalid"],
            about=f"The events that could not take effect in {service} yet, oldest first; those given up by state only.",
            example={"state": "dead"},
            paged=True,
        ),
        Query(
            f"{service}.show_parked",
            f"GET /operations/{service}/parking/{{parked_id}}",
            request=OneParked,
            reply=ParkedEventInFull,
            allow=_OPERATORS,
            refuses=["parked_event_unknown"],
            about=f"One event parked by {service}: its envelope, its tries and what it waits for, never its data.",
            example={"parked_id": 17},
        ),
    )


def _interventions(service: str) -> tuple[Operation, ...]:
    return (
        Command(
            f"{service}.replay_parked",
            f"POST /operations/{service}/parking/{{parked_id}}/replay",
            request=OneParked,
            reply=ParkedEvent,
            allow=_OPERATORS,
            refuses=["parked_event_unknown", "parked_event_skipped", "parked_event_behind", "parked_body_unreadable"],
            about="Makes it due now, with all its tries before it; the clock runs it. An early event then no longer waits "
            "for the one that never came.",
            example={"parked_id": 17},
        ),
        Command(
            f"{service}.skip_parked",
            f"POST /operations/{service}/parking/{{parked_id}}/skip",
            request=SkipParked,
            reply=ParkedEvent,
            allow=_OPERATORS,
            refuses=["parked_event_unknown", "parked_event_skipped", "skip_reason_missing"],
            about="Gives it up, and what of its aggregate is parked before it; what waits behind it goes on.",
            example={"parked_id": 17, "reason": "The team was entered twice; its leader confirmed."},
        ),
    )
