"""A request as it reaches a door, and the reply that goes back: nameko's RPC body, whatever the adapter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from runtime.problems import Problem

PREFIX = "nameko."

Reply = dict[str, Any]


@dataclass(slots=True)
class OperationRequest:
    """One call. `meta` holds the message's headers without the prefix `nameko.`: token, deadline (epoch ms),
    idempotency_key, if_match, correlation_id, traceparent; unknown ones are ignored.
    """

    method: str
    kwargs: dict[str, Any]
    meta: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of_message(cls, method: str, kwargs: dict[str, Any], headers: Mapping[str, Any]) -> OperationRequest:
        """From an AMQP message's headers."""
        meta = {name[len(PREFIX) :]: value for name, value in headers.items() if name.startswith(PREFIX)}
        return cls(method, kwargs, meta)

    @property
    def version_wanted(self) -> int | None:
        """The version of If-Match, None where the caller names none; -1 for a tag that no version can match."""
        tag = self.meta.get("if_match")
        if tag is None or tag == "":
            return None
        digits = str(tag).removeprefix("W/").strip('"')
        return int(digits) if digits.isascii() and digits.isdigit() else -1


def success(status: int, data: Any, *, replayed: bool = False) -> dict[str, Any]:
    """The result of an operation. `version` is the reply's own, for the ETag; a pack's version is a word, no such number."""
    version = data.get("version") if isinstance(data, dict) else None
    return {
        "status": status,
        "data": data,
        "version": version if isinstance(version, int) else None,
        "replayed": replayed,
    }


def answered(result: dict[str, Any]) -> Reply:
    return {"result": result, "error": None}


def failed(problem: Problem) -> Reply:
    """An error in nameko's shape, with the problem beside it."""
    error = {
        "exc_type": "Refused",
        "exc_path": "runtime.problems.Refused",
        "exc_args": [problem["code"]],
        "value": problem["code"],
        "problem": problem,
    }
    return {"result": None, "error": error}
