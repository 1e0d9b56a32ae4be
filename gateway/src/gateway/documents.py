"""Pages about the API itself: the front page, the documentation, and what each problem code means."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from contracts.membership.consent_texts import TEXTS
from contracts.operations import Operation
from contracts.privacy import notice
from gateway.answers import LEVEL, WORTH_COMPRESSING
from gateway.asyncapi import AsyncApi
from gateway.exchange import Exchange
from gateway.negotiation import wanted
from gateway.openapi import OpenApi
from gateway.problems import BY_CODE, Refused
from gateway.rendering import render


class ProblemKinds:
    """What `type` of a problem document points at: codes of the gateway and the runtime, and those that operations
    declare in `refuses` (their titles stand in the documents that the services answer)."""

    def __init__(self, declared: Sequence[Operation]) -> None:
        self._kinds: dict[str, dict[str, Any]] = {
            kind.code: _kind(kind.code, kind.status, kind.title, kind.title_zh) for kind in BY_CODE.values()
        }
        for operation in declared:
            for code in operation.refuses:
                kind = self._kinds.setdefault(code, _kind(code))
                kind["operations"].append({"route": operation.route, "about": operation.about})

    async def page(self, request: Request) -> Response:
        """GET /problems/{code}"""
        kind = self._kinds.get(request.path_params["code"])
        if kind is None:
            raise Refused("not_found")
        return _json_or_page(request, kind, "problem_kind.html", kind=kind)

    async def index(self, request: Request) -> Response:
        """GET /problems"""
        kinds = sorted(self._kinds.values(), key=lambda kind: kind["code"])
        return _json_or_page(request, {"items": kinds}, "problem_kinds.html", kinds=kinds)


def document_routes(declared: Sequence[Operation], openapi: OpenApi, asyncapi: AsyncApi) -> list[BaseRoute]:
    """Routes of everything that is told about the API."""
    kinds = ProblemKinds(declared)
    smaller = [Middleware(GZipMiddleware, minimum_size=WORTH_COMPRESSING, compresslevel=LEVEL)]
    return [
        Route("/", _front_page),
        Route("/openapi.json", openapi.page, middleware=smaller),
        Route("/asyncapi.json", asyncapi.page, middleware=smaller),
        Route("/docs", _docs),
        Route("/privacy", _privacy),
        Route("/problems", kinds.index),
        Route("/problems/{code}", kinds.page),
        Mount("/docs/assets", StaticFiles(directory=_swagger_ui()), name="swagger", middleware=smaller),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static"),
    ]


def _kind(code: str, status: int | None = None, title: str = "", title_zh: str = "") -> dict[str, Any]:
    return {
        "type": f"/problems/{code}",
        "code": code,
        "status": status,
        "title": title,
        "title_zh": title_zh,
        "operations": [],
    }


def _json_or_page(
    request: Request, body: Any, template: str, operation: str = "gateway.problems", **words: Any
) -> Response:
    form = wanted(request.headers.get("accept", ""), page=True)
    if form is None:
        raise Refused("not_acceptable")
    Exchange.of(request.scope).operation = operation
    vary = {"vary": "Accept"}
    if form == "html":
        return HTMLResponse(render(template, **words), headers=vary)
    return Response(orjson.dumps(body), media_type="application/json", headers=vary)


async def _privacy(request: Request) -> Response:
    """GET /privacy, for everybody"""
    body = {"items": notice(), "consents": [asdict(text) for text in TEXTS]}
    return _json_or_page(request, body, "privacy.html", "gateway.privacy", **body)


async def _front_page(request: Request) -> Response:
    return HTMLResponse(render("home.html"))


async def _docs(request: Request) -> Response:
    return HTMLResponse(render("docs.html"))


def _swagger_ui() -> Path:
    """The folder of Swagger UI's files in the package swagger-ui-py, whose code is not loaded."""
    found = importlib.util.find_spec("swagger_ui")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("the package swagger-ui-py is not installed")
    return Path(found.submodule_search_locations[0]) / "static"
