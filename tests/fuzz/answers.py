"""What is asked of every answer: no fault of the city's, as documented, and a problem document where it refuses."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from schemathesis import Case, Response
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
BUSY = frozenset({"service_unavailable", "deadline_passed", "busy"})
"""A 503 that the document promises: no service had time before the operation's deadline. It is counted, and rare."""


@dataclass
class Answers:
    """Counts answers by operation and status, and keeps what was wrong with them, one example of each kind."""

    by_status: Counter[int] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    busy: int = 0
    wrong: dict[str, str] = field(default_factory=dict)

    def note(self, case: Case, response: Response, role: str) -> None:
        """Judge an answer to a case that was asked as `role`."""
        self.by_status[response.status_code] += 1
        if response.status_code < 300:
            self.done[operation_of(case)] += 1
        if response.status_code == 503 and _document(response).get("code") in BUSY:
            self.busy += 1
            return
        for complaint in (*_of_the_document(case, response), *_of_the_problem(response)):
            what = f"{operation_of(case)} {response.status_code}: {complaint}"
            self.wrong.setdefault(what, f"as {role}: {case.as_curl_command()} → {response.text[:300]}")

    @property
    def asked(self) -> int:
        return self.by_status.total()

    def told(self) -> str:
        """Everything that was wrong, for the failure's message."""
        return "\n".join(f"{what}\n    {example}" for what, example in sorted(self.wrong.items()))


def operation_of(case: Case) -> str:
    """The name in the contracts."""
    return str(case.operation.definition.raw["operationId"])


def _of_the_document(case: Case, response: Response) -> list[str]:
    try:
        case.validate_response(response, checks=CHECKS)
    except FailureGroup as failures:
        return [f"{one.title} {' '.join(one.message.split())[:200]}" for one in failures.exceptions]
    return []


def _of_the_problem(response: Response) -> list[str]:
    if response.status_code < 400:
        return []
    told = _document(response)
    wanted = {"code": str, "title": str, "title_zh": str, "detail": str, "errors": list, "status": int}
    wrong = [f"no {name}" for name, kind in wanted.items() if not isinstance(told.get(name), kind)]
    if told.get("status") != response.status_code:
        wrong.append("status in the document is another")
    if "Traceback" in response.text or 'File "' in response.text:
        wrong.append("a stack trace")
    return wrong


def _document(response: Response) -> dict[str, Any]:
    """The problem document of a refusal; empty where there is none."""
    kind = "".join(response.headers.get("content-type") or [])
    if not kind.startswith("application/problem+json"):
        return {}
    told = response.json()
    return told if isinstance(told, dict) else {}
