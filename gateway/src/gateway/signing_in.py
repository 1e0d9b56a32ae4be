"""The sign-in page (登录) for humans with a browser: tokens in cookies that scripts cannot read.

The token's cookie counts for GET pages alone (`gateway.pages`), so no form of another site can make it act. The refresh
token's cookie is sent to this page alone and gets a new token when the old one, five minutes old, has run out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope, Send

from contracts.operations import Operation
from gateway.answers import Answer, Header
from gateway.asking import Asking, Problem
from gateway.exchange import Exchange
from gateway.inputs import read_body
from gateway.limits import Limits
from gateway.pages import TOKEN_COOKIE, cookie, problem_page, see_other
from gateway.plans import Plan, plan_of
from gateway.problems import Refused
from gateway.rendering import html_answer
from gateway.settings import GatewaySettings
from runtime.problems import problem

PATH = "/sign-in"
REFRESH_COOKIE = "gongjian_refresh"
_FORM_LIMIT = 4096
_REFRESH_DAYS = 14


class SigningIn:
    """GET shows the form (or renews and goes on), POST signs in; `/sign-in/end` signs out."""

    def __init__(
        self, declared: Sequence[Operation], asking: Asking, limits: Limits, settings: GatewaySettings
    ) -> None:
        self._plans = {one.route: plan_of(one, settings) for one in declared if one.path.startswith("/auth/")}
        self._asking = asking
        self._limits = limits
        self._secure = "; Secure" if settings.https else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange.of(scope)
        exchange.operation = "gateway.sign_in"
        try:
            answer = await self._answer(scope, receive, exchange)
        except Refused as refused:
            answer = problem_page(problem(refused.kind, refused.detail), exchange)
            answer = Answer(answer.status, answer.body, [*answer.headers, *refused.headers])
        await answer.send(send, head=scope["method"] == "HEAD")

    async def _answer(self, scope: Scope, receive: Receive, exchange: Exchange) -> Answer:
        if scope["method"] == "POST":
            _refuse_other_sites(exchange)
            return await self._sign_out(exchange) if scope["path"] != PATH else await self._sign_in(scope, receive)
        asked = _pairs(scope["query_string"])
        return await self._renew_or_form(asked, exchange)

    async def _renew_or_form(self, asked: Mapping[str, str], exchange: Exchange) -> Answer:
        goal, refresh = local(asked.get("next", "/")), cookie(exchange.headers, REFRESH_COOKIE)
        if refresh and "ended" not in asked:
            try:
                return self._signed_in(await self._tokens("POST /auth/refresh", exchange, refresh_token=refresh), goal)
            except Problem:
                return html_answer(200, "sign_in.html", next=goal, problem=None)
        return html_answer(200, "sign_in.html", next=goal, problem=None)

    async def _sign_in(self, scope: Scope, receive: Receive) -> Answer:
        exchange = Exchange.of(scope)
        self._limits.admit(None, scope, signs_in=True)
        form = _pairs(await read_body(_FORM_LIMIT, exchange.headers, receive))
        goal = local(form.get("next", "/"))
        words = {name: form.get(name, "") for name in ("username", "password")}
        try:
            return self._signed_in(await self._tokens("POST /auth/token", exchange, **words), goal)
        except Problem as said:
            return html_answer(int(said.told["status"]), "sign_in.html", next=goal, problem=said.told)

    async def _sign_out(self, exchange: Exchange) -> Answer:
        """Ends the session where it can; the cookies go in any case."""
        refresh = cookie(exchange.headers, REFRESH_COOKIE)
        if refresh:
            try:
                tokens = await self._tokens("POST /auth/refresh", exchange, refresh_token=refresh)
                ending = self._plan("DELETE /auth/session")
                await self._asking.ask(ending, {}, exchange, token=tokens["access_token"])
            except Problem:
                pass  # the session had ended already
        gone = [self._cookie(TOKEN_COOKIE, "", "/", 0), self._cookie(REFRESH_COOKIE, "", PATH, 0)]
        return _with(see_other("/"), gone)

    async def _tokens(self, route: str, exchange: Exchange, **words: str) -> Mapping[str, Any]:
        reply = await self._asking.ask(self._plan(route), dict(words), exchange)
        return cast(Mapping[str, Any], reply["data"])

    def _plan(self, route: str) -> Plan:
        plan = self._plans.get(route)
        if plan is None:
            raise Refused("service_unavailable")
        return plan

    def _signed_in(self, tokens: Mapping[str, Any], goal: str) -> Answer:
        kept = [self._cookie(TOKEN_COOKIE, tokens["access_token"], "/", int(tokens["expires_in"]))]
        if tokens.get("refresh_token"):
            kept.append(self._cookie(REFRESH_COOKIE, tokens["refresh_token"], PATH, _REFRESH_DAYS * 86_400))
        return _with(see_other(goal), kept)

    def _cookie(self, name: str, value: str, path: str, seconds: int) -> Header:
        text = f"{name}={value}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Strict{self._secure}"
        return (b"set-cookie", text.encode("ascii"))


def local(path: str) -> str:
    """`path` if it lies on this site, else the front page: nobody is sent elsewhere after signing in."""
    elsewhere = not path.startswith("/") or path.startswith("//") or "\\" in path
    return "/" if elsewhere or not path.isascii() or not path.isprintable() else path


def _refuse_other_sites(exchange: Exchange) -> None:
    """SameSite does not guard a form that signs in: another site could sign somebody in as somebody else."""
    site = exchange.headers.get(b"sec-fetch-site", b"none")
    origin, host = exchange.headers.get(b"origin"), exchange.headers.get(b"host", b"")
    if site not in (b"none", b"same-origin") or (origin is not None and origin.partition(b"://")[2] != host):
        raise Refused("cross_site")


def _pairs(encoded: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=10))
    except ValueError:
        raise Refused("malformed_query") from None


def _with(answer: Answer, headers: Sequence[Header]) -> Answer:
    return Answer(answer.status, answer.body, [*answer.headers, *headers])
