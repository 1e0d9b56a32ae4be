"""How psycopg waits under eventlet: each kind of readiness, while the other greenlets go on."""

from __future__ import annotations

import socket
from collections.abc import Generator, Iterator
from typing import Any

import eventlet
import pytest
from psycopg import waiting

from runtime.amqp.green_wait import wait

WITHIN = 10


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        theirs.setblocking(False)
        yield ours, theirs


def asking(*wanted: int) -> Generator[int, int, list[int]]:
    """What psycopg's generators are: they yield what they wait for and are sent what is ready."""
    ready = []
    for one in wanted:
        ready.append((yield one))
    return ready


def waited(end: socket.socket, *wanted: int, meanwhile: Any = None) -> list[int]:
    with eventlet.Timeout(WITHIN):
        waiter = eventlet.spawn(wait, asking(*wanted), end.fileno())
        eventlet.sleep(0)
        if meanwhile is not None:
            assert not waiter.dead
            meanwhile()
        return list(waiter.wait())


def fill(end: socket.socket) -> None:
    try:
        while True:
            end.send(b"x" * 65_536)
    except BlockingIOError:
        return


def test_what_is_awaited_comes_while_others_go_on(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = ends
    assert waited(ours, waiting.WAIT_R, meanwhile=lambda: theirs.send(b"x")) == [waiting.READY_R]


def test_whoever_may_write_does_not_wait(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = ends
    assert waited(ours, waiting.WAIT_W, waiting.WAIT_RW) == [waiting.READY_W, waiting.READY_W]
    theirs.send(b"x")
    assert waited(ours, waiting.WAIT_RW) == [waiting.READY_RW]


def test_a_full_socket_is_waited_for(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = ends
    fill(ours)
    assert waited(ours, waiting.WAIT_W, meanwhile=lambda: theirs.recv(2**24)) == [waiting.READY_W]
    fill(ours)
    assert waited(ours, waiting.WAIT_RW, meanwhile=lambda: theirs.send(b"x")) == [waiting.READY_R]


def test_what_ends_without_waiting_is_returned(ends: tuple[socket.socket, socket.socket]) -> None:
    assert waited(ends[0]) == []


def test_a_limit_is_kept(ends: tuple[socket.socket, socket.socket]) -> None:
    with pytest.raises(Exception, match="wait timeout"):
        wait(asking(*[waiting.WAIT_R] * 1_000), ends[0].fileno(), 0.01, 0.05)
