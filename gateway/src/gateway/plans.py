"""What the gateway needs to know of an operation at each request, worked out once at start."""

from __future__ import annotations

from dataclasses import dataclass

from marshmallow import fields

from contracts.access import Public
from contracts.imports import request_schema
from contracts.operations import Command, Import, Operation, Query
from gateway.settings import GatewaySettings

SIGNING_IN = frozenset(
    {"POST /auth/token", "POST /auth/second-factor", "POST /auth/external", "POST /auth/external/return"}
)
"""Where passwords and codes can be tried, or the city's identity provider is asked."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One operation as the door sees it.

    uuids      path parameters that must be UUIDs: anything else names nothing, so it is a 404
    numbers    path parameters that must be counting numbers, likewise
    lists      query parameters that may be repeated
    needs_key  `Idempotency-Key` is required
    guessable  a number that could be tried opens it
    max_body   bytes; 0 for a query, which has no body
    """

    operation: Operation
    uuids: frozenset[str]
    numbers: frozenset[str]
    lists: frozenset[str]
    public: bool
    needs_key: bool
    signs_in: bool
    guessable: bool
    max_body: int


def plan_of(operation: Operation, settings: GatewaySettings) -> Plan:
    declared = fields_of(operation)
    return Plan(
        operation=operation,
        uuids=frozenset(
            name for name in operation.path_parameters if isinstance(declared.get(name, fields.UUID()), fields.UUID)
        ),
        numbers=frozenset(name for name in operation.path_parameters if isinstance(declared.get(name), fields.Integer)),
        lists=frozenset(name for name, one in declared.items() if isinstance(one, fields.List)),
        public=is_public(operation),
        needs_key=needs_key(operation),
        signs_in=operation.route in SIGNING_IN,
        guessable=isinstance(operation, Query) and operation.guessable,
        max_body=_max_body(operation, settings),
    )


def fields_of(operation: Operation) -> dict[str, fields.Field]:
    """The request's fields by the name they have on the wire."""
    request = request_schema(operation)
    return {one.data_key or name: one for name, one in request().load_fields.items()} if request else {}


def is_public(operation: Operation) -> bool:
    return any(isinstance(clause, Public) for clause in operation.allow)


def needs_key(operation: Operation) -> bool:
    return isinstance(operation, Command) and operation.idempotent and operation.http_method == "POST"


def _max_body(operation: Operation, settings: GatewaySettings) -> int:
    if isinstance(operation, Import):
        return settings.max_import_body
    return settings.max_body if isinstance(operation, Command) else 0
