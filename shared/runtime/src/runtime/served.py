"""An operation as it is answered: its declaration with everything that can be worked out before the first call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from contracts.access import ActingFor, Clause, Public, Resource
from contracts.imports import reply_schema, request_schema
from contracts.operations import Command, Import, Operation
from runtime.access import could_match, speaks_of
from runtime.masking import Plan, plan_of

Load = Callable[[Session, Sequence[UUID]], Mapping[UUID, Any]]
"""Rows by their ids; those that there are."""


class Served:
    """An operation, its use case, and the schemas made once. `load` is set where rows are read for a whole group."""

    def __init__(self, operation: Operation, use_case: Callable[..., Any]) -> None:
        self.operation = operation
        self.use_case = use_case
        self.load: Load | None = None
        self.name = operation.name
        self.is_command = isinstance(operation, Command)
        self.is_import = isinstance(operation, Import)
        self.edits = isinstance(operation, Command) and operation.edits
        self.status = operation.status if isinstance(operation, Command) else 200
        self.stores_reply = isinstance(operation, Command) and operation.idempotent
        self.needs_key = self.stores_reply and operation.http_method == "POST"
        request, reply = request_schema(operation), reply_schema(operation)
        self.request = None if request is None else request()
        self.reply = None if reply is None else reply()
        self.masks = plan_of(self.reply) if self.reply is not None else Plan()
        # Acting for somebody is recorded, so one's own right is tried first.
        self.clauses: tuple[Clause, ...] = tuple(sorted(operation.allow, key=lambda c: isinstance(c, ActingFor)))
        self.public = any(isinstance(clause, Public) for clause in self.clauses)
        self.on: type[Resource] | None = operation.on
        self.request_words = frozenset(self.request.fields) if self.request is not None else frozenset()

    def open_to(self, caller: Any) -> bool:
        """Whether the claims leave it open that the caller is let in, or sees the row and must be told why not."""
        if any(could_match(clause, caller) for clause in self.clauses):
            return True
        return self.on is not None and any(could_match(clause, caller) for clause in self.on.see)

    def is_own(self, clause: Clause) -> bool:
        """Whether the clause speaks of the row that the operation is on."""
        scope = getattr(clause, "scope", None)
        return scope is not None and self.on is not None and speaks_of(scope, self.on)
