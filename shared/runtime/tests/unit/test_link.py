"""A link watches its broker, whatever its writers do."""

from __future__ import annotations

import socket
from types import SimpleNamespace
from typing import Any

import eventlet
import pytest

from runtime.amqp.link import Link

HEARTBEAT = 0.02
NEVER = 20.0


def a_link(sends: Any) -> tuple[Link, socket.socket]:
    """A link whose connection hears nothing, and the other end of its socket."""
    here, there = socket.socketpair()
    connection = SimpleNamespace(heartbeat=HEARTBEAT, bytes_recv=1, sock=here, send_heartbeat=sends)
    link = Link("amqp://nowhere", "test")
    link._connection, link._channel = connection, SimpleNamespace(connection=connection)
    return link, there


def held_up() -> None:
    eventlet.sleep(2 * NEVER)


@pytest.mark.parametrize("busy", [True, False], ids=["a writer", "the heartbeat itself"])
def test_silence_is_noticed_while_something_is_held_up(busy: bool) -> None:
    link, there = a_link(held_up)
    if busy:
        eventlet.spawn(link.write, lambda channel: held_up())
        eventlet.sleep(0)
    with eventlet.Timeout(NEVER), there:
        link._beat()
        assert there.recv(1) == b""


def test_heartbeats_go_out_while_the_broker_says_something() -> None:
    sent: list[int] = []

    def send() -> None:
        sent.append(link._connection.bytes_recv)
        link._connection.bytes_recv += 1
        if len(sent) == 9:
            link._connection = None

    link, there = a_link(send)
    with eventlet.Timeout(NEVER), there:
        link._beat()
    assert sent == list(range(1, 10))
