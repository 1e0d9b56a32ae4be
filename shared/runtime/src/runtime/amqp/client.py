"""The gateway's way of calling operations over RabbitMQ: one reply queue, one connection in the loop that serves.

A call is published `mandatory`: where no queue is bound for the service, it fails at once. Requests are transient,
unconfirmed, and expire with their deadline. Nothing here needs the process to be monkey-patched; it must not be.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
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
from runtime.amqp.in_loop import InLoop
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
    service: str
    future: asyncio.Future[dict[str, Any]]
    routing_key: str
    body: bytes
    form: dict[str, str]
    headers: dict[str, Any]
    deadline: int

    def settle(self, outcome: dict[str, Any] | Exception) -> None:
        """Whoever has gone meanwhile is no longer waiting."""
        if self.future.done():
            return
        if isinstance(outcome, Exception):
            self.future.set_exception(outcome)
        else:
            self.future.set_result(outcome)


class RpcClient:
    """Calls operations of all services, as long as the block runs: `async with RpcClient(uri) as client`."""

    def __init__(self, uri: str) -> None:
        self._uri = uri_for(uri, GATEWAY)
        self._waiting: dict[str, _Call] = {}
        self._unsent: deque[_Call] = deque()
        self._channel: amqp.Channel | None = None
        self._reply_to = ""
        self._keeping: asyncio.Task[None] | None = None

    async def __aenter__(self) -> RpcClient:
        self._keeping = asyncio.create_task(self._keep_connected(), name="rpc-client")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Whoever still waits hears `ServiceDown`."""
        keeping, self._keeping = self._keeping, None
        if keeping is not None:
            keeping.cancel()
            await asyncio.wait([keeping])

    def ready(self) -> bool:
        """Whether the broker is connected."""
        return self._channel is not None

    async def call(self, operation: Operation, kwargs: dict[str, Any], meta: CallMeta) -> dict[str, Any]:
        """The service's reply. Raises `ServiceDown` or, at the deadline, `DeadlinePassed`."""
        if self._keeping is None:
            raise ServiceDown(operation.service)
        call = self._prepared(operation, kwargs, meta)
        self._waiting[call.id] = call
        self._unsent.append(call)
        self._send()
        left = call.deadline / 1000 - time.time()
        alarm = asyncio.get_running_loop().call_later(max(0.0, left), self._pass_deadline, call)
        try:
            return await call.future
        finally:
            alarm.cancel()
            self._waiting.pop(call.id, None)

    def _pass_deadline(self, call: _Call) -> None:
        call.settle((DeadlinePassed if self.ready() else ServiceDown)(call.service))

    def _prepared(self, operation: Operation, kwargs: dict[str, Any], meta: CallMeta) -> _Call:
        deadline, call_id = meta.deadline_of(operation), str(uuid7())
        headers = {PREFIX + name: value for name, value in meta.words().items()}
        headers |= {
            f"{PREFIX}deadline": deadline,
            f"{PREFIX}call_id_stack": [f"gateway.{operation.method_name}.{call_id}"],
        }
        body, form = orjson.dumps({"args": (), "kwargs": kwargs}), sealing.IN_CLEAR
        if is_confidential(operation):
            body, form = sealing.seal(body, sealing.request(operation.name, call_id)), sealing.AS_SEALED
        future: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        return _Call(call_id, operation.service, future, operation.name, body, form, headers, deadline)

    async def _keep_connected(self) -> None:
        back_off = Pace(FIRST_BACK_OFF, LONGEST_BACK_OFF)
        try:
            while True:
                try:
                    channel = await asyncio.to_thread(self._connect)
                    back_off.after(worked=True)
                    await self._converse(channel)
                except BROKEN as wrong:
                    log.warning("no broker", error=repr(wrong))
                self._fail_all()
                # Calls that come meanwhile wait for the next connection, and fail if it fails.
                await asyncio.sleep(back_off.after(worked=False))
        finally:
            self._fail_all()

    def _connect(self) -> amqp.Channel:
        connection = connect(self._uri, GATEWAY)
        channel = channel_of(connection)
        self._reply_to = str(uuid7())
        queue = REPLY_QUEUE + self._reply_to
        channel.queue_declare(queue, durable=False, exclusive=True, auto_delete=True)
        channel.queue_bind(queue, RPC_EXCHANGE, self._reply_to)
        channel.events["basic_return"].add(self._on_return)
        channel.basic_consume(queue, no_ack=True, callback=self._on_reply)
        return channel

    async def _converse(self, channel: amqp.Channel) -> None:
        """Until the connection breaks (raises one of `BROKEN`) or the client is closed."""
        connection = channel.connection
        every = min(HEARTBEAT_EVERY, (connection.heartbeat or HEARTBEAT) / 2)
        carried, self._channel = InLoop(connection), channel
        try:
            self._send()
            while not (await asyncio.wait([carried.lost], timeout=every))[0]:
                connection.heartbeat_tick()
            raise ConnectionError(repr(carried.lost.result()))
        finally:
            self._channel = None
            carried.give_back()
            await asyncio.shield(asyncio.to_thread(close, connection))

    def _send(self) -> None:
        """Send what is asked, if there is a broker."""
        while self._channel is not None and self._unsent:
            call = self._unsent.popleft()
            if call.id in self._waiting and not is_late(call.deadline):
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

    def _on_reply(self, message: amqp.Message) -> None:
        call = self._waiting.get(message.properties.get("correlation_id", ""))
        if call is None:
            return  # too late: the caller has gone
        try:
            call.settle(orjson.loads(_opened(message, call.id)))
        except (orjson.JSONDecodeError, Unreadable):
            call.settle(ServiceDown("the answer cannot be read"))

    def _on_return(self, error: Any, exchange: str, routing_key: str, message: amqp.Message) -> None:
        call = self._waiting.get(message.properties.get("correlation_id", ""))
        if call is not None:
            call.settle(ServiceDown(f"nobody serves {routing_key}"))

    def _fail_all(self) -> None:
        self._unsent.clear()
        for call in list(self._waiting.values()):
            call.settle(ServiceDown("the broker is gone"))


def _opened(message: amqp.Message, call_id: str) -> bytes:
    body: bytes = message.body
    return sealing.unseal(body, sealing.reply(call_id)) if sealing.is_sealed(message.properties) else body
