"""Operations over RabbitMQ: a stock nameko client can ask, nothing kills the container, SIGTERM loses nothing."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import orjson
import pytest
from alpha.contract import do_thing, wait_long
from nameko.exceptions import RemoteError
from nameko.standalone.rpc import ClusterRpcProxy
from sqlalchemy import text
from two import TwoServices

from contracts.operations import Query
from kernel.ids import uuid7
from runtime.amqp.client import CallMeta, DeadlinePassed, RpcClient, ServiceDown
from runtime.amqp.names import RPC_EXCHANGE
from runtime.testing.rabbit import Broker

pytestmark = [pytest.mark.broker, pytest.mark.anyio]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def at_work(services: TwoServices) -> bool:
    """Whether alpha has begun something that takes long."""
    with services.alpha.connect() as connection:
        sleeping = text("""SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                            AND state = 'active' AND query LIKE 'SELECT pg_sleep(%'""")
        return bool(connection.execute(sleeping).scalar_one())


@pytest.fixture
async def client(two_services: TwoServices) -> AsyncIterator[RpcClient]:
    async with RpcClient(two_services.uri) as one:
        yield one


def things(services: TwoServices) -> list[UUID]:
    """The things that alpha has done, by its own account."""
    with services.alpha.connect() as connection:
        return list(connection.execute(text("SELECT aggregate_id FROM runtime.outbox ORDER BY id")).scalars())


async def serving(client: RpcClient) -> None:
    """Wait until alpha answers."""
    deadline = time.monotonic() + 30
    health = Query("alpha.health", "GET /health", allow=do_thing.allow, about="", deadline=1)
    while time.monotonic() < deadline:
        try:
            await client.call(health, {}, CallMeta())
        except (ServiceDown, DeadlinePassed):
            continue
        return
    raise AssertionError("alpha does not answer")


def ask(client: RpcClient, thing: UUID, **meta: Any) -> Any:
    return client.call(do_thing, {"thing_id": str(thing), "number": 1}, CallMeta(**meta))


async def test_a_stock_nameko_client_can_call(two_services: TwoServices, client: RpcClient) -> None:
    two_services.start("serve", "alpha")
    await serving(client)
    thing = str(uuid7())

    def call() -> None:
        with ClusterRpcProxy({"AMQP_URI": two_services.uri}, timeout=10) as services:
            reply = services.alpha.do_thing(thing_id=thing, number=3)
            assert (reply["status"], reply["data"]) == (200, {"thing_id": thing, "number": 3})
            with pytest.raises(RemoteError, match="invalid_request"):
                services.alpha.do_thing(thing_id="no id", number=3)
            with pytest.raises(RemoteError, match="unknown_operation"):
                services.alpha.undo_everything()
            with pytest.raises(RemoteError, match="invalid_request"):
                services.alpha.do_thing(thing, 3)

    await asyncio.to_thread(call)
    assert things(two_services) == [UUID(thing)]


async def test_no_message_kills_the_container(two_services: TwoServices, client: RpcClient) -> None:
    process = two_services.start("serve", "alpha")
    await serving(client)
    good = orjson.dumps({"args": [], "kwargs": {"thing_id": str(uuid7()), "number": 1}})
    for body in (good, b"", b"\xff\xfe", b"[]", b'{"args": 1, "kwargs": 2}', b'{"kwargs": {}}'):
        two_services.publish(RPC_EXCHANGE, "alpha.do_thing", body)
        two_services.publish(RPC_EXCHANGE, "alpha.do_thing", body, reply_to="nobody")
        two_services.publish(
            RPC_EXCHANGE, "alpha.do_thing", body, reply_to="nobody", content_type="application/x-python"
        )
    thing = uuid7()
    assert (await ask(client, thing))["error"] is None
    # The good body was executed where somebody could be answered.
    assert len(things(two_services)) == 3
    assert process.poll() is None


async def test_many_calls_at_once_are_answered_each(two_services: TwoServices, client: RpcClient) -> None:
    two_services.start("serve", "alpha")
    await serving(client)
    asked = [uuid7() for _ in range(200)]
    replies = await asyncio.gather(*(ask(client, thing) for thing in asked))
    assert [UUID(reply["result"]["data"]["thing_id"]) for reply in replies] == asked
    assert sorted(things(two_services)) == sorted(asked)


async def test_an_unknown_service_fails_at_once(client: RpcClient) -> None:
    nobody = Query("gamma.look_around", "GET /gamma", allow=do_thing.allow, about="", deadline=30)
    with pytest.raises(ServiceDown):  # one that was waited for would be late: DeadlinePassed
        await client.call(nobody, {}, CallMeta())


async def test_what_is_late_is_not_executed(two_services: TwoServices, client: RpcClient) -> None:
    with pytest.raises(DeadlinePassed):
        await ask(client, uuid7(), deadline_ms=int(time.time() * 1000) + 700)
    # The broker lets the request expire; one that it does not know to be late is refused by the service.
    body = orjson.dumps({"args": [], "kwargs": {"thing_id": str(uuid7()), "number": 1}})
    late = {"nameko.deadline": int(time.time() * 1000) - 1}
    two_services.publish(RPC_EXCHANGE, "alpha.do_thing", body, reply_to="nobody", application_headers=late)
    two_services.start("serve", "alpha")
    await serving(client)
    assert things(two_services) == []


async def test_without_a_broker_calls_fail_and_with_it_they_work_again(
    two_services: TwoServices, client: RpcClient, own_rabbit: Broker
) -> None:
    two_services.start("serve", "alpha")
    await serving(client)
    own_rabbit.stop()
    try:
        with pytest.raises(ServiceDown):
            async with asyncio.timeout(4 * do_thing.deadline):  # whoever hangs is told so
                await ask(client, uuid7())
    finally:
        own_rabbit.start()
    await serving(client)
    assert (await ask(client, uuid7()))["error"] is None


async def test_sigterm_lets_work_in_hand_end(two_services: TwoServices, client: RpcClient) -> None:
    process = two_services.start("serve", "alpha")
    await serving(client)
    asked = [asyncio.ensure_future(client.call(wait_long, {"thing_id": str(uuid7())}, CallMeta())) for _ in range(2)]
    asked += [asyncio.ensure_future(ask(client, uuid7())) for _ in range(3)]
    await asyncio.to_thread(two_services.until, lambda: at_work(two_services))
    await asyncio.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    replies = await asyncio.gather(*asked)
    assert [reply["error"] for reply in replies] == [None] * 5
    assert await asyncio.to_thread(process.wait, 20) == 0
    assert len(things(two_services)) == 3
