"""`GET /api/v1/stories/{correlation_id}`: the services' parts of one civic act, joined in causal order.

Who may look is each service's to say: all refuse alike. A service that does not answer is named in `silent`, and what it did is
missing; its part of others' events is then not known, so nothing is said to wait there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import orjson
from starlette.types import Receive, Scope, Send

from contracts.operations import Operation
from contracts.story import Effects, StoryPart, story_operations
from gateway.answers import Answer
from gateway.asking import Asking, Problem, answer_of
from gateway.exchange import Exchange
from gateway.inputs import bearer, is_uuid
from gateway.limits import Limits
from gateway.negotiation import wanted
from gateway.plans import Plan, plan_of
from gateway.problems import Refused
from gateway.settings import GatewaySettings
from runtime import story

PATH = "/api/v1/stories/{correlation_id}"
_HEADERS = (
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
    (b"vary", b"Authorization, Accept"),
)

_SHOWN = [field.name for field in fields(story.Step) if field.name != "following"]

Parts = dict[str, Mapping[str, Any]]


class Stories:
    """The ASGI application of the stories."""

    def __init__(
        self, declared: Sequence[Operation], asking: Asking, limits: Limits, settings: GatewaySettings
    ) -> None:
        self._plans: dict[str, tuple[Plan, Plan]] = {}
        for service in dict.fromkeys(one.service for one in declared):
            showing, listing = story_operations(service)
            if showing in declared and listing in declared:
                self._plans[service] = plan_of(showing, settings), plan_of(listing, settings)
        self._asking = asking
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange.of(scope)
        exchange.operation = "gateway.tell_story"
        try:
            answer = await self._answer(scope, exchange)
        except Refused as refused:
            answer = refused.answer(exchange.correlation_id)
        except Problem as problem:
            answer = answer_of(problem, exchange)
        answer = answer.compressed(exchange.headers.get(b"accept-encoding", b""))
        await answer.send(send, head=scope["method"] == "HEAD")

    async def _answer(self, scope: Scope, exchange: Exchange) -> Answer:
        if scope["method"] not in ("GET", "HEAD"):
            raise Refused("method_not_allowed", headers=[(b"allow", b"GET, HEAD")])
        if wanted(exchange.headers.get(b"accept", b"").decode("latin-1"), page=False) is None:
            raise Refused("not_acceptable")
        if scope["query_string"]:
            raise Refused("malformed_query", "A story takes nothing from the query string.")
        token = bearer(exchange.headers)
        self._limits.admit(token, scope)
        if token is None:
            raise Refused("token_missing")
        correlation_id = scope["path_params"]["correlation_id"].lower()
        if not is_uuid(correlation_id):
            raise Refused("not_found")
        return await self._told(correlation_id, exchange, token)

    async def _told(self, correlation_id: str, exchange: Exchange, token: str) -> Answer:
        parts, silent = await self._parts(correlation_id, exchange, token)
        effects, gone = await self._effects(parts, exchange, token)
        silent += gone
        steps = story.steps(parts, effects)
        if not steps and not silent:
            raise Refused("not_found")
        began, seconds = story.length(steps)
        body = {
            "correlation_id": correlation_id,
            "began_at": began,
            "seconds": seconds,
            "waiting": sum(step.kind in story.STILL for step in steps),
            "silent": sorted(silent),
            "cut": sorted(service for service, part in parts.items() if part["cut"]),
            "steps": [_shown(step) for step in steps],
        }
        return Answer(200, orjson.dumps(body), _HEADERS)

    async def _parts(self, correlation_id: str, exchange: Exchange, token: str) -> tuple[Parts, list[str]]:
        """What each service did and said, and who was silent. Raises `Problem` where they refuse, `Refused` if all are silent."""

        async def one(service: str) -> Mapping[str, Any] | None:
            words = {"correlation_id": correlation_id}
            data = await self._ask(self._plans[service][0], words, exchange, token)
            return None if data is None else StoryPart().load(data)

        told = dict(zip(self._plans, await asyncio.gather(*map(one, self._plans)), strict=True))
        parts = {service: part for service, part in told.items() if part is not None}
        if not parts:
            raise Refused("service_unavailable")
        return parts, [service for service in told if service not in parts]

    async def _effects(
        self, parts: Parts, exchange: Exchange, token: str
    ) -> tuple[dict[str, list[Mapping[str, Any]]], list[str]]:
        """What became of the events with each service, and who fell silent meanwhile."""
        asked = [(service, words) for service in parts for words in story.asked_of(service, parts)]

        async def some(service: str, words: list[str]) -> list[Mapping[str, Any]] | None:
            data = await self._ask(self._plans[service][1], {"told": words}, exchange, token)
            return None if data is None else Effects().load(data)["items"]

        effects: dict[str, list[Mapping[str, Any]]] = {}
        gone: set[str] = set()
        for (service, _), found in zip(asked, await asyncio.gather(*(some(*each) for each in asked)), strict=True):
            if found is None:
                gone.add(service)
            else:
                effects.setdefault(service, []).extend(found)
        return effects, sorted(gone)

    async def _ask(self, plan: Plan, words: dict[str, Any], exchange: Exchange, token: str) -> Any:
        """A service's answer; None where none came. Raises `Problem` where the caller is refused."""
        try:
            return (await self._asking.ask(plan, words, exchange, token=token))["data"]
        except Refused:
            return None
        except Problem as problem:
            if problem.told["status"] >= 500:
                return None
            raise


def _shown(step: story.Step) -> dict[str, Any]:
    return {name: getattr(step, name) for name in _SHOWN}
