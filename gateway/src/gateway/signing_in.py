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
from gateway.limits import HALF_WAY, Limits
from gateway.pages import TOKEN_COOKIE, cookie, problem_page, see_other
from gateway.plans import Plan, plan_of
from gateway.problems import Refused
from gateway.rendering import html_answer
from gateway.settings import GatewaySettings
from runtime.problems import problem

PATH = "/sign-in"
EXTERNAL = f"{PATH}/external"
BACK = f"{EXTERNAL}/return"
REFRESH_COOKIE = "gongjian_refresh"
BINDING_COOKIE = "gongjian_external"
_FORM_LIMIT = 4096
_REFRESH_DAYS = 14


FIRST_STEP = ("POST /auth/token", ("username", "password"))
SECOND_STEP = ("POST /auth/second-factor", ("ticket", "code"))
"""Where each form's words go. The second form follows a right password of somebody with an authenticator."""
_DEVICE_LENGTH = 100


class SigningIn:
    """GET shows the form (or renews and goes on), POST signs in, in two steps if need be; `/sign-in/end` signs out.

    `/sign-in/external` leads to the city's identity provider, where there is one, and `/sign-in/external/return` back.
    """

    def __init__(
        self, declared: Sequence[Operation], asking: Asking, limits: Limits, settings: GatewaySettings
    ) -> None:
        self._plans = {one.route: plan_of(one, settings) for one in declared if one.path.startswith("/auth/")}
        self._asking = asking
        self._limits = limits
        self._secure = "; Secure" if settings.https else ""
        self._external = settings.external_sign_in

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
        if scope["path"] == EXTERNAL:
            return await self._leave_for_the_provider(scope, exchange)
        return await (self._come_back if scope["path"] == BACK else self._renew_or_form)(asked, exchange)

    async def _leave_for_the_provider(self, scope: Scope, exchange: Exchange) -> Answer:
        self._limits.admit(None, scope, signs_in=True)
        try:
            begun = await self._tokens("POST /auth/external", exchange)
        except Problem as said:
            return self._form("/", said.told)
        kept = self._cookie(BINDING_COOKIE, begun["binding"], EXTERNAL, int(begun["expires_in"]), site="Lax")
        return _with(see_other(begun["authorization_url"]), [kept])

    async def _come_back(self, asked: Mapping[str, str], exchange: Exchange) -> Answer:
        """From the provider. Its site has sent the browser here, so strict cookies count only from the page after this one."""
        words = {name: asked.get(name, "") for name in ("state", "code")} | _device(exchange)
        words["binding"] = cookie(exchange.headers, BINDING_COOKIE) or ""
        gone = [self._cookie(BINDING_COOKIE, "", EXTERNAL, 0, site="Lax")]
        try:
            tokens = await self._tokens("POST /auth/external/return", exchange, **words)
        except Problem as said:
            return _with(self._asked_again(said.told, None, "/"), gone)
        return _with(html_answer(200, "signed_in.html"), [*self._kept(tokens), *gone])

    async def _renew_or_form(self, asked: Mapping[str, str], exchange: Exchange) -> Answer:
        goal, refresh = local(asked.get("next", "/")), cookie(exchange.headers, REFRESH_COOKIE)
        if refresh and "ended" not in asked:
            try:
                return self._signed_in(await self._tokens("POST /auth/refresh", exchange, refresh_token=refresh), goal)
            except Problem:
                return self._form(goal, None)
        return self._form(goal, None)

    async def _sign_in(self, scope: Scope, receive: Receive) -> Answer:
        exchange = Exchange.of(scope)
        self._limits.admit(None, scope, signs_in=True)
        form = _pairs(await read_body(_FORM_LIMIT, exchange.headers, receive))
        goal = local(form.get("next", "/"))
        route, names = SECOND_STEP if "ticket" in form else FIRST_STEP
        words = {name: form.get(name, "") for name in names} | _device(exchange)
        try:
            return self._signed_in(await self._tokens(route, exchange, **words), goal)
        except Problem as said:
            self._limits.sign_in_refused(scope, said.told)
            return self._asked_again(said.told, form.get("ticket"), goal)

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
        return _with(see_other(goal), self._kept(tokens))

    def _kept(self, tokens: Mapping[str, Any]) -> list[Header]:
        kept = [self._cookie(TOKEN_COOKIE, tokens["access_token"], "/", int(tokens["expires_in"]))]
        if tokens.get("refresh_token"):
            kept.append(self._cookie(REFRESH_COOKIE, tokens["refresh_token"], PATH, _REFRESH_DAYS * 86_400))
        return kept

    def _asked_again(self, told: Mapping[str, Any], ticket: str | None, goal: str) -> Answer:
        """The form of the second step after a right password, or with what was wrong; else the first one's."""
        if told["code"] == HALF_WAY:
            return html_answer(200, "second_step.html", next=goal, ticket=told["extension"]["ticket"], problem=None)
        if told["code"] == "second_factor_wrong" and ticket:
            return html_answer(401, "second_step.html", next=goal, ticket=ticket, problem=told)
        return self._form(goal, told)

    def _form(self, goal: str, told: Mapping[str, Any] | None) -> Answer:
        status = 200 if told is None else int(told["status"])
        return html_answer(status, "sign_in.html", next=goal, problem=told, external=self._external)

    def _cookie(self, name: str, value: str, path: str, seconds: int, *, site: str = "Strict") -> Header:
        text = f"{name}={value}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite={site}{self._secure}"
        return (b"set-cookie", text.encode("ascii"))


def local(path: str) -> str:
    """`path` if it lies on this site, else the front page: nobody is sent elsewhere after signing in."""
    elsewhere = not path.startswith("/") or path.startswith("//") or "\\" in path
    return "/" if elsewhere or not path.isascii() or not path.isprintable() else path


def _device(exchange: Exchange) -> dict[str, str]:
    """What the browser says of itself, for the list of one's sessions."""
    told = exchange.headers.get(b"user-agent", b"").decode("latin-1")[:_DEVICE_LENGTH]
    return {"device": told} if told.isprintable() and told else {}


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
