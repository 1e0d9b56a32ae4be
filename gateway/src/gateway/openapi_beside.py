"""What the gateway answers below /api/v1 beside the declared operations, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from gateway.openapi_words import response_name

_CORRELATED = {"X-Correlation-ID": {"$ref": "#/components/headers/XCorrelationID"}}

TAG = {"name": "gateway", "description": "What the gateway answers itself, from what all services tell."}

_LIVE = """Server-sent events. Each `hint` names a thing that has changed, `{"type": "team", "id": "…"}`, and nothing of it: ask
`GET /teams/{id}`. Told are those alone who may read it, and for what happens now, not for imports.

Open the stream first, then load. Every block bears an `id`; come back with it in `Last-Event-ID`. `resync` at the beginning means
that something may have been missed: load again. `end` says why a stream ended (`token_expired`, `session_ended`, `missed`,
`closing`): open another one, with a fresh token if need be. Lines that begin with a colon are signs of life."""


def _problems(*statuses: int) -> dict[str, Any]:
    return {str(status): {"$ref": f"#/components/responses/{response_name(status)}"} for status in statuses}


def live(types: list[str]) -> dict[str, Any]:
    """The stream of hints; `types` are the things that it can name."""
    last = {
        "name": "Last-Event-ID",
        "in": "header",
        "required": False,
        "description": "The `id` of the last block that was read.",
        "schema": {"type": "string"},
    }
    hint = {
        "type": "object",
        "description": "The `data` of a `hint`.",
        "required": ["type", "id"],
        "properties": {"type": {"enum": types}, "id": {"type": "string", "format": "uuid"}},
    }
    return {
        "operationId": "gateway.live",
        "tags": [TAG["name"]],
        "summary": "Hints of what has changed, as it changes",
        "description": _LIVE,
        "parameters": [last],
        "responses": {
            "200": {
                "description": "The stream; it stays open until the token runs out.",
                "headers": _CORRELATED,
                "content": {"text/event-stream": {"schema": {"type": "string"}}},
                "x-hint": hint,
            },
            **_problems(400, 401, 406, 429, 503),
        },
        "security": [{"bearer": []}],
    }
