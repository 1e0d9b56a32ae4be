"""RabbitMQ's topology comes out of the doors alone."""

from __future__ import annotations

import json
import re

import pytest
from alpha.service import door as alpha
from beta.service import door as beta

from runtime.topology import Topology


@pytest.fixture
def topology() -> Topology:
    return Topology.of([alpha, beta])


def test_a_consumer_hears_every_event_of_the_aggregates_it_follows(topology: Topology) -> None:
    bound = {queue.name: set(queue.bindings) for queue in topology.queues}
    # A door that was loaded by another test of this process follows membership as well.
    of_alpha = {key for exchange, key in bound["beta.events.urgent"] if exchange == "alpha.events"}
    assert of_alpha == {"urgent.all.alarm.#", "urgent.all.thing.#"}
    assert ("alpha.events", "bulk.beta.thing.#") in bound["beta.events.bulk"]
    assert not any(exchange == "alpha.events" for exchange, _ in bound["alpha.events.normal"])
    assert bound["rpc-alpha"] == {("nameko-rpc", "alpha.*")}


def test_a_full_queue_refuses_and_retries_are_not_the_brokers(topology: Topology) -> None:
    events = [queue.arguments for queue in topology.queues if ".events." in queue.name]
    assert all(each["x-queue-type"] == "quorum" and each["x-overflow"] == "reject-publish" for each in events)
    assert not any("x-dead-letter-exchange" in queue.arguments for queue in topology.queues)


def test_a_service_writes_to_its_own_exchange_only(topology: Topology) -> None:
    users = {user.name: user for user in topology.users}
    may_write = re.compile(users["beta"].write)
    assert may_write.match("beta.events") and may_write.match("nameko-rpc")
    assert not any(
        may_write.match(name) for name in ("alpha.events", "beta.events.bulk", "rpc-beta", "", "amq.default")
    )
    assert not re.match(users["beta"].read, "alpha.events.bulk")
    assert not re.match(users["gateway"].write, "alpha.events")


def test_the_gateway_listens_in_queues_of_its_own(topology: Topology) -> None:
    gateway = next(user for user in topology.users if user.name == "gateway")
    own = ("gateway.live-0190", "gateway.live-0190.lost")
    for name in own:
        assert all(re.match(pattern, name) for pattern in (gateway.configure, gateway.write, gateway.read)), name
    assert re.match(gateway.read, "alpha.events") and re.match(gateway.write, "gateway.live")
    assert not re.match(gateway.configure, "gateway.live")
    for foreign in ("alpha.events.bulk", "rpc-alpha", "beta.events.urgent"):
        assert not re.match(gateway.read, foreign), foreign
    assert "gateway.live" in topology.exchanges


def test_definitions_are_rabbitmqs_own_format(topology: Topology, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGJIAN_AMQP_PASSWORD_BETA", "secret")
    shown = json.loads(json.dumps(topology.definitions("city")))
    assert {user["name"]: bool(user["password_hash"]) for user in shown["users"]} == {
        "alpha": False,
        "beta": True,
        "gateway": False,
    }
    assert {each["vhost"] for kind in ("permissions", "exchanges", "queues", "bindings") for each in shown[kind]} == {
        "city"
    }
    assert shown == json.loads(json.dumps(topology.definitions("city")))
