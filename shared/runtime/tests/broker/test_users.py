"""RabbitMQ's users as they are derived, on a broker that holds the derived definitions: each may do its own and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import amqp
import pytest
from alpha.service import door as alpha
from beta.service import door as beta

from runtime.amqp.connection import channel_of, close, connect
from runtime.amqp.names import GATEWAY, LIVE_EXCHANGE, LIVE_QUEUE, REPLY_QUEUE, RPC_EXCHANGE
from runtime.testing.memory import place
from runtime.testing.rabbit_node import PrivateNode
from runtime.topology import Topology

pytestmark = pytest.mark.broker
USERS = ("alpha", "beta", GATEWAY)
Act = Callable[[amqp.Channel], object]


def password(user: str) -> str:
    return f"{user}s-own"


@pytest.fixture(scope="module")
def uri() -> Iterator[Callable[[str], str]]:
    """Where a user reaches the broker."""
    with pytest.MonkeyPatch.context() as environment:
        for user in USERS:
            environment.setenv(f"GONGJIAN_AMQP_PASSWORD_{user.upper()}", password(user))
        node = PrivateNode(Topology.of([alpha, beta]).definitions(), within=place())
    try:
        node.start()
        at = urlsplit(node.uri)
        yield lambda user: f"amqp://{user}:{password(user)}@{at.hostname}:{at.port}//"
    finally:
        node.remove()


def publish(exchange: str, key: str = "normal.all.nothing.x") -> Act:
    def act(channel: amqp.Channel) -> None:
        channel.confirm_select()
        channel.basic_publish_confirm(amqp.Message(b"{}"), exchange, key)

    return act


def read(queue: str) -> Act:
    return lambda channel: channel.basic_get(queue)


def listen(queue: str, exchange: str) -> Act:
    def act(channel: amqp.Channel) -> None:
        channel.queue_declare(queue, exclusive=True)
        channel.queue_bind(queue, exchange, "#")
        channel.basic_get(queue)

    return act


MAY: list[tuple[str, str, Act]] = [
    ("alpha", "tell", publish("alpha.events")),
    ("alpha", "answer", publish(RPC_EXCHANGE)),
    ("alpha", "be asked", read("rpc-alpha")),
    ("beta", "hear in its urgent queue", read("beta.events.urgent")),
    ("beta", "hear in its bulk queue", read("beta.events.bulk")),
    (GATEWAY, "ask", publish(RPC_EXCHANGE, "alpha.act")),
    (GATEWAY, "be answered", listen(f"{REPLY_QUEUE}own", RPC_EXCHANGE)),
    (GATEWAY, "listen to alpha", listen(f"{LIVE_QUEUE}own", "alpha.events")),
    (GATEWAY, "say that it missed something", publish(LIVE_EXCHANGE)),
]
MAY_NOT: list[tuple[str, str, Act]] = [
    ("beta", "tell in alpha's name", publish("alpha.events")),
    ("alpha", "put into beta's queue past the exchanges", publish("", "beta.events.normal")),
    ("alpha", "put into its own queue past the exchanges", publish("", "rpc-alpha")),
    ("alpha", "hear in beta's place", read("beta.events.normal")),
    ("alpha", "be asked in beta's place", read("rpc-beta")),
    ("alpha", "listen to beta in a queue of its own making", listen("of-alpha", "beta.events")),
    ("alpha", "declare an exchange", lambda channel: channel.exchange_declare("of-alpha", "topic")),
    ("alpha", "empty its own queue for good", lambda channel: channel.queue_delete("rpc-alpha")),
    ("beta", "bind its queue to more", lambda channel: channel.queue_bind("beta.events.normal", "alpha.events", "#")),
    ("beta", "read the answers to the gateway", read(f"{REPLY_QUEUE}own")),
    (GATEWAY, "tell in alpha's name", publish("alpha.events")),
    (GATEWAY, "hear in beta's place", read("beta.events.normal")),
    (GATEWAY, "be asked in alpha's place", read("rpc-alpha")),
]


def do(uri: str, act: Act) -> None:
    connection = connect(uri, "tests")
    try:
        act(channel_of(connection))
    finally:
        close(connection)


@pytest.mark.parametrize(("user", "what", "act"), MAY, ids=[f"{user}: {what}" for user, what, _ in MAY])
def test_each_may_do_its_own(uri: Callable[[str], str], user: str, what: str, act: Act) -> None:
    do(uri(user), act)


@pytest.mark.parametrize(("user", "what", "act"), MAY_NOT, ids=[f"{user}: {what}" for user, what, _ in MAY_NOT])
def test_nobody_may_do_more(uri: Callable[[str], str], user: str, what: str, act: Act) -> None:
    with pytest.raises(amqp.exceptions.AccessRefused):
        do(uri(user), act)


@pytest.mark.parametrize("user", ["guest", "alpha"])
def test_nobody_signs_in_without_a_password_of_the_citys(uri: Callable[[str], str], user: str) -> None:
    with pytest.raises(amqp.exceptions.AccessRefused):
        connect(uri("beta").replace(f"beta:{password('beta')}", f"{user}:guest"), "tests")
