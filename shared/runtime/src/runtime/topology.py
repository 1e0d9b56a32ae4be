"""RabbitMQ's topology, derived: exchanges, queues, bindings and users from the catalogue and the services' reactions.

    exchange  <service>.events          topic, one per producer; only its service may write to it
    queue     <consumer>.events.<lane>  quorum; bound `<lane>.all.<aggregate>.#` for every aggregate it follows, and in
                                        bulk `bulk.<consumer>.<aggregate>.#` (replays and snapshots meant for it alone)
    exchange  nameko-rpc                topic; requests and replies
    queue     rpc-<service>             classic: a request is worth nothing after its deadline
    exchange  gateway.live              topic; tells a gateway that its live queue ran over. The queues themselves are
                                        exclusive and transient, declared by the gateway (`runtime.amqp.hearing`)

Queues exist before the first start of a consumer (`gongjian topology --apply`, or definitions imported by the broker):
what was told before would vanish otherwise.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from contracts.events import Lane
from runtime.amqp.names import (
    GATEWAY,
    LIVE_EXCHANGE,
    LIVE_QUEUE,
    REPLY_QUEUE,
    RPC_EXCHANGE,
    event_exchange,
    event_queue,
    rpc_queue,
)
from runtime.inbox import aggregates_of

if TYPE_CHECKING:
    from runtime.doors import Door

MAX_WAITING = 1_000_000
"""Events in a queue above which the broker refuses more; they stay in the producer's outbox meanwhile."""

DELIVERY_LIMIT = 1_000
"""Guards against a message that kills its consumer for ever; long before it, the event door parks such a one as dead."""

REQUEST_LIVES = 120_000
"""Milliseconds; longer than any operation's deadline."""

EVENT_QUEUE = {
    "x-queue-type": "quorum",
    "x-overflow": "reject-publish",
    "x-max-length": MAX_WAITING,
    "x-delivery-limit": DELIVERY_LIMIT,
}
RPC_QUEUE = {"x-queue-type": "classic", "x-message-ttl": REQUEST_LIVES}


@dataclass(frozen=True)
class Queue:
    """A durable queue and where it is bound: pairs of exchange and routing key."""

    name: str
    arguments: dict[str, Any]
    bindings: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class User:
    """A broker user; the three patterns say what it may configure, write and read."""

    name: str
    configure: str
    write: str
    read: str


@dataclass(frozen=True)
class Topology:
    """Everything the broker must hold for these services."""

    exchanges: tuple[str, ...]
    queues: tuple[Queue, ...]
    users: tuple[User, ...] = field(default=())

    @classmethod
    def of(cls, doors: Sequence[Door]) -> Topology:
        """From the services' doors, each of which says what it reacts to."""
        producers = {door.service for door in doors}
        producers |= {producer for door in doors for producer, _ in aggregates_of(door)}
        queues = [queue for door in doors for queue in _queues(door)]
        users = [*(_service_user(door.service) for door in doors), _gateway_user(producers)]
        exchanges = (RPC_EXCHANGE, LIVE_EXCHANGE, *sorted(map(event_exchange, producers)))
        return cls(exchanges, tuple(queues), tuple(users))

    def definitions(self, vhost: str = "/") -> dict[str, Any]:
        """RabbitMQ's own format (`load_definitions`). A user's password comes from GONGJIAN_AMQP_PASSWORD_<USER>;
        without one the user exists but cannot sign in."""
        return {
            "vhosts": [{"name": vhost}],
            "users": [_shown_user(user) for user in self.users],
            "permissions": [_shown_permission(user, vhost) for user in self.users],
            "exchanges": [_shown_exchange(name, vhost) for name in self.exchanges],
            "queues": [_shown_queue(queue, vhost) for queue in self.queues],
            "bindings": [_shown_binding(queue, *b, vhost) for queue in self.queues for b in queue.bindings],
        }

    def apply(self, uri: str) -> None:
        """Declare exchanges, queues and bindings over AMQP, as a user who may. Doing it again changes nothing.

        Raises one of `amqp.connection.BROKEN`: a queue that exists with other arguments, no permission, no broker.
        """
        from runtime.amqp.connection import close, connect

        connection = connect(uri, "topology")
        try:
            channel = connection.channel()
            for name in self.exchanges:
                channel.exchange_declare(name, "topic", durable=True, auto_delete=False)
            for queue in self.queues:
                channel.queue_declare(queue.name, durable=True, auto_delete=False, arguments=queue.arguments)
                for exchange, key in queue.bindings:
                    channel.queue_bind(queue.name, exchange, key)
        finally:
            close(connection)


def _queues(door: Door) -> Iterator[Queue]:
    yield Queue(rpc_queue(door.service), RPC_QUEUE, ((RPC_EXCHANGE, f"{door.service}.*"),))
    followed = sorted(aggregates_of(door))
    for lane in Lane:
        targets = ("all", door.service) if lane is Lane.BULK else ("all",)
        bindings = [
            (event_exchange(producer), f"{lane}.{target}.{aggregate}.#")
            for producer, aggregate in followed
            for target in targets
        ]
        yield Queue(event_queue(door.service, lane), EVENT_QUEUE, tuple(bindings))


def _service_user(service: str) -> User:
    return User(
        service,
        configure="^$",
        write=rf"^({service}\.events|{RPC_EXCHANGE})$",
        read=rf"^(rpc-{service}|{service}\.events\.({'|'.join(Lane)}))$",
    )


_REPLIES = rf"{re.escape(REPLY_QUEUE)}.*"
_LIVE = rf"{re.escape(LIVE_QUEUE)}.*"


def _gateway_user(producers: Iterable[str]) -> User:
    """It may bind its own queues to what the services tell, and write to no exchange of theirs."""
    return User(
        GATEWAY,
        configure=rf"^({_REPLIES}|{_LIVE})$",
        write=rf"^({RPC_EXCHANGE}|{_REPLIES}|{re.escape(LIVE_EXCHANGE)}|{_LIVE})$",
        read=rf"^({RPC_EXCHANGE}|{_REPLIES}|{re.escape(LIVE_EXCHANGE)}|{_LIVE}|({'|'.join(sorted(producers))})\.events)$",
    )


def _shown_user(user: User) -> dict[str, Any]:
    password = os.environ.get(f"GONGJIAN_AMQP_PASSWORD_{user.name.upper()}")
    shown = _hashed(user.name, password) if password else ""
    return {
        "name": user.name,
        "password_hash": shown,
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": [],
    }


def _hashed(name: str, password: str) -> str:
    """RabbitMQ's salted SHA-256. The salt is the user's name, so that the same settings give the same file."""
    salt = hashlib.sha256(name.encode()).digest()[:4]
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def _shown_permission(user: User, vhost: str) -> dict[str, Any]:
    return {"user": user.name, "vhost": vhost, "configure": user.configure, "write": user.write, "read": user.read}


def _shown_exchange(name: str, vhost: str) -> dict[str, Any]:
    words = {"durable": True, "auto_delete": False, "internal": False, "arguments": {}}
    return {"name": name, "vhost": vhost, "type": "topic", **words}


def _shown_queue(queue: Queue, vhost: str) -> dict[str, Any]:
    return {"name": queue.name, "vhost": vhost, "durable": True, "auto_delete": False, "arguments": queue.arguments}


def _shown_binding(queue: Queue, exchange: str, key: str, vhost: str) -> dict[str, Any]:
    words = {"destination": queue.name, "destination_type": "queue", "routing_key": key, "arguments": {}}
    return {"source": exchange, "vhost": vhost, **words}
