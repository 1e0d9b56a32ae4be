"""Story (来龙去脉) from outside: what one service knows of one civic act, declared by one factory.

A story is all that happened under one correlation id. Each service tells what it did and said itself, and then what became of
the others' events with it; the gateway joins the parts (`GET /stories/{correlation_id}`). Ids, names and times: no event's
data, no error's words, nobody's name.
"""

from __future__ import annotations

from functools import cache

from marshmallow import RAISE, Schema, fields, validate

from contracts.access import role
from contracts.classes import INTERNAL
from contracts.operations import Operation, Query
from contracts.parking import STATES as PARKED_STATES
from contracts.roles import AUDITOR, SYSTEM_OPERATOR

MOST = 500
"""Acts, events and clocks of a story that one service tells at most; an import of a thousand records is one story."""

MOST_AT_ONCE = 100
"""Events that are asked about in one call."""

STATES: tuple[str, ...] = ("done", "parked", "waiting", "overtaken")
"""It took effect; it could not yet; it has not come yet; a snapshot brought what it would have."""

_WATCHERS = [role(SYSTEM_OPERATOR, AUDITOR).anywhere()]
_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
TOLD = rf"^{_UUID}/[a-z]+\.[a-z_]+\.v[0-9]{{1,3}}/{_UUID}/[0-9]{{1,18}}$"
"""An event as it is asked about: its id, its name, its aggregate's id and number, joined by slashes."""

_EXAMPLE_ID = "01890a5d-ac96-774b-bcce-b302099a8057"


class _Words(Schema):
    class Meta:
        unknown = RAISE


class OneStory(_Words):
    """Which civic act: the id that the gateway's answer bore in `X-Correlation-ID`."""

    correlation_id = fields.UUID(required=True, metadata=INTERNAL)


class Acted(_Words):
    """An entry of the audit: an operation or a reading, by whom (an account, null for the console), on what."""

    at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    act = fields.String(required=True, metadata=INTERNAL)
    account_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    target = fields.String(required=True, allow_none=True, metadata=INTERNAL)


class Said(_Words):
    """An event, committed at `recorded_at` and with all its consumers at `published_at`, null while it is on its way.

    `causation_id` is the event that it answers; `consumer` the one service that it is meant for, null for all.
    """

    event_id = fields.UUID(required=True, metadata=INTERNAL)
    name = fields.String(required=True, metadata=INTERNAL)
    aggregate_id = fields.UUID(required=True, metadata=INTERNAL)
    aggregate_seq = fields.Integer(required=True, metadata=INTERNAL)
    account_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    causation_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    consumer = fields.String(required=True, allow_none=True, metadata=INTERNAL)
    recorded_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    published_at = fields.AwareDateTime(required=True, allow_none=True, metadata=INTERNAL)


class Pending(_Words):
    """A clock that this act has set and that has not struck; `attempts` counts its failures."""

    name = fields.String(required=True, metadata=INTERNAL)
    key = fields.String(required=True, metadata=INTERNAL)
    due_at = fields.AwareDateTime(required=True, metadata=INTERNAL)
    attempts = fields.Integer(required=True, metadata=INTERNAL)


class StoryPart(_Words):
    """What a service did and said, each in order of time. `cut`: there was more than is told."""

    acts = fields.List(fields.Nested(Acted), required=True, metadata=INTERNAL)
    events = fields.List(fields.Nested(Said), required=True, metadata=INTERNAL)
    clocks = fields.List(fields.Nested(Pending), required=True, metadata=INTERNAL)
    cut = fields.Boolean(required=True, metadata=INTERNAL)


class ToldEvents(_Words):
    """Which events of others, each as `event_id/name/aggregate_id/aggregate_seq`."""

    told = fields.List(
        fields.String(validate=validate.Regexp(TOLD)),
        required=True,
        validate=validate.Length(1, MOST_AT_ONCE),
        metadata=INTERNAL,
    )


class Effect(_Words):
    """What became of an event with one of the service's handlers; events that nobody here handles have none.

    `at` is when it took effect or was parked. `parked_id`, `parked_state`, `attempts` and `due_at` belong to a parked one.
    """

    event_id = fields.UUID(required=True, metadata=INTERNAL)
    state = fields.String(required=True, validate=validate.OneOf(STATES), metadata=INTERNAL)
    handler = fields.String(required=True, allow_none=True, metadata=INTERNAL)
    at = fields.AwareDateTime(required=True, allow_none=True, metadata=INTERNAL)
    parked_id = fields.Integer(required=True, allow_none=True, metadata=INTERNAL)
    parked_state = fields.String(
        required=True, allow_none=True, validate=validate.OneOf(PARKED_STATES), metadata=INTERNAL
    )
    attempts = fields.Integer(required=True, metadata=INTERNAL)
    due_at = fields.AwareDateTime(required=True, allow_none=True, metadata=INTERNAL)


class Effects(_Words):
    items = fields.List(fields.Nested(Effect), required=True, metadata=INTERNAL)


@cache
def story_operations(service: str) -> tuple[Operation, ...]:
    """The two operations about a service's part in a story: what it did and said, and what became of others' events."""
    return (
        Query(
            f"{service}.show_story",
            f"GET /operations/{service}/stories/{{correlation_id}}",
            request=OneStory,
            reply=StoryPart,
            allow=_WATCHERS,
            about=f"What {service} did, said and still means to do in one civic act. Whoever looks is in the audit.",
            example={"correlation_id": _EXAMPLE_ID},
        ),
        Query(
            f"{service}.list_effects",
            f"GET /operations/{service}/effects",
            request=ToldEvents,
            reply=Effects,
            allow=_WATCHERS,
            about=f"What became of events of others in {service}: taken into effect, parked, or still awaited.",
            example={"told": [f"{_EXAMPLE_ID}/membership.area_registered.v1/{_EXAMPLE_ID}/1"]},
        ),
    )
