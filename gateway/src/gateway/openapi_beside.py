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


_STEP = {
    "kind": {"enum": ["act", "event", "effect", "parked", "waiting", "clock"]},
    "service": {"type": "string"},
    "what": {"type": "string", "description": "An operation, an event's name, a handler, a clock."},
    "at": {"type": ["string", "null"], "format": "date-time"},
    "depth": {"type": "integer", "description": "How many causes lie between it and the beginning."},
    "took": {"type": ["number", "null"], "description": "Seconds since its cause."},
    "account_id": {"type": ["string", "null"], "format": "uuid"},
    "about": {"type": ["string", "null"], "description": "The id of what it was done to."},
    "state": {"type": ["string", "null"]},
}

_STORY = {
    "correlation_id": {"type": "string", "format": "uuid"},
    "began_at": {"type": ["string", "null"], "format": "date-time"},
    "seconds": {"type": "number", "description": "From the beginning to the last thing that has happened."},
    "waiting": {"type": "integer", "description": "Steps that have not happened yet: parked, awaited, due."},
    "silent": {"type": "array", "items": {"type": "string"}, "description": "Services that did not answer."},
    "cut": {"type": "array", "items": {"type": "string"}, "description": "Services that know more than is told."},
    "steps": {
        "type": "array",
        "items": {"type": "object", "required": list(_STEP), "properties": _STEP},
    },
}


def story() -> dict[str, Any]:
    """One civic act across all services."""
    correlation_id = {
        "name": "correlation_id",
        "in": "path",
        "required": True,
        "description": "The `X-Correlation-ID` of any answer.",
        "schema": {"type": "string", "format": "uuid"},
    }
    return {
        "operationId": "gateway.tell_story",
        "tags": [TAG["name"]],
        "summary": "One civic act across all services, in causal order",
        "description": "Who may: system_operator, auditor, whatever the scope of the grant. Each service writes down who looked.",
        "parameters": [correlation_id],
        "responses": {
            "200": {
                "description": "Ids, names and times of what happened; never what it said.",
                "headers": _CORRELATED,
                "content": {
                    "application/json": {"schema": {"type": "object", "required": list(_STORY), "properties": _STORY}}
                },
            },
            **_problems(400, 401, 403, 404, 406, 429, 503),
        },
        "security": [{"bearer": []}],
    }


_COPY = {
    "person_id": {"type": "string", "format": "uuid"},
    "silent": {"type": "array", "items": {"type": "string"}, "description": "Services that did not answer."},
    "cut": {
        "type": "array",
        "items": {"type": "string"},
        "description": "Registers of which only the newest rows are told.",
    },
    "held": {
        "type": "object",
        "description": "By service and register: the rows that are held of the person.",
        "additionalProperties": {"type": ["object", "null"]},
    },
    "readings": {
        "type": "array",
        "description": "Who else read something sensitive of the person, newest first.",
        "items": {
            "type": "object",
            "required": ["service", "at", "field", "account_id"],
            "properties": {
                "service": {"type": "string"},
                "at": {"type": "string", "format": "date-time"},
                "field": {"type": "string"},
                "account_id": {"type": ["string", "null"], "format": "uuid"},
            },
        },
    },
}


def copy() -> dict[str, Any]:
    """All that is held of a person."""
    person_id = {"name": "person_id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    return {
        "operationId": "gateway.copy_of_person",
        "tags": [TAG["name"]],
        "summary": "All that every service holds of a person, and who read it",
        "description": "Who may: the person, and a guardian of the person. Each service writes down who made a copy.",
        "parameters": [person_id],
        "responses": {
            "200": {
                "description": "One document, to be kept.",
                "headers": _CORRELATED,
                "content": {
                    "application/json": {"schema": {"type": "object", "required": list(_COPY), "properties": _COPY}}
                },
            },
            **_problems(400, 401, 404, 406, 429, 503),
        },
        "security": [{"bearer": []}],
    }
