"""HTML pages of readings: the same operation, the same rights, for a human with a browser.

A page is asked for with `Accept: text/html`. Only here, and only for GET, the sign-in cookie counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, cast
from urllib.parse import quote

from starlette.types import Message, Scope

from contracts.operations import Operation
from gateway.answers import Answer
from gateway.asking import Asking, Problem
from gateway.exchange import Exchange
from gateway.inputs import Headers, arguments
from gateway.plans import Plan
from gateway.problems import Refused, document
from gateway.rendering import html_answer
from runtime.problems import problem

TOKEN_COOKIE = "gongjian_token"  # noqa: S105 – a name

Page = Callable[[Mapping[str, Any], Mapping[str, Any]], Answer]
"""Makes a page of an operation's reply and of the arguments that it was asked with."""


class Pages:
    """The readings that have a page, by route."""

    def __init__(self, pages: Mapping[str, Page], asking: Asking) -> None:
        self._pages = pages
        self._asking = asking

    def of(self, operation: Operation) -> Page | None:
        return self._pages.get(operation.route)

    async def answer(
        self, page: Page, plan: Plan, values: dict[str, str], scope: Scope, exchange: Exchange, token: str | None
    ) -> Answer:
        """The page, a page that says what is wrong, or the way to the sign-in page."""
        token = token or cookie(exchange.headers, TOKEN_COOKIE)
        if token is None and not plan.public:
            return _sign_in(scope, ended=False)
        try:
            given = await arguments(plan, values, scope["query_string"], exchange.headers, _no_body)
            result = await self._asking.ask(plan, given, exchange, token=token)
        except Refused as refused:
            return problem_page(problem(refused.kind, refused.detail), exchange)
        except Problem as said:
            if said.told["status"] == 401:
                return _sign_in(scope, ended=said.told["code"] != "token_expired")
            return problem_page(said.told, exchange)
        return page(cast(Mapping[str, Any], result["data"]), given)


def problem_page(told: Mapping[str, Any], exchange: Exchange) -> Answer:
    body = document(told, exchange.correlation_id)
    return html_answer(int(told["status"]), "problem.html", problem=body)


def cookie(headers: Headers, name: str) -> str | None:
    """The value of a cookie; None without it, or when the header is no cookie at all."""
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(headers.get(b"cookie", b"").decode("latin-1"))
    except CookieError:
        return None
    morsel = jar.get(name)
    return morsel.value if morsel and morsel.value else None


def see_other(location: str) -> Answer:
    return Answer(303, b"", [(b"location", location.encode("ascii")), (b"cache-control", b"no-store")])


def _sign_in(scope: Scope, *, ended: bool) -> Answer:
    """The way to the sign-in page and back. `ended`: renewing the token would not help."""
    here = quote(scope["path"]) + ("?" + scope["query_string"].decode("latin-1") if scope["query_string"] else "")
    return see_other(f"/sign-in?next={quote(here, safe='')}" + ("&ended=1" if ended else ""))


async def _no_body() -> Message:
    """A reading has no body; nobody waits for one."""
    return {"type": "http.request", "body": b"", "more_body": False}
