"""The door of the operations: everything below /api/v1, derived from the contracts."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.types import Receive, Scope, Send

from contracts.operations import Operation, Query
from gateway.answers import Answer
from gateway.asking import Asking, Problem, answer_of, reply_answer
from gateway.exchange import Exchange
from gateway.inputs import arguments, bearer, idempotency_key, refuse_repeated
from gateway.limits import Limits
from gateway.negotiation import wanted
from gateway.pages import Pages
from gateway.plans import Plan, plan_of
from gateway.problems import Refused
from gateway.routes import Found, RouteTable
from gateway.settings import GatewaySettings

PREFIX = "/api/v1"


class Door:
    """One ASGI application for all operations."""

    def __init__(
        self, declared: Sequence[Operation], asking: Asking, limits: Limits, pages: Pages, settings: GatewaySettings
    ) -> None:
        self._table = RouteTable((one.http_method, one.path, plan_of(one, settings)) for one in declared)
        self._asking = asking
        self._limits = limits
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange.of(scope)
        try:
            answer = await self._answer(scope, receive, exchange)
        except Refused as refused:
            answer = refused.answer(exchange.correlation_id)
        except Problem as problem:
            answer = answer_of(problem, exchange)
        answer = answer.compressed(exchange.headers.get(b"accept-encoding", b""))
        await answer.send(send, head=scope["method"] == "HEAD")

    async def _answer(self, scope: Scope, receive: Receive, exchange: Exchange) -> Answer:
        method = scope["method"]
        found = self._table.find("GET" if method == "HEAD" else method, scope["path"].removeprefix(PREFIX))
        if found is None:
            raise Refused("not_found")
        if method == "OPTIONS":
            return Answer(204, b"", [(b"allow", _allow(found))])
        if found.target is None:
            raise Refused("method_not_allowed", headers=[(b"allow", _allow(found))])
        return await self._serve(found.target, found.values, scope, receive, exchange)

    async def _serve(
        self, plan: Plan, values: dict[str, str], scope: Scope, receive: Receive, exchange: Exchange
    ) -> Answer:
        operation, headers = plan.operation, exchange.headers
        exchange.operation = operation.name
        if len(headers) != len(scope["headers"]):
            refuse_repeated(scope["headers"])
        page = self._pages.of(operation)
        form = wanted(headers.get(b"accept", b"").decode("latin-1"), page=page is not None)
        if form is None:
            raise Refused("not_acceptable")
        token = bearer(headers)
        self._limits.admit(token, scope, signs_in=plan.signs_in, guesses=plan.guessable)
        if page is not None and form == "html":
            return await self._pages.answer(page, plan, values, scope, exchange, token)
        if token is None and not plan.public:
            raise Refused("token_missing")
        key = idempotency_key(plan, headers)
        given = await arguments(plan, values, scope["query_string"], headers, receive)
        try:
            result = await self._asking.ask(plan, given, exchange, token=token, idempotency_key=key)
        except Problem as said:
            if plan.signs_in:
                self._limits.sign_in_refused(scope, said.told)
            raise
        return reply_answer(result, exchange, reading=isinstance(operation, Query))


def _allow(found: Found[Plan]) -> bytes:
    methods = {*found.methods, "OPTIONS", *(("HEAD",) if "GET" in found.methods else ())}
    return ", ".join(sorted(methods)).encode("ascii")
