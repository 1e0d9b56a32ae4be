"""What a test did to the city, call by call: the evidence that decides whether a mechanism is proven."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

GENERIC_CODES = frozenset(
    {
        "malformed_json",
        "unsupported_media_type",
        "body_too_large",
        "idempotency_key_required",
        "precondition_required",
        "too_many_requests",
    }
)
"""Refusals of the gateway's form checks: they name no rule of the mechanism."""


@dataclass(frozen=True)
class Call:
    role: str
    method: str
    path: str
    status: int
    code: str | None

    @property
    def writes(self) -> bool:
        return self.method in {"POST", "PUT", "PATCH", "DELETE"} and not self.path.startswith("/api/v1/auth/")


@dataclass(frozen=True)
class Figure:
    id: str
    before: float
    after: float


@dataclass
class Record:
    """All calls and figures of one test."""

    bus: str
    calls: list[Call] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    @property
    def writes(self) -> list[Call]:
        return [call for call in self.calls if call.writes and 200 <= call.status < 300]

    @property
    def denials(self) -> list[Call]:
        """Writes refused to a role that must not: out of sight or not allowed."""
        writers = {call.role for call in self.writes}
        return [
            call for call in self.calls if call.writes and call.status in (401, 403, 404) and call.role not in writers
        ]

    @property
    def refusals(self) -> list[Call]:
        """Bad input refused with its rule's code to a role that may write."""
        writers = {call.role for call in self.writes}
        return [
            call
            for call in self.calls
            if call.writes
            and call.status in (400, 404, 409, 412, 422)
            and call.role in writers
            and call.code
            and call.code not in GENERIC_CODES
        ]

    def missing(self, *, needs_figure: bool) -> list[str]:
        """What the mechanism still lacks to be proven; empty when it is."""
        lacks = {
            "a write by the acting role": bool(self.writes),
            "a role that was refused": bool(self.denials),
            "a bad input refused with its rule's code": bool(self.refusals),
            "its figure, moved": bool(self.figures) or not needs_figure,
            "RabbitMQ": self.bus == "rabbitmq",
        }
        return [what for what, there in lacks.items() if not there]

    def as_row(self) -> dict[str, Any]:
        return {
            "writes": [asdict(call) for call in self.writes],
            "refusals": [asdict(call) for call in self.denials + self.refusals],
            "figures": [asdict(figure) for figure in self.figures],
            "bus": self.bus,
        }
