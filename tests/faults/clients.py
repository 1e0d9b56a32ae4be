"""Clients that ask alpha for acts, over the bus or over HTTP, and ask again with the same key until they are answered."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx
from alpha.contract import mark_thing
from invariant import FIRST_ACT
from two import TwoServices

from kernel.ids import uuid7
from runtime import tokens
from runtime.amqp.client import CallMeta, DeadlinePassed, RpcClient, ServiceDown
from tests.faults.load import EVENTS, Load

AT_ONCE = 16
ASKS_AGAIN_AFTER = 0.05
TOKEN_LIVES = 60.0


class Unanswered(Exception):
    """No answer came, or one that says to ask again; whether the act was done is not known."""


Ask = Callable[[dict[str, Any], str], Awaitable[bool]]
"""Asks once for an act (words, Idempotency-Key); True if the answer was given before. Raises `Unanswered`."""


class Asking(Load):
    """`AT_ONCE` clients at once. `unanswered` counts tries without an answer, `replayed` answers given a second time."""

    def __init__(
        self,
        services: TwoServices,
        way: Callable[[], AbstractAsyncContextManager[Ask]],
        least: int = EVENTS,
        *,
        takes: float = 0.0,
    ) -> None:
        super().__init__(services, least)
        self.answered: list[int] = []
        self.unanswered = 0
        self.replayed = 0
        self._way = way
        self._takes = takes
        self._numbers = itertools.count(FIRST_ACT)
        self._things = [uuid7() for _ in range(30)]

    def act(self) -> None:
        asyncio.run(self._all_at_once())

    async def _all_at_once(self) -> None:
        async with self._way() as ask, asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(self._one_client(ask))

    async def _one_client(self, ask: Ask) -> None:
        while not self.over():
            number = next(self._numbers)
            thing = self._things[number % len(self._things)]
            await self._until_answered(ask, {"thing_id": str(thing), "number": number, "takes": self._takes})
            self.answered.append(number)
            self.done = len(self.answered)
            await asyncio.sleep(self.rest())

    async def _until_answered(self, ask: Ask, words: dict[str, Any]) -> None:
        key = str(uuid7())
        while not self.given_up:
            try:
                again = await ask(words, key)
            except Unanswered:
                self.unanswered += 1
                await asyncio.sleep(ASKS_AGAIN_AFTER)
            else:
                # Not `+= await`: that adds to what the count was before the wait, and loses what others added meanwhile.
                self.replayed += again
                return


class Badge:
    """One account's tokens; each lives five minutes, and a new one is taken every minute."""

    def __init__(self) -> None:
        self._account = uuid7()
        self._token, self._until = "", 0.0

    @property
    def token(self) -> str:
        if time.monotonic() > self._until:
            self._token = tokens.issue(
                account_id=self._account, person_id=None, username="client", session_id=uuid7(), grants=[]
            )
            self._until = time.monotonic() + TOKEN_LIVES
        return self._token


def over_the_bus(uri: str, *, within: float = mark_thing.deadline) -> Callable[[], AbstractAsyncContextManager[Ask]]:
    """As the gateway asks; `within` is how many seconds it waits for an answer."""

    @asynccontextmanager
    async def way() -> AsyncIterator[Ask]:
        badge = Badge()
        async with RpcClient(uri) as client:

            async def ask(words: dict[str, Any], key: str) -> bool:
                deadline = int((time.time() + within) * 1000)
                meta = CallMeta(token=badge.token, idempotency_key=key, deadline_ms=deadline)
                try:
                    reply = await client.call(mark_thing, words, meta)
                except (ServiceDown, DeadlinePassed) as nothing:
                    raise Unanswered from nothing
                if reply["error"] is None:
                    return bool(reply["result"]["replayed"])
                problem = reply["error"]["problem"]
                if problem["status"] != 503:
                    raise AssertionError(problem)
                raise Unanswered

            yield ask

    return way


def over_http(base_url: str) -> Callable[[], AbstractAsyncContextManager[Ask]]:
    """As a portal asks: through the gateway."""

    @asynccontextmanager
    async def way() -> AsyncIterator[Ask]:
        badge = Badge()
        async with httpx.AsyncClient(base_url=f"{base_url}/api/v1", timeout=10) as http:

            async def ask(words: dict[str, Any], key: str) -> bool:
                headers = {"Authorization": f"Bearer {badge.token}", "Idempotency-Key": key}
                try:
                    answer = await http.post("/things/marks", json=words, headers=headers)
                except httpx.TransportError as nothing:
                    raise Unanswered from nothing
                if answer.status_code == 503:
                    raise Unanswered
                assert answer.is_success, answer.text
                return "idempotency-replayed" in answer.headers

            yield ask

    return way
