"""Facts of members who stand by a household (党员认亲), for counting alone."""

from __future__ import annotations

from marshmallow import fields

from contracts.classes import INTERNAL
from contracts.events import Event
from contracts.membership.events.versions import FIRST


class MemberPairedV1(Event):
    """The member at a main place stands by a household. `since` is the first day of a month, told by a clock: neither the day
    nor what caused it finds the pairing, which names its helper. Heard by reporting alone."""

    name, aggregate, emitted_since = "membership.member_paired.v1", "member_pairing", FIRST
    member_pairing_id = fields.UUID(required=True, metadata=INTERNAL)
    seat_id = fields.UUID(required=True, metadata=INTERNAL)
    since = fields.Date(required=True, metadata=INTERNAL)


class MemberUnpairedV1(Event):
    """No longer, or the place ended; `until` is the first day of a month too."""

    name, aggregate, emitted_since = "membership.member_unpaired.v1", "member_pairing", FIRST
    member_pairing_id = fields.UUID(required=True, metadata=INTERNAL)
    until = fields.Date(required=True, metadata=INTERNAL)
