"""A connection inside a nameko service, under eventlet: one greenlet reads, others write in turn, and it comes back.

Reading and writing are kept apart: a door has one link that consumes and one that publishes, so that a broker which
holds up publishers (memory, disk) never keeps acknowledgements from arriving.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress

import amqp
import eventlet
import structlog
from amqp import spec
from eventlet.event import Event
from eventlet.semaphore import Semaphore

from runtime.amqp.connection import BROKEN, HEARTBEAT, channel_of, close, connect
from runtime.pace import Pace

FIRST_BACK_OFF, LONGEST_BACK_OFF = 0.1, 5.0
CLOSE_WITHIN = 3.0

log = structlog.get_logger("runtime.amqp.link")

SetUp = Callable[[amqp.Channel], None]


class Link:
    """Keeps one connection with one channel open. `set_up` prepares each new channel (consumes, for instance).

    `lost`, if given, is called whenever the channel is gone: whatever was delivered on it will be delivered again.
    """

    def __init__(
        self, uri: str, name: str, set_up: SetUp | None = None, lost: Callable[[], None] | None = None
    ) -> None:
        self.name = name
        self._uri = uri
        self._set_up = set_up
        self._lost = lost
        self._turn = Semaphore(1)
        self._connection: amqp.Connection | None = None
        self._channel: amqp.Channel | None = None
        self._up = Event()
        self._ended = Event()
        self._closing = False

    @property
    def channel(self) -> amqp.Channel | None:
        """The open channel, None while there is none."""
        return self._channel

    def run(self) -> None:
        """Connect and read until `close`; reconnect with growing pauses. Never raises: this runs in a managed thread."""
        back_off = Pace(FIRST_BACK_OFF, LONGEST_BACK_OFF)
        while not self._closing:
            try:
                self._open()
                back_off.after(worked=True)
                self._read()
            except BROKEN as wrong:
                if not self._closing:
                    log.warning("connection lost", link=self.name, error=repr(wrong))
            finally:
                self._drop()
            if not self._closing:
                eventlet.sleep(back_off.after(worked=False))
        self._ended.send(None)

    def write(self, action: Callable[[amqp.Channel], None], *, on: amqp.Channel | None = None) -> bool:
        """Do something with the channel, one greenlet at a time; False if it was not to be.

        `on` is the channel it must be done on (acknowledgements are worth nothing on another); None is any.
        """
        with self._turn:
            channel = self._channel
            if channel is None or (on is not None and on is not channel):
                return False
            try:
                action(channel)
            except BROKEN as wrong:
                log.warning("could not write", link=self.name, error=repr(wrong))
                self._break()
                return False
            return True

    def wait_until_up(self) -> None:
        """Block until there is a channel, or the link is closing."""
        while self._channel is None and not self._closing:
            self._up.wait()

    def close(self) -> None:
        """Close for good, politely if the broker is there; `run` returns."""
        self._closing = True
        # The reader takes the answer; two greenlets must not read from one socket.
        polite = self.write(
            lambda channel: channel.connection.send_method(spec.Connection.Close, "BsBB", (0, "", 0, 0))
        )
        if polite:
            with eventlet.Timeout(CLOSE_WITHIN, False):
                self._ended.wait()
        self._break()
        self._announce()

    def _open(self) -> None:
        self._connection = connect(self._uri, self.name)
        channel = channel_of(self._connection)
        if self._set_up is not None:
            self._set_up(channel)
        self._channel = channel
        self._announce()

    def _announce(self) -> None:
        up, self._up = self._up, Event()
        up.send(None)

    def _read(self) -> None:
        beat = eventlet.spawn(self._beat)
        try:
            while not self._closing and self._connection is not None:
                self._connection.drain_events()
        finally:
            beat.kill()

    def _beat(self) -> None:
        """Send a heartbeat twice per interval. A broker that went away without a word is noticed by the missing of its
        own: then reader and writer are broken loose."""
        seen, silent = None, 0
        while (connection := self._connection) is not None:
            eventlet.sleep((connection.heartbeat or HEARTBEAT) / 2)
            silent = silent + 1 if seen == connection.bytes_recv else 0
            seen = connection.bytes_recv
            if silent > 4:
                self._break()
                return
            # Whoever writes just now says as much as a heartbeat would. A broker that takes nothing holds writers up without
            # an end; whether it still says something is watched meanwhile.
            if not self._turn.locked():
                eventlet.spawn_n(self.write, _send_heartbeat)

    def _break(self) -> None:
        """Shut the socket, which wakes whoever reads or writes; the reader closes it and reconnects.

        Closing it here would leave the reader waiting for ever: eventlet tells nobody of a socket that was closed.
        """
        connection = self._connection
        if connection is not None:
            with suppress(*BROKEN), socket.fromfd(connection.sock.fileno(), socket.AF_INET, socket.SOCK_STREAM) as same:
                # Not by the connection's own object: under TLS that unwraps it, and the reader fails in other ways.
                same.shutdown(socket.SHUT_RDWR)

    def _drop(self) -> None:
        self._channel = None
        connection, self._connection = self._connection, None
        if connection is not None:
            with eventlet.Timeout(CLOSE_WITHIN, False):
                close(connection)
            connection.collect()
        if self._lost is not None:
            self._lost()


def _send_heartbeat(channel: amqp.Channel) -> None:
    channel.connection.send_heartbeat()
