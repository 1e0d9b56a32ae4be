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

from contracts.operations import Operation
from contracts.story import Effects, StoryPart, story_operations
from gateway.answers import Answer
from gateway.asking import Asking
from gateway.exchange import Exchange
from gateway.limits import Limits
from gateway.plans import Plan, plan_of
from gateway.problems import Refused
from gateway.settings import GatewaySettings
from gateway.views.joined import JoinedView
from runtime import story

PATH = "/api/v1/stories/{correlation_id}"
_HEADERS = (
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
    (b"vary", b"Authorization, Accept"),
)

_SHOWN = [field.name for field in fields(story.Step) if field.name != "following"]

Parts = dict[str, Mapping[str, Any]]


class Stories(JoinedView):
    """The ASGI application of the stories."""

    operation, named_by, title = "gateway.tell_story", "correlation_id", "A story"

    def __init__(
        self, declared: Sequence[Operation], asking: Asking, limits: Limits, settings: GatewaySettings
    ) -> None:
        super().__init__(asking, limits)
        self._plans: dict[str, tuple[Plan, Plan]] = {}
        for service in dict.fromkeys(one.service for one in declared):
            showing, listing = story_operations(service)
            if showing in declared and listing in declared:
                self._plans[service] = plan_of(showing, settings), plan_of(listing, settings)

    async def joined(self, name: str, exchange: Exchange, token: str) -> Answer:
        parts, silent = await self._parts(name, exchange, token)
        effects, gone = await self._effects(parts, exchange, token)
        silent += gone
        steps = story.steps(parts, effects)
        if not steps and not silent:
            raise Refused("not_found")
        began, seconds = story.length(steps)
        body = {
            "correlation_id": name,
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
            data = await self.ask(self._plans[service][0], words, exchange, token)
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
            data = await self.ask(self._plans[service][1], {"told": words}, exchange, token)
            return None if data is None else Effects().load(data)["items"]

        effects: dict[str, list[Mapping[str, Any]]] = {}
        gone: set[str] = set()
        for (service, _), found in zip(asked, await asyncio.gather(*(some(*each) for each in asked)), strict=True):
            if found is None:
                gone.add(service)
            else:
                effects.setdefault(service, []).extend(found)
        return effects, sorted(gone)


def _shown(step: story.Step) -> dict[str, Any]:
    return {name: getattr(step, name) for name in _SHOWN}
