"""`GET /api/v1/people/{person_id}/copy`: all that every service holds of a person, as one document.

Who may read it is each service's to say: all refuse alike. A service that does not answer, or has not yet heard of a person
whom others know, is named in `silent`, and what it holds is missing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import orjson

from contracts.copies import copy_operation
from contracts.operations import Operation
from gateway.answers import Answer
from gateway.asking import Asking, Problem
from gateway.exchange import Exchange
from gateway.limits import Limits
from gateway.plans import Plan, plan_of
from gateway.problems import Refused
from gateway.settings import GatewaySettings
from gateway.views.joined import JoinedView

PATH = "/api/v1/people/{person_id}/copy"
_HEADERS = (
    (b"content-type", b"application/json"),
    (b"content-disposition", b'attachment; filename="copy.json"'),
    (b"cache-control", b"no-store"),
    (b"vary", b"Authorization, Accept"),
)


class Copies(JoinedView):
    """The ASGI application of the copies."""

    operation, named_by, title = "gateway.copy_of_person", "person_id", "A copy"

    def __init__(
        self, declared: Sequence[Operation], asking: Asking, limits: Limits, settings: GatewaySettings
    ) -> None:
        super().__init__(asking, limits)
        services = dict.fromkeys(one.service for one in declared)
        wanted_of = {service: copy_operation(service) for service in services}
        self._plans: dict[str, Plan] = {s: plan_of(one, settings) for s, one in wanted_of.items() if one in declared}

    async def joined(self, name: str, exchange: Exchange, token: str) -> Answer:
        parts = await self._parts(name, exchange, token)
        told = {service: part for service, part in parts.items() if isinstance(part, dict)}
        if not told:
            refusals = [part for part in parts.values() if isinstance(part, Problem)]
            raise refusals[0] if refusals else Refused("service_unavailable")
        body = {
            "person_id": name,
            "silent": sorted(parts.keys() - told.keys()),
            "cut": sorted(f"{service}.{register}" for service, part in told.items() for register in part["cut"]),
            "held": {service: part["held"] for service, part in told.items()},
            "readings": sorted(
                ({"service": service, **reading} for service, part in told.items() for reading in part["readings"]),
                key=lambda reading: str(reading["at"]),
                reverse=True,
            ),
        }
        return Answer(200, orjson.dumps(body), _HEADERS)

    async def _parts(
        self, person_id: str, exchange: Exchange, token: str
    ) -> dict[str, dict[str, Any] | Problem | None]:
        """Each service's part, its refusal, or None where no answer came."""

        async def one(plan: Plan) -> dict[str, Any] | Problem | None:
            try:
                part: dict[str, Any] | None = await self.ask(plan, {"held_of": person_id}, exchange, token)
            except Problem as refusal:
                return refusal
            return part

        return dict(zip(self._plans, await asyncio.gather(*map(one, self._plans.values())), strict=True))
