"""The OpenAPI 3.1 document of the city's operations, derived from the contracts (`GET /openapi.json`)."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from contracts.imports import reply_schema
from contracts.operations import Command, Operation
from gateway.json_schemas import VERSION, Schemas
from gateway.openapi_beside import TAG
from gateway.openapi_links import Links
from gateway.openapi_words import header_parameters, reply_headers, response_name, statuses, who_may
from gateway.plans import fields_of, is_public
from gateway.problems import BY_CODE, MEDIA_TYPE, document

_PROBLEM_TYPE = MEDIA_TYPE.decode("ascii")
_STATUSES = (400, 401, 403, 404, 406, 409, 412, 413, 415, 422, 428, 429, 503)


class OpenApi:
    """The document of `declared`, made when it is first asked for. `beside` are paths that no operation answers,
    each with what its methods do."""

    def __init__(
        self, declared: Sequence[Operation], pages: Iterable[str], beside: Mapping[str, Mapping[str, Any]] | None = None
    ) -> None:
        self._declared = declared
        self._pages = frozenset(pages)
        self._beside = beside or {}

    async def page(self, request: Request) -> Response:
        """GET /openapi.json"""
        return Response(self.encoded, media_type="application/json", headers={"cache-control": "no-cache"})

    @cached_property
    def encoded(self) -> bytes:
        return orjson.dumps(self.document())

    def document(self) -> dict[str, Any]:
        """The document as plain JSON values."""
        schemas, links = Schemas(), Links(self._declared)
        paths: dict[str, dict[str, Any]] = {}
        for operation in self._declared:
            described = self._operation(operation, schemas, links)
            paths.setdefault(operation.path, {})[operation.http_method.lower()] = described
        paths.update({path: dict(methods) for path, methods in self._beside.items()})
        services = dict.fromkeys(one.service for one in self._declared)
        return {
            "openapi": "3.1.0",
            "info": {"title": "共建 Gongjian", "version": VERSION, "summary": "One door to a city's communities."},
            "externalDocs": {"url": "/asyncapi.json", "description": "What the services tell each other: AsyncAPI 3.0"},
            "servers": [{"url": "/api/v1"}],
            "tags": [*map(_tag, services), *([TAG] if self._beside else [])],
            "paths": paths,
            "components": _components(schemas, links),
        }

    def _operation(self, operation: Operation, schemas: Schemas, links: Links) -> dict[str, Any]:
        described: dict[str, Any] = {
            "operationId": operation.name,
            "tags": [operation.service],
            "summary": operation.about.split(". ")[0].rstrip("."),
            "description": f"{operation.about}\n\n{who_may(operation)}",
            "parameters": [*_parameters(operation, schemas), *header_parameters(operation)],
            "responses": {**self._success(operation, schemas, links), **_errors(operation)},
            "security": [] if is_public(operation) else [{"bearer": []}],
        }
        if operation.refuses:
            described["x-rules"] = list(operation.refuses)
        if isinstance(operation, Command):
            body = schemas.body(operation)
            if body is not None:
                described["requestBody"] = _request_body(operation, body)
        return described

    def _success(self, operation: Operation, schemas: Schemas, links: Links) -> dict[str, Any]:
        reply = reply_schema(operation)
        if reply is None:
            return {"204": {"description": "Done.", "headers": reply_headers(operation)}}
        status = operation.status if isinstance(operation, Command) else 200
        content: dict[str, Any] = {"application/json": {"schema": schemas.reference(reply)}}
        if operation.route in self._pages:
            content["text/html"] = {"schema": {"type": "string"}}
        done = {"description": "Done.", "headers": reply_headers(operation), "content": content}
        if leads_to := links.of(operation):
            done["links"] = leads_to
        found = {str(status): done}
        if "ETag" in reply_headers(operation) and not isinstance(operation, Command):
            found["304"] = {"description": "The version named by If-None-Match is still the newest."}
        return found


def _parameters(operation: Operation, schemas: Schemas) -> list[dict[str, Any]]:
    """Path parameters of every operation, and the query string of a query."""
    properties, example = schemas.properties(operation), _plain(operation.example)
    found = []
    for name in operation.path_parameters:
        schema = properties[name][1] if name in properties else {"type": "string", "format": "uuid"}
        found.append(_parameter(name, "path", True, schema, example))
    if isinstance(operation, Command):
        return found
    for name, (field, schema) in properties.items():
        if name not in operation.path_parameters:
            found.append(_parameter(name, "query", field.required, schema, example))
    return found


def _parameter(
    name: str, place: str, required: bool, schema: Mapping[str, Any], example: Mapping[str, Any]
) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "in": place, "required": required, "schema": _told_as_text(schema, place)}
    if name in example:
        found["example"] = example[name]
    return found


def _told_as_text(schema: Mapping[str, Any], place: str) -> dict[str, Any]:
    """A query string cannot say null: leaving the name out does."""
    kinds = schema.get("type")
    if place != "query" or not isinstance(kinds, list):
        return dict(schema)
    left = [kind for kind in kinds if kind != "null"]
    told = {name: value for name, value in schema.items() if name != "default" or value is not None}
    return {**told, "type": left[0] if len(left) == 1 else left}


def _request_body(operation: Operation, schema: dict[str, Any]) -> dict[str, Any]:
    example = {
        name: value for name, value in _plain(operation.example).items() if name not in operation.path_parameters
    }
    content: dict[str, Any] = {"schema": schema, **({"example": example} if example else {})}
    must = any(one.required and name not in operation.path_parameters for name, one in fields_of(operation).items())
    return {"required": must, "content": {"application/json": content}}


def _errors(operation: Operation) -> dict[str, Any]:
    return {str(status): {"$ref": f"#/components/responses/{response_name(status)}"} for status in statuses(operation)}


def _components(schemas: Schemas, links: Links) -> dict[str, Any]:
    return {
        "schemas": {**schemas.components, "Problem": _PROBLEM},
        "responses": {response_name(status): _response(status) for status in _STATUSES},
        "links": links.components,
        "parameters": _HEADER_PARAMETERS,
        "headers": _REPLY_HEADERS,
        "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
    }


def _response(status: int) -> dict[str, Any]:
    kinds = [kind for kind in BY_CODE.values() if kind.status == status]
    told = {"code": kinds[0].code, "status": status, "title": kinds[0].title, "title_zh": kinds[0].title_zh}
    headers = {"X-Correlation-ID": {"$ref": "#/components/headers/XCorrelationID"}}
    if status in (429, 503):
        headers["Retry-After"] = {"$ref": "#/components/headers/RetryAfter"}
    return {
        "description": " · ".join(f"`{kind.code}` {kind.title}" for kind in kinds),
        "headers": headers,
        "content": {
            _PROBLEM_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": document(told, "01890a5d-ac96-774b-bcce-b302099a8057"),
            }
        },
    }


def _tag(service: str) -> dict[str, str]:
    try:
        about = importlib.import_module(f"contracts.{service}").__doc__ or ""
    except ModuleNotFoundError:
        about = ""
    return {"name": service, "description": " ".join(about.split())}


def _plain(example: Mapping[str, Any]) -> dict[str, Any]:
    """Examples may hold UUIDs and dates; the document holds JSON."""
    return json.loads(orjson.dumps(example))


_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "A problem document (RFC 9457). `code` is stable; titles are for people.",
    "required": ["type", "title", "title_zh", "status", "code", "detail", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "title_zh": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "correlation_id": {"type": "string", "format": "uuid"},
        "ticket": {"type": "string", "description": "Of `second_factor_required`: what the second step asks for."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer into the request's fields."},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}


def _header_parameter(name: str, about: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": required, "description": about, "schema": schema}


_HEADER_PARAMETERS: dict[str, Any] = {
    "IdempotencyKey": _header_parameter(
        "Idempotency-Key",
        "Chosen by the client, one per act. Repeated within 24 hours it brings the first reply again.",
        {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]{1,200}$"},
        required=True,
    ),
    "IfMatch": _header_parameter(
        "If-Match",
        "The ETag of the reply that is being edited.",
        {"type": "string", "pattern": '^"v[0-9]{1,18}"$', "examples": ['"v1"']},
        required=True,
    ),
    "IfStillMatch": _header_parameter(
        "If-Match",
        "The ETag of what was read, where the act is meant for nothing newer: else 412.",
        {"type": "string", "pattern": '^"v[0-9]{1,18}"$', "examples": ['"v1"']},
    ),
    "IfNoneMatch": _header_parameter(
        "If-None-Match", "The ETag of a reply that the client has: 304 while it is the newest.", {"type": "string"}
    ),
    "XCorrelationID": _header_parameter(
        "X-Correlation-ID",
        "A UUID for one civic act across all services; made when missing, always returned.",
        {"type": "string", "format": "uuid"},
    ),
}

_REPLY_HEADERS: dict[str, Any] = {
    "XCorrelationID": {"schema": {"type": "string", "format": "uuid"}},
    "ETag": {"description": "The version of the thing.", "schema": {"type": "string", "examples": ['"v1"']}},
    "IdempotencyReplayed": {
        "description": "`true` when the reply of the first call with this Idempotency-Key is brought again.",
        "schema": {"type": "string", "enum": ["true"]},
    },
    "RetryAfter": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}},
}
