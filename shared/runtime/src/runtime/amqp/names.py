"""Names on the broker, as every side of it knows them."""

from __future__ import annotations

from contracts.events import Lane

RPC_EXCHANGE = "nameko-rpc"
"""Requests and replies of operations; nameko's own name, so that stock clients find it."""

GATEWAY = "gateway"
"""The gateway's user, and the name of its connection."""

REPLY_QUEUE = "rpc.reply-gateway-"
"""The beginning of the name of a gateway process's reply queue."""

LIVE_QUEUE = "gateway.live-"
"""The beginning of the names of a gateway process's queues for live hints."""

LIVE_EXCHANGE = "gateway.live"
"""Where a live queue that runs over puts what it lets go of, so that its gateway knows."""


def event_exchange(producer: str) -> str:
    return f"{producer}.events"


def event_queue(consumer: str, lane: Lane) -> str:
    return f"{consumer}.events.{lane}"


def rpc_queue(service: str) -> str:
    return f"rpc-{service}"
