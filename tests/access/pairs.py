"""Rows that are two people's or one person's alone: swaps of seats, and calls for help. They are made by volunteers with
accounts, of days long to come, and settled at once: nothing more can become of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

import amqp
import orjson

from contracts.eldercare.events import SosRaisedV1
from contracts.events import Lane
from runtime.amqp.connection import channel_of, connect
from runtime.amqp.names import event_exchange
from tests.access.callers import Caller, ask
from tests.access.places import NEIGHBOUR, OWN, SIBLING
from tests.city.city import eventually

Row = dict[str, Any]
DAYS = ("2099-12-02", "2099-12-03")
LONG_TO_COME = "2099-12-31"


def newcomer(giver: Caller, registrar: Caller, area: str) -> Caller:
    """A new volunteer of an area, with an account."""
    person = registrar.post("/people", {"name": f"新志愿者{uuid4().hex[:6]}", "home_area": area})["person_id"]
    secret = {"username": f"newcomer{uuid4().hex[:8]}", "password": uuid4().hex}
    giver.post("/accounts", {**secret, "person_id": person})
    registering = {"person_id": person}
    # Volunteering hears of the person a moment later.
    eventually(lambda: ask(giver.http, giver.token, "POST", "/volunteers", registering).status_code == 201)
    return Caller(giver.http, {**secret, "role": "a newcomer"})


def rows_of(
    callers: Mapping[str, Caller], areas: Mapping[str, str], teams: Mapping[str, str], call: Callable[[str], str]
) -> Iterator[tuple[str, str, Row]]:
    """Resource, place and row: of two callers in the own community, elsewhere of newcomers who are none."""
    street, registrar = callers["street_officer"], callers["registrar"]
    far, near = (newcomer(street, registrar, areas[place]) for place in (SIBLING, NEIGHBOUR))
    pairs = {OWN: (callers["volunteer"], callers["team_leader"]), SIBLING: (far, near), NEIGHBOUR: (near, far)}
    for place, (helper, asked) in pairs.items():
        screen(street, helper)
        yield "ResponderOffer", place, offer(areas[place], helper, call(areas[place]))
        yield "Swap", place, swap(street, teams[place], areas[place], helper, asked)


def swap(keeper: Caller, team: str, area: str, proposer: Caller, asked: Caller) -> Row:
    """An offer to change seats that was taken back."""
    seats: list[str] = []
    for day, one in zip(DAYS, (proposer, asked), strict=True):
        hour = f"{day}T{len(seats) + 1:02}"
        body = {"team_id": team, "area_id": area, "title": "权限核对"}
        times = {"starts_at": f"{hour}:00:00+00:00", "ends_at": f"{hour}:30:00+00:00"}
        activity = keeper.post("/activities", {**body, **times})["activity_id"]
        seats.append(keeper.post(f"/activities/{activity}/sign-ups", {"person_id": one.who.person})["sign_up_id"])
    made = proposer.post(f"/sign-ups/{seats[0]}/swaps", {"wanted_id": seats[1]})
    proposer.post(f"/swaps/{made['swap_id']}/decline", {})
    return {**made, "area_id": area}


def offer(area: str, helper: Caller, sos: str) -> Row:
    """What somebody was asked who cannot come, once the call for help was heard."""
    found = eventually(
        lambda: [one for one in helper.get("/responder-offers", limit=100)["items"] if one["sos_id"] == sos],
        lambda: f"{helper.role} is not asked to answer {sos}",
    )
    made: Row = helper.post(f"/responder-offers/{found[0]['offer_id']}/decline", {"reason": "away"})
    return {**made, "person_id": helper.who.person, "area_id": area}


def screen(keeper: Caller, helper: Caller) -> None:
    """Let somebody go to people's homes alone."""
    volunteer = next(one for one in helper.get("/volunteers")["items"] if one["person_id"] == helper.who.person)
    keeper.post(f"/volunteers/{volunteer['volunteer_id']}/screenings", {"valid_until": LONG_TO_COME})


def call_for_help(uri: str, area: str, at: datetime) -> str:
    """Say on the bus, in eldercare's words, that an elder of the area calls for help. The call's id."""
    sos, moment = str(uuid4()), at.isoformat()
    told = {
        "event_id": str(uuid4()),
        "name": SosRaisedV1.name,
        "occurred_at": moment,
        "recorded_at": moment,
        "aggregate": SosRaisedV1.aggregate,
        "aggregate_id": sos,
        "aggregate_seq": 1,
        "area": area,
        "actor_id": None,
        "correlation_id": str(uuid4()),
        "causation_id": None,
        "traceparent": None,
        "kind": "live",
        "data": {"sos_id": sos, "elder_id": str(uuid4()), "ring": 1, "raised_at": moment},
    }
    key = f"{Lane.URGENT}.all.{SosRaisedV1.aggregate}.{SosRaisedV1.name}"
    with connect(uri, "tests") as connection:
        message = amqp.Message(orjson.dumps(told), content_type="application/json", delivery_mode=2)
        channel_of(connection).basic_publish(message, event_exchange(SosRaisedV1.producer()), key)
    return sos
