"""The gateway's way of calling operations over RabbitMQ: one reply queue, one I/O thread, asyncio futures.

The thread owns the connection and is the only one to touch it. A call is published `mandatory`: where no queue is bound
for the service, it fails at once. Requests are transient, unconfirmed, and expire with their deadline. Nothing here needs
the process to be monkey-patched; it must not be.
"""

from __future__ import annotations

import asyncio
import selectors
import socket
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import amqp
import orjson
import structlog

from contracts.confidential import is_confidential
from contracts.operations import Operation
from kernel.ids import uuid7
from runtime.amqp import sealing
from runtime.amqp.connection import BROKEN, HEARTBEAT, channel_of, close, connect, uri_for
from runtime.amqp.names import GATEWAY, REPLY_QUEUE, RPC_EXCHANGE
from runtime.calls import CallMeta, DeadlinePassed, Operations, ServiceDown, is_late
from runtime.ciphers import Unreadable
from runtime.pace import Pace
from runtime.requests import PREFIX

__all__ = ["CallMeta", "DeadlinePassed", "Operations", "RpcClient", "ServiceDown"]

TRANSIENT = 1
FIRST_BACK_OFF, LONGEST_BACK_OFF = 0.1, 2.0
HEARTBEAT_EVERY = 5.0

log = structlog.get_logger("runtime.amqp.client")


@dataclass(slots=True)
class _Call:
    """A call on its way: where its answer goes, and what is sent."""

    id: str
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[dict[str, Any]]
    routing_key: str
    body: bytes
    form: dict[str, str]
    headers: dict[str, Any]
    deadline: int

    def settle(self, outcome: dict[str, Any] | Exception) -> None:
        """Runs in the caller's loop. A call whose deadline has passed meanwhile is no longer waiting."""
        if self.future.done():
            return
        if isinstance(outcome, Exception):
            self.future.set_exception(outcome)
        else:
            self.future.set_result(outcome)


class RpcClient:
    """Calls operations of all services. `call` from any asyncio loop; `close` when the process ends."""

    def __init__(self, uri: str) -> None:
        self._uri = uri_for(uri, GATEWAY)
        self._outgoing: deque[_Call] = deque()
        self._waiting: dict[str, _Call] = {}
        self._answered: list[tuple[_Call, dict[str, Any] | Exception]] = []
        self._reader, self._waker = socket.socketpair()
        self._reader.setblocking(False)
        self._waker.setblocking(False)
        self._rung = False
        self._stopping = threading.Event()
        self._connected = threading.Event()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._channel: amqp.Channel | None = None
        self._reply_to = ""

    async def __aenter__(self) -> RpcClient:
        self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.close)

    def start(self) -> None:
        """Start the I/O thread; the first call does it too."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="rpc-client", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """End the thread; whoever still waits hears `ServiceDown`."""
        self._stopping.set()
        self._wake()
        if self._thread is not None:
            self._thread.join(10)

    def ready(self) -> bool:
        """Whether the broker is connected."""
        return self._connected.is_set()

    async def call(self, operation: Operation, kwargs: dict[str, Any], meta: CallMeta) -> dict[str, Any]:
        """The service's reply. Raises `ServiceDown` or, at the deadline, `DeadlinePassed`."""
        if self._thread is None:
            self.start()
        if self._stopping.is_set():
            raise ServiceDown(operation.service)
        call = self._prepared(operation, kwargs, meta)
        self._waiting[call.id] = call
        self._outgoing.append(call)
        self._wake()
        try:
            async with asyncio.timeout(max(0.0, call.deadline / 1000 - time.time())):
                return await call.future
        except TimeoutError:
            raise (DeadlinePassed if self.ready() else ServiceDown)(operation.service) from None
        finally:
            self._waiting.pop(call.id, None)

    def _prepared(self, operation: Operation, kwargs: dict[str, Any], meta: CallMeta) -> _Call:
        loop, deadline, call_id = asyncio.get_running_loop(), meta.deadline_of(operation), str(uuid7())
        headers = {PREFIX + name: value for name, value in meta.words().items()}
        headers |= {
            f"{PREFIX}deadline": deadline,
            f"{PREFIX}call_id_stack": [f"gateway.{operation.method_name}.{call_id}"],
        }
        body, form = orjson.dumps({"args": (), "kwargs": kwargs}), sealing.IN_CLEAR
        if is_confidential(operation):
            body, form = sealing.seal(body, sealing.request(operation.name, call_id)), sealing.AS_SEALED
        return _Call(call_id, loop, loop.create_future(), operation.name, body, form, headers, deadline)

    def _wake(self) -> None:
        # Once is enough until the thread has looked; a full pipe has woken it already.
        if self._rung:
            return
        self._rung = True
        with suppress(BlockingIOError):
            self._waker.send(b"\0")

    def _run(self) -> None:
        back_off = Pace(FIRST_BACK_OFF, LONGEST_BACK_OFF)
        while not self._stopping.is_set():
            connection: amqp.Connection | None = None
            try:
                connection = self._connect()
                back_off.after(worked=True)
                self._converse(connection)
            except BROKEN as wrong:
                log.warning("no broker", error=repr(wrong))
            finally:
                self._connected.clear()
                close(connection)
                self._fail_all()
            self._rest(back_off)
        self._fail_all()

    def _rest(self, back_off: Pace) -> None:
        """Wait before the next try to connect; calls that come meanwhile wait with it, and fail if it fails."""
        self._stopping.wait(back_off.after(worked=False))

    def _connect(self) -> amqp.Connection:
        connection = connect(self._uri, GATEWAY)
        channel = channel_of(connection)
        self._reply_to = str(uuid7())
        queue = REPLY_QUEUE + self._reply_to
        channel.queue_declare(queue, durable=False, exclusive=True, auto_delete=True)
        channel.queue_bind(queue, RPC_EXCHANGE, self._reply_to)
        channel.events["basic_return"].add(self._on_return)
        channel.basic_consume(queue, no_ack=True, callback=self._on_reply)
        self._channel = channel
        self._connected.set()
        return connection

    def _converse(self, connection: amqp.Connection) -> None:
        """Send what is asked and take what is answered until the connection breaks or the client is closed."""
        ticked, every = time.monotonic(), min(HEARTBEAT_EVERY, (connection.heartbeat or HEARTBEAT) / 2)
        with selectors.DefaultSelector() as selector:
            selector.register(connection.sock, selectors.EVENT_READ)
            selector.register(self._reader, selectors.EVENT_READ)
            while not self._stopping.is_set():
                self._send_all()
                readable = {key.fileobj for key, _ in selector.select(every)}
                if self._reader in readable:
                    with suppress(BlockingIOError):
                        self._reader.recv(65_536)
                    # Before the next look at what is to be sent: whoever comes after it rings again.
                    self._rung = False
                if connection.sock in readable:
                    self._drain(connection)
                if time.monotonic() - ticked > every:
                    connection.heartbeat_tick()
                    ticked = time.monotonic()

    def _send_all(self) -> None:
        while self._outgoing:
            call = self._outgoing.popleft()
            if call.id not in self._waiting or is_late(call.deadline):
                continue
            assert self._channel is not None
            self._channel.basic_publish(self._message(call), RPC_EXCHANGE, call.routing_key, mandatory=True)

    def _message(self, call: _Call) -> amqp.Message:
        return amqp.Message(
            call.body,
            **call.form,
            delivery_mode=TRANSIENT,
            reply_to=self._reply_to,
            correlation_id=call.id,
            expiration=str(max(1, call.deadline - int(time.time() * 1000))),
            application_headers=call.headers,
        )

    def _drain(self, connection: amqp.Connection) -> None:
        """Take everything that has arrived, then hand it to the loops in one go."""
        try:
            while True:
                connection.drain_events(timeout=0)
        except TimeoutError:
            return
        finally:
            self._hand_over()

    def _on_reply(self, message: amqp.Message) -> None:
        call = self._waiting.get(message.properties.get("correlation_id", ""))
        if call is None:
            return  # too late: the caller has gone
        try:
            self._answered.append((call, orjson.loads(_opened(message, call.id))))
        except (orjson.JSONDecodeError, Unreadable):
            self._answered.append((call, ServiceDown("the answer cannot be read")))

    def _on_return(self, error: Any, exchange: str, routing_key: str, message: amqp.Message) -> None:
        call = self._waiting.get(message.properties.get("correlation_id", ""))
        if call is not None:
            self._answered.append((call, ServiceDown(f"nobody serves {routing_key}")))

    def _fail_all(self) -> None:
        self._outgoing.clear()
        self._answered += [(call, ServiceDown("the broker is gone")) for call in list(self._waiting.values())]
        self._hand_over()

    def _hand_over(self) -> None:
        answered, self._answered = self._answered, []
        per_loop: dict[asyncio.AbstractEventLoop, list[tuple[_Call, dict[str, Any] | Exception]]] = {}
        for call, outcome in answered:
            per_loop.setdefault(call.loop, []).append((call, outcome))
        for loop, some in per_loop.items():
            # A loop that was closed has nobody waiting in it any more.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(_settle, some)


def _opened(message: amqp.Message, call_id: str) -> bytes:
    body: bytes = message.body
    return sealing.unseal(body, sealing.reply(call_id)) if sealing.is_sealed(message.properties) else body


def _settle(answered: list[tuple[_Call, dict[str, Any] | Exception]]) -> None:
    for call, outcome in answered:
        call.settle(outcome)
