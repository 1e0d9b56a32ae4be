"""The door for operations: nameko's RPC wire format, answered in groups.

A stock nameko client can call. The reply goes to the exchange `nameko-rpc` under the caller's `reply_to`, unconfirmed
and transient, sealed if the request was; a request is acknowledged after its reply was sent. Whatever comes in, the
container lives on.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import amqp
import orjson
import structlog

from runtime.amqp import sealing
from runtime.amqp.batch_door import BatchDoor, Delivery
from runtime.amqp.connection import corked
from runtime.amqp.link import Link
from runtime.amqp.names import RPC_EXCHANGE, rpc_queue
from runtime.calls import is_late
from runtime.ciphers import Unreadable
from runtime.problems import DEADLINE_PASSED, INTERNAL, INVALID_REQUEST, problem
from runtime.requests import OperationRequest, Reply, failed

GROUP = 16
"""So few that of what comes at once one half is dealt with while the other half waits for the database or the broker."""
GROUPS_AT_ONCE = 4

log = structlog.get_logger("runtime.amqp.operations_door")


class OperationsDoor(BatchDoor):
    """Takes up to 16 waiting requests to its method as `list[OperationRequest]`; the method returns as many replies."""

    def __init__(self, uri: str, service: str, **kwargs: Any) -> None:
        self.service = service
        super().__init__(uri, rpc_queue(service), size=GROUP, at_once=GROUPS_AT_ONCE, **kwargs)

    def setup(self) -> None:
        super().setup()
        self.replies = Link(self.uri, f"{self.queue} replies")

    def start(self) -> None:
        self.container.spawn_managed_thread(self.replies.run, identifier=f"replies of {self.service}")
        super().start()

    def stop(self) -> None:
        super().stop()
        self.replies.close()

    def kill(self) -> None:
        super().kill()
        self.replies.close()

    def arguments(self, batch: list[Delivery]) -> tuple[list[OperationRequest]]:
        """The requests that can be read and are not late; what is to be said to the others stays with them."""
        for delivery in batch:
            delivery.content = _read(delivery.message)
        return ([delivery.content for delivery in batch if isinstance(delivery.content, OperationRequest)],)

    def gains_by_company(self, batch: list[Delivery]) -> bool:
        """Readings commit nothing; while they waited for each other, the gateway would wait for them."""
        contents = (delivery.content for delivery in batch)
        return any("idempotency_key" in each.meta for each in contents if isinstance(each, OperationRequest))

    def finished(self, batch: list[Delivery], result: list[Reply] | None, error: BaseException | None) -> bool:
        """Send the replies. A failure of the whole group is answered too: asking again would repeat it."""
        answers = iter(result or ())
        messages: list[tuple[amqp.Message, str]] = []
        for delivery in batch:
            asked = isinstance(delivery.content, OperationRequest)
            reply = next(answers, None) or failed(problem(INTERNAL)) if asked else delivery.content
            address = delivery.message.properties.get("reply_to")
            if address:
                messages.append((_message(delivery.message, reply), address))
            else:
                log.warning("answered nobody: no reply_to", service=self.service)
        self.replies.wait_until_up()
        self.replies.write(partial(_publish, messages))
        return True


def _message(request: amqp.Message, reply: Reply) -> amqp.Message:
    """The reply, sealed if the request was."""
    words = {"correlation_id": request.properties["correlation_id"]} if "correlation_id" in request.properties else {}
    body, form = _encoded(reply), sealing.IN_CLEAR
    if sealing.is_sealed(request.properties):
        body, form = sealing.seal(body, sealing.reply(words.get("correlation_id"))), sealing.AS_SEALED
    return amqp.Message(body, delivery_mode=1, **form, **words)


def _publish(messages: list[tuple[amqp.Message, str]], channel: amqp.Channel) -> None:
    with corked(channel.connection):
        for message, address in messages:
            channel.basic_publish(message, RPC_EXCHANGE, address)


def _encoded(reply: Reply) -> bytes:
    """What cannot be encoded is a fault of ours, told as one; raising here would end the container."""
    try:
        return orjson.dumps(reply)
    except TypeError:
        log.error("reply is not JSON", exc_info=True)
        return orjson.dumps(failed(problem(INTERNAL)))


def _read(message: amqp.Message) -> OperationRequest | Reply:
    """The request, or what is to be answered in its place. JSON whatever the content type says, or if it says nothing."""
    if not message.properties.get("reply_to"):
        return failed(problem(INVALID_REQUEST))
    headers = message.properties.get("application_headers") or {}
    request = _decoded(message, headers)
    if request is None:
        return failed(problem(INVALID_REQUEST, "The body is no nameko call with keyword arguments."))
    return failed(problem(DEADLINE_PASSED)) if is_late(request.meta.get("deadline")) else request


def _decoded(message: amqp.Message, headers: dict[str, Any]) -> OperationRequest | None:
    operation = message.delivery_info["routing_key"]
    try:
        body = orjson.loads(_opened(message, operation))
    except (ValueError, Unreadable):
        return None
    if not isinstance(body, dict) or body.get("args") or not isinstance(body.get("kwargs"), dict):
        return None
    method = operation.rpartition(".")[2]
    return OperationRequest.of_message(method, body["kwargs"], headers)


def _opened(message: amqp.Message, operation: str) -> bytes:
    body: bytes = message.body
    if not sealing.is_sealed(message.properties):
        return body
    return sealing.unseal(body, sealing.request(operation, message.properties.get("correlation_id")))
