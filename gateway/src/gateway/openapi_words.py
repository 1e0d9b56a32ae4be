"""Who may call an operation and what it may answer, in words and statuses derived from its declaration."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from contracts.access import (
    ActingFor,
    Clause,
    ContactOf,
    PartyTo,
    Public,
    RoleAnywhere,
    RoleOver,
    Scope,
    SelfIn,
    SignedIn,
)
from contracts.imports import reply_schema, request_schema
from contracts.operations import Command, Operation, Query
from gateway.plans import is_public, needs_key


def who_may(operation: Operation) -> str:
    """One sentence, such as "Who may: community_secretary over the post's area; the person in claim.person_id."""
    allowed = "; ".join(in_words(clause) for clause in operation.allow)
    if operation.on is None or not operation.on.see:
        return f"Who may: {allowed}."
    seen = "; ".join(in_words(clause) for clause in operation.on.see)
    return f"Who may: {allowed}. Who may know that it exists: {seen}; for all others it is a 404."


def in_words(clause: Clause) -> str:
    match clause:
        case Public():
            return "anyone, signed in or not"
        case SignedIn():
            return "anyone signed in"
        case RoleOver(roles=roles, scope=scope):
            return f"{_roles(roles)} with a grant that reaches {_place(scope)}"
        case RoleAnywhere(roles=roles):
            return f"{_roles(roles)}, whatever the scope of the grant"
        case SelfIn(scope=scope):
            return f"the person named by {_place(scope)}"
        case ActingFor(scope=scope):
            return f"guardian, family or delegate of the person named by {_place(scope)}"
        case ContactOf(scope=scope):
            return f"the contact of the unit named by {_place(scope)}"
        case PartyTo(scope=scope):
            return f"a party to the case named by {_place(scope)}"
    raise TypeError(f"no words for {clause}")


def statuses(operation: Operation) -> list[int]:
    """The error statuses that apply to an operation; every one of them is a problem document."""
    is_command, has_path = isinstance(operation, Command), bool(operation.path_parameters)
    found = {406, 429, 503}
    if is_command or request_schema(operation) is not None:
        found |= {400, 422}
    if is_command:
        found |= {409, 413, 415}
    if not is_public(operation) or operation.refuses:
        found |= {401, 403}
    if has_path or operation.on is not None or operation.refuses:
        found.add(404)
    if isinstance(operation, Query) and operation.refuses:
        found |= {409, 422}
    if isinstance(operation, Command) and operation.edits:
        found |= {412, 428}
    elif _may_match(operation):
        found.add(412)
    return sorted(found)


def header_parameters(operation: Operation) -> list[dict[str, Any]]:
    """References to the headers that the operation reads."""
    names = ["XCorrelationID"]
    if needs_key(operation):
        names.append("IdempotencyKey")
    if isinstance(operation, Command) and operation.edits:
        names.append("IfMatch")
    elif _may_match(operation):
        names.append("IfStillMatch")
    if isinstance(operation, Query) and _has_version(operation):
        names.append("IfNoneMatch")
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def reply_headers(operation: Operation) -> dict[str, Any]:
    names = {"X-Correlation-ID": "XCorrelationID"}
    if _has_version(operation):
        names["ETag"] = "ETag"
    if needs_key(operation):
        names["Idempotency-Replayed"] = "IdempotencyReplayed"
    return {name: {"$ref": f"#/components/headers/{component}"} for name, component in names.items()}


def response_name(status: int) -> str:
    """The component of an error answer, such as "PreconditionRequired"."""
    return HTTPStatus(status).phrase.title().replace(" ", "").replace("-", "")


def _may_match(operation: Operation) -> bool:
    """Whether a command about a thing of its path that needs no version keeps to one that is named all the same."""
    on = operation.on
    return isinstance(operation, Command) and on is not None and on.key in operation.path_parameters


def _has_version(operation: Operation) -> bool:
    reply = reply_schema(operation)
    return reply is not None and "version" in reply().dump_fields


def _roles(roles: frozenset[str]) -> str:
    return " or ".join(sorted(roles))


def _place(scope: Scope) -> str:
    return f"{scope.resource.lower()}.{scope.name}"
