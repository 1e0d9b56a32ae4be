"""What alpha promises."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.access import public, signed_in
from contracts.classes import INTERNAL
from contracts.events import URGENT, Event
from contracts.operations import Command, Query


class ThingDoneV1(Event):
    """A thing was done for the `number`th time."""

    name, aggregate = "alpha.thing_done.v1", "thing"

    number = fields.Integer(required=True, metadata=INTERNAL)


class ThingUndoneV1(Event):
    """A thing was undone; nobody reacts, but it has its number."""

    name, aggregate = "alpha.thing_undone.v1", "thing"


class AlarmRaisedV1(Event):
    """Somebody called for help."""

    name, aggregate, lane = "alpha.alarm_raised.v1", "alarm", URGENT

    number = fields.Integer(required=True, metadata=INTERNAL)


class DoThing(Schema):
    thing_id = fields.UUID(required=True, metadata=INTERNAL)
    number = fields.Integer(required=True, metadata=INTERNAL)


class MarkThing(DoThing):
    """`takes` is how many seconds the act takes."""

    takes = fields.Float(load_default=0.0, metadata=INTERNAL)


class Thing(Schema):
    thing_id = fields.UUID(required=True, metadata=INTERNAL)
    number = fields.Integer(required=True, metadata=INTERNAL)


class CountThings(Schema):
    thing_id = fields.UUID(required=True, metadata=INTERNAL)


do_thing = Command(
    "alpha.do_thing", "POST /things", request=DoThing, reply=Thing, allow=[public()], idempotent=False, about="Does it."
)
mark_thing = Command(
    "alpha.mark_thing",
    "POST /things/marks",
    request=MarkThing,
    reply=Thing,
    allow=[signed_in()],
    about="Writes it down and tells of it.",
    deadline=3,
)
wait_long = Query(
    "alpha.wait_long",
    "GET /things/waits",
    request=CountThings,
    reply=Thing,
    allow=[public()],
    about="Takes half a second.",
)
