"""A broker that fell silent, without an end or a reset, is noticed by whoever holds a connection to it."""

from __future__ import annotations

from contextlib import ExitStack

import amqp
import pytest
from alpha.contract import ThingDoneV1
from anyio.from_thread import start_blocking_portal

from contracts.events import Lane
from kernel.ids import uuid7
from runtime.amqp.client import RpcClient
from runtime.amqp.connection import channel_of, close, connect
from runtime.amqp.hearing import BrokerHearing
from runtime.amqp.names import LIVE_EXCHANGE, RPC_EXCHANGE, event_exchange
from runtime.amqp.publisher import Publisher
from runtime.outlet import Outgoing
from runtime.testing.rabbit import Broker
from runtime.testing.waiting import eventually
from runtime.time import now
from tests.faults.conftest import cable_to_rabbit

WITHIN = 60.0
EXCHANGES = (LIVE_EXCHANGE, RPC_EXCHANGE, event_exchange(ThingDoneV1.producer()))


@pytest.fixture
def broker(own_rabbit: Broker) -> Broker:
    """The broker with the exchanges that are spoken to here."""
    connection = connect(own_rabbit.uri, "tests")
    for name in EXCHANGES:
        channel_of(connection).exchange_declare(name, "topic", durable=True, auto_delete=False)
    close(connection)
    return own_rabbit


def test_gateway_and_relay_leave_a_silent_broker_and_dial_again(broker: Broker) -> None:
    """The gateway's two connections and a relay's, by heartbeats; a goodbye that nobody answers holds nobody up."""
    with ExitStack() as stack:
        cables, uris = zip(*(stack.enter_context(cable_to_rabbit(broker)) for _ in range(3)), strict=True)
        hearing, publisher = BrokerHearing(uris[0]), Publisher(uris[2], "tests")
        for one in (publisher, hearing):
            stack.callback(one.close)
        loop = stack.enter_context(start_blocking_portal())
        client = stack.enter_context(loop.wrap_async_context_manager(RpcClient(uris[1])))
        hearing.listen([ThingDoneV1], lambda bodies: None, lambda: None)
        eventually(lambda: hearing.ready() and client.ready(), within=WITHIN)
        _tell(publisher)
        for cable in cables:
            cable.stall()
        with pytest.raises(amqp.exceptions.ConnectionForced, match="heartbeats"):
            _tell(publisher)
        eventually(lambda: cables[0].dialled > 1 and cables[1].dialled > 1, within=WITHIN)
        for cable in cables:
            cable.flow()
        eventually(lambda: hearing.ready() and client.ready(), within=WITHIN)
        _tell(publisher)


def _tell(publisher: Publisher) -> None:
    told = Outgoing(Lane.NORMAL, 1, now(), uuid7(), ThingDoneV1.name, ThingDoneV1.aggregate, None, b"{}")
    assert publisher.publish([told]) == [told]
