"""Hints after real acts over RabbitMQ: who may read a thing hears of it, and nobody else does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from uuid import uuid4

import httpx
import pytest

from contracts import catalogue
from gateway.live.hints import Plan, Told, plans
from runtime.database import engine_at, new_session
from runtime.doors import load
from runtime.envelope import decode
from tests.city.city import City, eventually
from tests.city.people import Citizen
from tests.live.listener import Listener

PLANS = plans(catalogue.events(), catalogue.operations())
EMITTED = {event.name for event in catalogue.events() if event.emitted_since is not None}


def token_of(city: City, citizen: Citizen) -> str:
    """The token of a session of its own."""
    words = {"username": citizen.account["username"], "password": citizen.account["password"]}
    answer = httpx.post(f"{city.base_url}/api/v1/auth/token", json=words, timeout=30)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


@pytest.fixture
def listening(city: City) -> Iterator[Callable[..., Listener]]:
    """Opens streams by role or token."""
    with ExitStack() as stack:

        def open_(role: str = "", *, token: str | None = None) -> Listener:
            listener = Listener(city, token or token_of(city, city.as_role(role)))
            stack.callback(listener.close)
            return listener

        yield open_


@pytest.fixture
def somebody(city: City) -> Callable[..., tuple[str, str, str]]:
    """Makes an account with one grant over an area: its id, the grant's, and a token."""

    def make(role: str, area_id: str) -> tuple[str, str, str]:
        giver, name, word = city.as_role("street_officer"), f"live{uuid4().hex[:8]}", uuid4().hex
        account = giver.done(giver.post("/accounts", {"username": name, "password": word}))["account_id"]
        grant = {"role": role, "kind": "area", "scope": area_id}
        given = giver.done(giver.post(f"/accounts/{account}/grants", grant))["grant_id"]
        answer = httpx.post(f"{city.base_url}/api/v1/auth/token", json={"username": name, "password": word}, timeout=30)
        return account, given, str(answer.json()["access_token"])

    return make


def register(city: City, area: dict[str, Any]) -> str:
    """A new resident below an area."""
    officer = city.as_role("street_officer")
    building = officer.done(officer.get("/areas", below=area["area_id"], kind="building", limit=1))["items"][0]
    home = {"parent_id": building["area_id"], "kind": "household", "name": f"新居{uuid4().hex[:8]}"}
    household = officer.done(officer.post("/areas", home))["area_id"]
    registrar = city.as_role("community_secretary")
    person = {"name": f"新居民{uuid4().hex[:6]}", "home_area": household, "birth_date": "1980-05-04"}
    return str(registrar.done(registrar.post("/people", person))["person_id"])


def organisation(city: City, area_id: str) -> str:
    """Something that everyone may read."""
    registrar = city.as_role("registrar")
    body = {"area_id": area_id, "kind": "residents_committee", "name": f"议事会{uuid4().hex[:6]}"}
    return str(registrar.done(registrar.post("/organisations", body))["organisation_id"])


def test_an_act_is_hinted_to_those_who_may_read_and_to_nobody_else(
    city: City, listening: Callable[..., Listener], somebody: Callable[..., tuple[str, str, str]]
) -> None:
    own, sibling = city.area("圳尾社区"), city.area("列东社区")
    may = [listening("community_secretary"), listening("street_officer")]
    foreign = listening(token=somebody("grid_worker", sibling["area_id"])[2])
    neighbour = listening("resident")
    person = register(city, own)
    for listener in may:
        listener.hears("person", person)
    end = organisation(city, own["area_id"])
    for listener in (foreign, neighbour):
        listener.hears("organisation", end)
        assert ("person", person) not in listener.hints


def test_a_revoked_grant_hears_nothing_more(
    city: City, listening: Callable[..., Listener], somebody: Callable[..., tuple[str, str, str]]
) -> None:
    own = city.area("圳尾社区")
    _, grant, token = somebody("grid_worker", own["area_id"])
    listener = listening(token=token)
    before = register(city, own)
    listener.hears("person", before)
    officer = city.as_role("street_officer")
    officer.done(officer.delete(f"/grants/{grant}"))
    eventually(lambda: listener.ended == "session_ended", lambda: f"still open: {listener.ended}")
    after = register(city, own)
    assert ("person", after) not in listener.hints
    refused = httpx.get(f"{city.base_url}/api/v1/live", headers={"Authorization": f"Bearer {token}"}, timeout=30)
    assert refused.status_code == 401


def test_a_session_that_ends_ends_its_stream(city: City, listening: Callable[..., Listener]) -> None:
    token = token_of(city, city.as_role("volunteer"))
    listener = listening(token=token)
    headers = {"Authorization": f"Bearer {token}"}
    assert httpx.delete(f"{city.base_url}/api/v1/auth/session", headers=headers, timeout=30).status_code < 300
    eventually(lambda: listener.ended == "session_ended", lambda: f"still open: {listener.ended}")


@pytest.mark.parametrize("service", sorted({plan.shows.service for plan in PLANS.values()}))
def test_what_events_say_of_the_readers_is_what_the_rows_say(city: City, postgres_server: Any, service: str) -> None:
    """Of every kind of event that this year brought, the newest of each thing: its readers are those of the row."""
    engine = engine_at(postgres_server.url(f"city_{service}"), service)
    door, checked = load(service), 0
    with engine.connect() as connection, new_session(engine) as session:
        for name, plan in PLANS.items():
            if plan.shows.service != service or name not in EMITTED:
                continue
            bodies = connection.exec_driver_sql(_NEWEST, {"name": name}).scalars().all()
            events = [decode(bytes(body)) for body in bodies]
            assert plan.shows.on is not None
            rows = door.guard_for(plan.shows.on).load(session, {event.aggregate_id for event in events}, locked=False)
            for event in events:
                area = None if event.area is None else str(event.area)
                told = Told(name, str(event.aggregate_id), area, event.raw)
                assert differing(plan, told, rows[event.aggregate_id]) == [], name
                checked += 1
    engine.dispose()
    assert checked, f"{service} told nothing to check"


def differing(plan: Plan, told: Told, row: Any) -> list[str]:
    """Scopes of which the event says something else than the row."""
    undecided = plan.undecided()
    found = []
    for clause in plan.clauses:
        scope = getattr(clause, "scope", None)
        if scope is None or clause in undecided or scope.name == plan.key:
            continue
        value = getattr(row, scope.name)
        if plan.value(scope, told) != (None if value is None else str(value)):
            found.append(f"{scope.name}: {plan.value(scope, told)} ≠ {value}")
    return found


_NEWEST = """
    SELECT o.body FROM runtime.outbox AS o
     WHERE o.name = %(name)s AND o.aggregate_seq = (SELECT max(n.aggregate_seq) FROM runtime.outbox AS n
                                                     WHERE n.aggregate = o.aggregate AND n.aggregate_id = o.aggregate_id)
     LIMIT 200
"""
