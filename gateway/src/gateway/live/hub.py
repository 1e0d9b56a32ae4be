"""The hub (枢纽): takes what the bus tells, and tells those streams whose callers may read it.

One event costs a few look-ups, whatever the number of streams; a stream that is not meant costs nothing. The last hints are
kept in a short ring, so that a client who was away for a moment goes on where it was; who was away longer, or whenever
something may have been missed, begins with `resync`: look again at everything.
"""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import orjson
import structlog

from contracts.events import Event
from contracts.membership.events import GrantRevokedV1, SessionEndedV1
from gateway.live.hints import Plan, Told
from gateway.live.lineages import Lineage, Lineages
from gateway.live.rights import Claims, Key
from gateway.live.stream import MOST_WAITING, Hint, Stream

RING = 1_024
"""Hints kept for those who were away for a moment."""

MOST_HEARD = 20_000
"""Events that may wait for the event loop; more count as a gap."""

DENIED_FOR = 600.0
"""Seconds that an ended session is remembered: twice as long as any of its tokens lives."""

AREAS = "membership.area_"
WATCHED: tuple[type[Event], ...] = (SessionEndedV1, GrantRevokedV1)
"""What is heard beside the events that make hints: the end of a right."""

log = structlog.get_logger("gateway.live")


@dataclass(frozen=True, slots=True)
class _Kept:
    """A hint in the ring: who may have it, and the roles that might, if nobody could say below what its area lies."""

    hint: Hint
    readers: frozenset[Key]
    unsure: frozenset[Key]


class Hub:
    """All of it runs in one event loop but `heard` and `missed`, which the bus calls from its own thread."""

    def __init__(self, plans: Mapping[str, Plan], lineages: Lineages) -> None:
        self.streams: set[Stream] = set()
        self.closing = False
        self._plans = plans
        self._lineages = lineages
        self._by_key: dict[Key, set[Stream]] = {}
        self._of_account: dict[str, int] = {}
        self._ring: OrderedDict[str, _Kept] = OrderedDict()
        self._last = _place()
        self._denied: dict[str, tuple[float, float]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._inbox: deque[bytes | None] = deque()
        self._guard = threading.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self) -> None:
        """Everything happens in the running loop from now on."""
        self._loop = asyncio.get_running_loop()

    def heard(self, bodies: Sequence[bytes]) -> None:
        """Events as they travel."""
        self._put(bodies)

    def missed(self) -> None:
        """Something may have been told that was not heard."""
        self._put([None])

    def _put(self, some: Sequence[bytes | None]) -> None:
        with self._guard:
            idle = not self._inbox
            self._inbox.extend(some)
            if len(self._inbox) > MOST_HEARD:
                self._inbox.clear()
                self._inbox.append(None)
        if idle and self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended, and nobody listens any more
                self._loop.call_soon_threadsafe(self._take)

    def _take(self) -> None:
        with self._guard:
            some, self._inbox = self._inbox, deque()
        for body in some:
            if body is None:
                self._begin_again()
            else:
                self._route(body)

    def _begin_again(self) -> None:
        """Nobody knows what was missed, a revocation perhaps: every stream ends, and whoever comes back looks again."""
        self._ring.clear()
        self._last = _place()
        self._lineages.forget()
        for stream in self.streams:
            stream.end("missed")

    def _route(self, body: bytes) -> None:
        try:
            words = orjson.loads(body)
            name, data = words["name"], words["data"]
            if name.startswith(AREAS):
                self._lineages.heard(name, data)
            if name == SessionEndedV1.name:
                self._deny(data["session_id"], float("inf"))
            elif name == GrantRevokedV1.name:
                self._deny(data["account_id"], datetime.fromisoformat(data["valid_from"]).timestamp())
            plan = self._plans.get(name)
            if plan is not None:
                self._tell(plan, Told(name, words["aggregate_id"], words["area"], data))
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            log.warning("an event that cannot be read", error=type(wrong).__name__)

    def _deny(self, id_: str, issued_up_to: float) -> None:
        """End the streams of a session, or of an account's tokens issued up to a moment; and let none of them in again."""
        moment = time.monotonic()
        self._denied = {one: kept for one, kept in self._denied.items() if moment - kept[1] < DENIED_FOR}
        self._denied[id_] = issued_up_to, moment
        for stream in self.streams:
            if self.is_denied(stream.claims):
                stream.end("session_ended")

    def is_denied(self, claims: Claims) -> bool:
        """Whether it was heard that a token is no longer honoured. Of those revoked before this gateway began the services
        know."""
        of_session, of_account = self._denied.get(claims.session), self._denied.get(claims.account)
        return of_session is not None or (of_account is not None and claims.issued_at <= of_account[0])

    def _tell(self, plan: Plan, told: Told) -> None:
        """Tell those who may read it; first ask below what its area lies, where somebody's right hangs on that."""
        unknown = {area for area in plan.areas(told) if self._lineages.of(area) is None}
        asker = self._one_of(plan.of_officers()) if unknown else None
        if asker is None:
            self._send(plan, told, sure=not unknown)
            return
        task = asyncio.ensure_future(self._learn_and_send(plan, told, unknown, asker))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _learn_and_send(self, plan: Plan, told: Told, unknown: set[str], asker: Stream) -> None:
        learnt = [await self._lineages.learn(area, asker.token) for area in unknown]
        self._send(plan, told, sure=None not in learnt)

    def _send(self, plan: Plan, told: Told, *, sure: bool) -> None:
        known: dict[str, Lineage] = {area: self._lineages.of(area) or (area,) for area in plan.areas(told)}
        readers = plan.readers(told, known)
        hint = Hint.of(_place(), plan.type, told.aggregate_id)
        unsure = frozenset[Key]() if sure else plan.of_officers()
        self._keep(_Kept(hint, readers, unsure))
        meant = self._holders(readers)
        for stream in meant:
            stream.offer(hint)
        for stream in self._holders(unsure) - meant:
            stream.end("missed")

    def _keep(self, kept: _Kept) -> None:
        self._ring[kept.hint.place] = kept
        self._last = kept.hint.place
        if len(self._ring) > RING:
            self._ring.popitem(last=False)

    def _holders(self, keys: frozenset[Key]) -> set[Stream]:
        return set().union(*(self._by_key.get(key, ()) for key in keys))

    def _one_of(self, keys: frozenset[Key]) -> Stream | None:
        return next((stream for key in keys for stream in self._by_key.get(key, ())), None)

    def open_of(self, account: str) -> int:
        """How many streams an account has open."""
        return self._of_account.get(account, 0)

    def join(self, stream: Stream, last: str | None) -> bytes:
        """Let a stream hear from now on; what it begins with. `last` is the place where its client was before."""
        self.streams.add(stream)
        for key in stream.keys:
            self._by_key.setdefault(key, set()).add(stream)
        self._of_account[stream.claims.account] = self.open_of(stream.claims.account) + 1
        if last is not None and not self._resume(stream, last):
            return b"id: %b\nevent: resync\ndata: {}\n\n" % self._last.encode("ascii")
        return b"id: %b\n\n" % (self._last if last is None else last).encode("ascii")

    def leave(self, stream: Stream) -> None:
        """Forget a stream and everything that was kept for it."""
        self.streams.discard(stream)
        for key in stream.keys:
            holders = self._by_key.get(key, set())
            holders.discard(stream)
            if not holders:
                self._by_key.pop(key, None)
        left = self.open_of(stream.claims.account) - 1
        if left > 0:
            self._of_account[stream.claims.account] = left
        else:
            self._of_account.pop(stream.claims.account, None)

    def close(self) -> None:
        """The gateway goes down: all streams end and are opened again at another, or at this one when it is back."""
        self.closing = True
        for stream in self.streams:
            stream.end("closing")

    def _resume(self, stream: Stream, last: str) -> bool:
        """Offer what was told since `last`; False where that is not known any more."""
        if last == self._last:
            return True
        if last not in self._ring:
            return False
        places = iter(self._ring)
        for place in places:
            if place == last:
                break
        since = [self._ring[place] for place in places]
        if len(since) > MOST_WAITING or any(stream.keys & kept.unsure for kept in since):
            return False
        for kept in since:
            if stream.keys & kept.readers:
                stream.offer(kept.hint)
        return True


def _place() -> str:
    """A place in the order of telling. It is random: numbers would tell everyone how much is told to others."""
    return secrets.token_urlsafe(9)
