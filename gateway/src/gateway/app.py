"""The composition: which layers and routes the gateway is made of."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from contracts import catalogue
from contracts.operations import Operation
from gateway.answers import Answer
from gateway.asking import Asking
from gateway.asyncapi import AsyncApi
from gateway.documents import document_routes
from gateway.door import PREFIX, Door
from gateway.envelope import Envelope
from gateway.exchange import Exchange
from gateway.health import Health, Ready
from gateway.limits import KnownTokens, Limits
from gateway.live.door import PATH as LIVE
from gateway.live.door import Live
from gateway.measures import Measures
from gateway.openapi import OpenApi
from gateway.openapi_beside import copy as describe_copy
from gateway.openapi_beside import live as describe_live
from gateway.openapi_beside import sheets as describe_sheets
from gateway.openapi_beside import story as describe_story
from gateway.pages import Pages
from gateway.problems import Refused
from gateway.settings import GatewaySettings
from gateway.sheets.door import Sheets, path_of, takes_sheets
from gateway.signing_in import BACK, EXTERNAL, SigningIn
from gateway.signing_in import PATH as SIGN_IN
from gateway.views import annual_report, areas
from gateway.views.copy import PATH as COPY
from gateway.views.copy import Copies
from gateway.views.story import PATH as STORY
from gateway.views.story import Stories
from runtime.calls import Operations
from runtime.hearing import Hearing

PAGES = {**annual_report.PAGES, **areas.PAGES}
Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


def create_app(
    operations: Operations,
    *,
    ready: Ready | None = None,
    settings: GatewaySettings | None = None,
    declared: Sequence[Operation] | None = None,
    services: Sequence[str] = catalogue.SERVICES,
    lifespan: Lifespan | None = None,
    hearing: Hearing | None = None,
) -> Starlette:
    """The gateway in front of `operations`.

    `ready` names what else /readyz waits for; `declared` are the operations served (all of the catalogue by default);
    `services` those asked for their health; `lifespan` opens and closes what `operations` needs; `hearing` is the bus that
    live hints come from (without one `/api/v1/live` is unavailable).
    """
    settings = settings or GatewaySettings.from_environment()
    declared = catalogue.operations() if declared is None else declared
    measures, known = Measures(), KnownTokens()
    asking, limits = Asking(operations, known), Limits(settings, known)
    door = Door(declared, asking, limits, Pages(PAGES, asking), settings)
    live = Live(declared, catalogue.events(), asking, limits, settings, hearing)
    measures.watch_streams(lambda: len(live.hub.streams))
    sign_in = SigningIn(declared, asking, limits, settings)
    health = Health(operations, services, ready)
    beside = {
        "/live": {"get": describe_live(live.types)},
        "/stories/{correlation_id}": {"get": describe_story()},
        "/people/{person_id}/copy": {"get": describe_copy()},
        **{path_of(one): describe_sheets(one) for one in takes_sheets(declared)},
    }
    routes: list[BaseRoute] = [
        Route(LIVE, live),
        Route(STORY, Stories(declared, asking, limits, settings)),
        Route(COPY, Copies(declared, asking, limits, settings)),
        *(Route(f"{PREFIX}{path_of(one)}", Sheets(one, asking, limits, settings)) for one in takes_sheets(declared)),
        Mount(PREFIX, door, name="operations"),
        Route("/livez", health.livez),
        Route("/readyz", health.readyz),
        Route("/metrics", measures.page),
        Route(SIGN_IN, sign_in, methods=["GET", "POST"]),
        Route(f"{SIGN_IN}/end", sign_in, methods=["POST"]),
        Route(EXTERNAL, sign_in, methods=["GET"]),
        Route(BACK, sign_in, methods=["GET"]),
        *document_routes(declared, OpenApi(declared, PAGES, beside), AsyncApi.of_the_city()),
    ]
    app = Starlette(
        routes=routes,
        middleware=_layers(settings, measures),
        exception_handlers={HTTPException: _http_problem, Refused: _problem},
        lifespan=_listening(live, lifespan),
    )
    app.state.live = live.hub
    return app


def _listening(live: Live, lifespan: Lifespan | None) -> Lifespan:
    """The given lifespan, with live hints listened for in the loop that serves."""

    @asynccontextmanager
    async def listening(app: Starlette) -> AsyncIterator[None]:
        live.listen()
        async with lifespan(app) if lifespan is not None else nullcontext():
            yield

    return listening


def _layers(settings: GatewaySettings, measures: Measures) -> list[Middleware]:
    layers = [Middleware(Envelope, measures=measures, https=settings.https)]
    if settings.cors_origins:
        layers.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(settings.cors_origins),
                allow_methods=["GET", "POST", "PATCH", "PUT", "DELETE"],
                allow_headers=[
                    "Authorization",
                    "Content-Type",
                    "Idempotency-Key",
                    "If-Match",
                    "If-None-Match",
                    "Last-Event-ID",
                    "X-Correlation-ID",
                ],
                expose_headers=["ETag", "Idempotency-Replayed", "Retry-After", "X-Correlation-ID"],
            )
        )
    return layers


_CODES = {404: "not_found", 405: "method_not_allowed", 400: "malformed_query"}


async def _http_problem(request: Request, error: Exception) -> Response:
    """Starlette's own errors of the plain routes as problem documents."""
    assert isinstance(error, HTTPException)
    headers = [(name.lower().encode(), value.encode()) for name, value in (error.headers or {}).items()]
    refused = Refused(_CODES.get(error.status_code, "internal_error"), headers=headers)
    return _response(refused.answer(Exchange.of(request.scope).correlation_id))


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return _response(error.answer(Exchange.of(request.scope).correlation_id))


def _response(answer: Answer) -> Response:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in answer.headers}
    return Response(answer.body, answer.status, headers=headers)
