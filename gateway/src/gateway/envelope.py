"""The outermost layer: correlation id, security headers, measures, one log line per request, and never a stack trace."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.answers import Header
from gateway.exchange import Exchange
from gateway.inputs import ClientGone
from gateway.measures import Measures
from gateway.problems import Refused

_log = structlog.get_logger("gateway.requests")

_NEVER_FRAMED = b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
PAGE_POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    b"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""Content-Security-Policy of HTML pages: nothing from elsewhere, nothing inline."""

_HEADERS: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-site"),
)
_HSTS: Header = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


class Envelope:
    """Wraps the application; itself plain ASGI, because BaseHTTPMiddleware costs a task per request."""

    def __init__(self, app: ASGIApp, *, measures: Measures, https: bool) -> None:
        self._app = app
        self._measures = measures
        self._headers = (*_HEADERS, _HSTS) if https else _HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = Exchange.begin(scope)

        async def send_framed(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                message["headers"] = self._framed(message["headers"], exchange)
            await send(message)

        self._measures.begin()
        try:
            await self._app(scope, receive, send_framed)
        except ClientGone:
            exchange.status = 499
        except Exception:
            # The trace goes to the log, the correlation id to the client.
            _log.exception("unexpected", correlation_id=exchange.correlation_id)
            if exchange.status:
                raise  # a reply that has begun cannot be taken back; the server cuts the connection
            await Refused("internal_error").answer(exchange.correlation_id).send(send_framed)
        finally:
            self._measures.end(exchange.operation, exchange.status, exchange.seconds)
            _tell(scope, exchange)

    def _framed(self, headers: Sequence[Header], exchange: Exchange) -> list[Header]:
        page = any(name == b"content-type" and value.startswith(b"text/html") for name, value in headers)
        return [
            *headers,
            *self._headers,
            (b"content-security-policy", PAGE_POLICY if page else _NEVER_FRAMED),
            (b"x-correlation-id", exchange.correlation_id.encode("ascii")),
        ]


def _tell(scope: Scope, exchange: Exchange) -> None:
    """One line per request. The query string stays out of it: it may name people."""
    _log.info(
        "request",
        method=scope["method"],
        path=scope["path"],
        operation=exchange.operation,
        status=exchange.status,
        milliseconds=round(exchange.seconds * 1000, 1),
        correlation_id=exchange.correlation_id,
        client=(scope.get("client") or ("-",))[0],
    )
