"""`GET /api/v1/live`: opens a stream of hints for whoever a service vouches for.

The gateway verifies no token here either: it asks membership who the caller is (`GET /me`), once per stream, and believes a
token's words only after that. From then on it hears itself when the session ends or a grant is revoked.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.types import Receive, Scope, Send

from contracts.events import Event
from contracts.operations import Operation
from gateway.asking import Asking, Problem, answer_of, words_of
from gateway.exchange import Exchange
from gateway.inputs import Headers, bearer
from gateway.limits import Limits
from gateway.live.hints import plans
from gateway.live.hub import WATCHED, Hub
from gateway.live.lineages import Lineage, Lineages
from gateway.live.rights import Claims
from gateway.live.stream import Stream
from gateway.plans import plan_of
from gateway.problems import Refused
from gateway.settings import GatewaySettings
from runtime.hearing import Hearing

PATH = "/api/v1/live"
WHO, GRID = "GET /me", "GET /areas/{area_id}"
"""The two readings that live hints lean on: who a token speaks for, and below what an area lies."""

_ACCEPTED = ("text/event-stream", "text/*", "*/*")
_LONGEST_PLACE = 64


class Live:
    """The ASGI application of the stream, and the hub behind it."""

    def __init__(
        self,
        declared: Sequence[Operation],
        events: Sequence[type[Event]],
        asking: Asking,
        limits: Limits,
        settings: GatewaySettings,
        hearing: Hearing | None,
    ) -> None:
        by_route = {one.route: plan_of(one, settings) for one in declared if one.route in (WHO, GRID)}
        self._who, self._grid = by_route.get(WHO), by_route.get(GRID)
        self._asking = asking
        self._limits = limits
        self._settings = settings
        self._hearing = hearing
        self._events = events
        self._plans = plans(events, declared)
        self.hub = Hub(self._plans, Lineages(self._lineage))

    @property
    def types(self) -> list[str]:
        """The things that hints can name."""
        return sorted({plan.type for plan in self._plans.values()})

    def listen(self) -> None:
        """Begin to listen; called in the event loop that streams are served in."""
        if self._hearing is not None:
            followed = [event for event in self._events if event.name in self._plans]
            self.hub.begin()
            self._hearing.listen([*followed, *WATCHED], self.hub.heard, self.hub.missed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange.of(scope)
        exchange.operation = "gateway.live"
        try:
            stream = await self._opened(scope, exchange)
        except Refused as refused:
            await refused.answer(exchange.correlation_id).send(send, head=scope["method"] == "HEAD")
        except Problem as problem:
            await answer_of(problem, exchange).send(send, head=scope["method"] == "HEAD")
        else:
            await self._serve(stream, _last_place(exchange.headers), receive, send)

    async def _serve(self, stream: Stream, last: str | None, receive: Receive, send: Send) -> None:
        beginning = self.hub.join(stream, last)
        try:
            await stream.serve(receive, send, beginning)
        finally:
            self.hub.leave(stream)

    async def _opened(self, scope: Scope, exchange: Exchange) -> Stream:
        """A stream for the caller. Raises `Refused` or `Problem`, among them those of a token that is not good."""
        _refuse_what_cannot_be(scope, exchange.headers)
        token = bearer(exchange.headers)
        self._limits.admit(token, scope)
        if token is None:
            raise Refused("token_missing")
        if self._who is None or self._hearing is None or not self._hearing.ready() or self.hub.closing:
            raise Refused("service_unavailable")
        self._refuse_more()
        await self._asking.ask(self._who, {}, exchange, token=token)
        claims = Claims.read(words_of(token))
        if self.hub.is_denied(claims):
            raise Refused("session_ended")
        # While membership was asked, others were let in.
        self._refuse_more()
        if self.hub.open_of(claims.account) >= self._settings.live_per_account:
            raise Refused("too_many_streams", headers=[(b"retry-after", b"30")])
        return Stream(claims, token, self._settings.live_heartbeat)

    def _refuse_more(self) -> None:
        if len(self.hub.streams) >= self._settings.live_streams:
            raise Refused("streams_exhausted", headers=[(b"retry-after", b"30")])

    async def _lineage(self, area: str, token: str) -> Lineage | None:
        """Asked on behalf of somebody whose right may hang on it; areas are no secret to anyone signed in."""
        if self._grid is None:
            return None
        try:
            reply = await self._asking.ask(self._grid, {"area_id": area}, Exchange.begin({"headers": []}), token=token)
        except (Problem, Refused):
            return None
        above = reversed([one["area_id"] for one in reply["data"]["lineage"]])
        return (area, *(each for each in above if each != area))


def _refuse_what_cannot_be(scope: Scope, headers: Headers) -> None:
    if scope["method"] != "GET":
        raise Refused("method_not_allowed", headers=[(b"allow", b"GET")])
    accept = headers.get(b"accept", b"*/*").decode("latin-1").lower()
    if not any(part.partition(";")[0].strip() in _ACCEPTED for part in accept.split(",")):
        raise Refused("not_acceptable")
    if scope["query_string"]:
        raise Refused("malformed_query", "A live stream takes nothing from the query string.")


def _last_place(headers: Headers) -> str | None:
    """Where the client was; None for one that begins. What is no place of ours is one that nobody knows."""
    told = headers.get(b"last-event-id")
    return None if told is None else told[:_LONGEST_PLACE].decode("latin-1")
