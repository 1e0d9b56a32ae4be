"""Alive and ready: two different questions. Alive (/livez) is about this process, ready (/readyz) about the whole city."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from contracts.access import public
from contracts.operations import Query
from kernel.ids import uuid7
from runtime.calls import CallMeta, Operations

Ready = Callable[[], Mapping[str, bool]]
"""What else must be there, by name, as the composition sees it (embedded: that the demo city is loaded)."""

_KEPT_FOR = 1.0
_DEADLINE = 2.0


class Health:
    """Answers /livez and /readyz; the services are asked at most once a second."""

    def __init__(self, operations: Operations, services: Sequence[str], ready: Ready | None) -> None:
        self._operations = operations
        self._questions = [_question(service) for service in services]
        self._ready = ready
        self._asking = asyncio.Lock()
        self._answer: tuple[float, dict[str, bool]] | None = None

    async def livez(self, request: Request) -> Response:
        """GET /livez: this process turns."""
        return _json(200, {"alive": True})

    async def readyz(self, request: Request) -> Response:
        """GET /readyz: 200 when everything is ready, else 503; the body lists each."""
        checks = await self._checks()
        ready = all(checks.values())
        told = {name: "ready" if good else "waiting" for name, good in checks.items()}
        return _json(200 if ready else 503, {"ready": ready, "checks": told})

    async def _checks(self) -> dict[str, bool]:
        async with self._asking:
            now = time.monotonic()
            if self._answer is None or now - self._answer[0] > _KEPT_FOR:
                self._answer = (now, await self._ask_all())
            return self._answer[1]

    async def _ask_all(self) -> dict[str, bool]:
        answers = await asyncio.gather(*(self._ask(question) for question in self._questions))
        checks = {question.service: good for question, good in zip(self._questions, answers, strict=True)}
        return {**checks, **(self._ready() if self._ready else {})}

    async def _ask(self, question: Query) -> bool:
        meta = CallMeta(token=None, correlation_id=str(uuid7()))
        try:
            async with asyncio.timeout(_DEADLINE):
                reply = await self._operations.call(question, {}, meta)
            return reply["error"] is None and reply["result"]["data"]["ready"] is True
        except Exception:
            return False  # whatever keeps a service from answering, or answering sense, it is not ready


def _question(service: str) -> Query:
    """Every service answers `health`; it is the runtime's, so no contract declares it and it has no route."""
    return Query(
        f"{service}.health",
        "GET /health",
        allow=[public()],
        about="Whether the service can reach its database.",
        deadline=_DEADLINE,
    )


def _json(status: int, body: Mapping[str, Any]) -> Response:
    headers = {"cache-control": "no-store", **({"retry-after": "2"} if status == 503 else {})}
    return Response(orjson.dumps(body), status, headers=headers, media_type="application/json")
