"""What the gateway answers below /api/v1 beside the declared operations, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from contracts.imports import columns_of
from contracts.operations import Import
from gateway.openapi_words import response_name, who_may
from gateway.sheets.workbook import MEDIA_TYPE

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


_SHEET = """The first row names the columns, each further one is a record; a day is a date cell or text such as 2011-06-01,
yes is 是 and no is 否. At most 1,000 rows, one sheet, no formulas, no merged cells, long numbers as text. What cannot be read
is told by the cell and nothing is taken; else each row is judged by the rules of the register.

**Nothing is written unless `dry_run=false`.** The same `source` and row number are entered once, so that a corrected file may
come again; without a `source` it is the file itself."""

_TOLD = {
    "dry_run": {"type": "boolean"},
    "sheet": {"type": "string"},
    "rows": {"type": "integer"},
    "accepted": {"type": "integer"},
    "repeated": {"type": "integer"},
    "refused": {"type": "integer"},
    "errors": {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["sheet", "row", "column", "cell", "code", "rule", "detail"],
            "properties": {
                "sheet": {"type": "string"},
                "row": {"type": "integer"},
                "column": {"type": ["string", "null"], "description": "The heading."},
                "cell": {"type": ["string", "null"], "description": "Such as D7; null where no column has the field."},
                "code": {"type": "string", "description": "What is wrong with the cell."},
                "rule": {"type": "string", "description": "Why the row is refused."},
                "detail": {"type": "string"},
            },
        },
    },
}


def sheets(operation: Import) -> dict[str, Any]:
    """The sheets of an import door: sent, or an empty one fetched."""
    record = operation.record().fields
    columns = columns_of(operation).items()
    headings = ", ".join(f"{heading} (required)" if record[name].required else heading for name, heading in columns)
    file = {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}
    told = {"application/json": {"schema": {"type": "object", "required": list(_TOLD), "properties": _TOLD}}}
    return {
        "get": {
            "operationId": f"{operation.name}.empty_sheet",
            "tags": [TAG["name"]],
            "summary": "An empty sheet with the headings",
            "description": f"Columns: {headings}.",
            "responses": {
                "200": {"description": "The workbook.", "headers": _CORRELATED, "content": file},
                **_problems(429),
            },
            "security": [],
        },
        "post": {
            "operationId": f"{operation.name}.sheet",
            "tags": [TAG["name"]],
            "summary": "Enters the rows of an Excel sheet",
            "description": f"{_SHEET}\n\nColumns: {headings}.\n\n{who_may(operation)}",
            "parameters": [
                _said("area_id", {"type": "string", "format": "uuid"}, "The area whose list it is.", required=True),
                _said("source", {"type": "string", "minLength": 1, "maxLength": 200}, "The name of the list."),
                _said("dry_run", {"type": "boolean", "default": True}, "false to write."),
            ],
            "requestBody": {"required": True, "content": file},
            "responses": {
                "200": {"description": "What became of the rows.", "headers": _CORRELATED, "content": told},
                **_problems(400, 401, 403, 413, 415, 422, 429, 503),
            },
            "security": [{"bearer": []}],
        },
    }


def _said(name: str, schema: dict[str, Any], about: str, *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "description": about, "schema": schema}
