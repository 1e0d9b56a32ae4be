"""Calling operations, as the gateway sees it: the same words whether the services are far or in this process."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Protocol

from contracts.operations import Operation


class ServiceDown(Exception):
    """Nobody answers for the service: no broker, no queue, or the process is going down. Nothing was executed, or the
    caller cannot know; commands are repeated with the same Idempotency-Key."""


class DeadlinePassed(Exception):
    """No answer within the deadline; the outcome is not known."""


@dataclass(frozen=True, slots=True)
class CallMeta:
    """What goes with a call. `deadline_ms` is epoch milliseconds; None takes the operation's own deadline from now."""

    token: str | None = None
    deadline_ms: int | None = None
    idempotency_key: str | None = None
    if_match: int | str | None = None
    correlation_id: str | None = None
    traceparent: str | None = None

    def deadline_of(self, operation: Operation) -> int:
        """Epoch milliseconds. Of the real clock, never of the tests' held one: it measures waiting, not civic time."""
        if self.deadline_ms is not None:
            return self.deadline_ms
        return int((time.time() + operation.deadline) * 1000)

    def words(self) -> dict[str, Any]:
        """What the service's door reads, without the deadline."""
        words = {
            "token": self.token,
            "idempotency_key": self.idempotency_key,
            "if_match": self.if_match,
            "correlation_id": self.correlation_id,
            "traceparent": self.traceparent,
        }
        return {name: value for name, value in words.items() if value is not None}


class Operations(Protocol):
    """Whoever can be asked: over AMQP or in this process."""

    async def call(self, operation: Operation, kwargs: dict[str, Any], meta: CallMeta) -> dict[str, Any]:
        """The reply `{"result": …, "error": …}`. Raises `ServiceDown` or, at the deadline and not later, `DeadlinePassed`."""
        ...


def is_late(deadline: Any) -> bool:
    """Whether a request's deadline (epoch milliseconds, None for none) has passed; what is no number is none."""
    return isinstance(deadline, int | float) and time.time() * 1000 > deadline
