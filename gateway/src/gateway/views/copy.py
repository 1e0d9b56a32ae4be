"""`GET /api/v1/people/{person_id}/copy`: all that every service holds of a person, as one document.

Who may read it is each service's to say: all refuse alike. A service that does not answer, or has not yet heard of a person
whom others know, is named in `silent`, and what it holds is missing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import orjson
from starlette.types import Receive, Scope, Send

from contracts.copies import copy_operation
from contracts.operations import Operation
from gateway.answers import Answer
from gateway.asking import Asking, Problem, answer_of
from gateway.exchange import Exchange
from gateway.inputs import bearer, is_uuid
from gateway.limits import Limits
from gateway.negotiation import wanted
from gateway.plans import Plan, plan_of
from gateway.problems import Refused
from gateway.settings import GatewaySettings

PATH = "/api/v1/people/{person_id}/copy"
_HEADERS = (
    (b"content-type", b"application/json"),
    (b"content-disposition", b'attachment; filename="copy.json"'),
    (b"cache-control", b"no-store"),
    (b"vary", b"Authorization, Accept"),
)


class Copies:
    """The ASGI application of the copies."""

    def __init__(
        self, declared: Sequence[Operation], asking: Asking, limits: Limits, settings: GatewaySettings
    ) -> None:
        services = dict.fromkeys(one.service for one in declared)
        wanted_of = {service: copy_operation(service) for service in services}
        self._plans: dict[str, Plan] = {s: plan_of(one, settings) for s, one in wanted_of.items() if one in declared}
        self._asking = asking
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange.of(scope)
        exchange.operation = "gateway.copy_of_person"
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
            raise Refused("malformed_query", "A copy takes nothing from the query string.")
        token = bearer(exchange.headers)
        self._limits.admit(token, scope)
        if token is None:
            raise Refused("token_missing")
        person_id = scope["path_params"]["person_id"].lower()
        if not is_uuid(person_id):
            raise Refused("not_found")
        parts = await self._parts(person_id, exchange, token)
        told = {service: part for service, part in parts.items() if isinstance(part, dict)}
        if not told:
            refusals = [part for part in parts.values() if isinstance(part, Problem)]
            raise refusals[0] if refusals else Refused("service_unavailable")
        body = {
            "person_id": person_id,
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
                reply = await self._asking.ask(plan, {"held_of": person_id}, exchange, token=token)
            except Refused:
                return None
            except Problem as problem:
                return None if problem.told["status"] >= 500 else problem
            part: dict[str, Any] = reply["data"]
            return part

        return dict(zip(self._plans, await asyncio.gather(*map(one, self._plans.values())), strict=True))
