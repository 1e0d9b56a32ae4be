"""A desk (办事台): where operations of one service are answered in this process, in groups, by a few threads."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import Engine

from runtime.calls import ServiceDown
from runtime.doors import Door
from runtime.execute import MAX_GROUP, execute
from runtime.problems import INTERNAL, problem
from runtime.requests import OperationRequest, Reply, failed

WORKERS = 2

log = structlog.get_logger("runtime.desk")


@dataclass(slots=True)
class _Asked:
    request: OperationRequest
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Reply]


class Desk:
    """Takes whatever waits, up to 32 requests, and answers it as one group. `after` is called when a group was done."""

    def __init__(self, door: Door, engine: Engine, after: Callable[[], None]) -> None:
        self.door = door
        self._engine = engine
        self._after = after
        self._waiting: deque[_Asked] = deque()
        self._changed = threading.Condition()
        self._open = False
        self._threads = [
            threading.Thread(target=self._work, name=f"{door.service}-desk-{n}", daemon=True) for n in range(WORKERS)
        ]

    def start(self) -> None:
        self._open = True
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish what is in hand; who waits hears `ServiceDown`."""
        with self._changed:
            self._open = False
            refused, self._waiting = list(self._waiting), deque()
            self._changed.notify_all()
        _tell([(each, ServiceDown(self.door.service)) for each in refused])
        for thread in self._threads:
            thread.join()

    def is_alive(self) -> bool:
        return self._open and all(thread.is_alive() for thread in self._threads)

    def ask(self, request: OperationRequest) -> asyncio.Future[Reply]:
        """The reply, as a future of the running loop. Raises `ServiceDown` where the desk is closed."""
        loop = asyncio.get_running_loop()
        asked = _Asked(request, loop, loop.create_future())
        with self._changed:
            if not self._open:
                raise ServiceDown(self.door.service)
            self._waiting.append(asked)
            self._changed.notify()
        return asked.future

    def _work(self) -> None:
        while group := self._take():
            replies = self._answers([asked.request for asked in group])
            _tell(list(zip(group, replies, strict=True)))
            self._after()

    def _answers(self, requests: list[OperationRequest]) -> list[Reply]:
        """`execute` foresees everything; if it did not, the desk must go on working all the same."""
        try:
            return execute(self.door, self._engine, requests)
        except Exception:
            log.exception("group could not be answered", service=self.door.service)
            return [failed(problem(INTERNAL)) for _ in requests]

    def _take(self) -> list[_Asked]:
        """The next group; empty when the desk has closed."""
        with self._changed:
            while self._open and not self._waiting:
                self._changed.wait()
            return [self._waiting.popleft() for _ in range(min(MAX_GROUP, len(self._waiting)))]


def _tell(answered: list[tuple[_Asked, Any]]) -> None:
    """Hand outcomes to the loops that wait for them, each loop woken once."""
    per_loop: dict[asyncio.AbstractEventLoop, list[tuple[_Asked, Any]]] = {}
    for asked, outcome in answered:
        per_loop.setdefault(asked.loop, []).append((asked, outcome))
    for loop, some in per_loop.items():
        # A loop that was closed has nobody waiting in it any more.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle, some)


def _settle(answered: list[tuple[_Asked, Any]]) -> None:
    for asked, outcome in answered:
        if asked.future.done():
            continue
        if isinstance(outcome, Exception):
            asked.future.set_exception(outcome)
        else:
            asked.future.set_result(outcome)
