"""The words `Command` and `Query`: what portals may ask of a service.

The request schema is flat: fields named in the path template are path parameters, the rest of a command is its JSON
body, the rest of a query its query string. The reply schema dumps what the use case returns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from marshmallow import Schema

from contracts.access import Clause, Resource


@dataclass(frozen=True, eq=False)
class Operation:
    """One thing a service does when asked.

    name      `<service>.<verb>_<noun>`; the RPC method name is the part after the dot
    route     "POST /posts/{post_id}/claims", below /api/v1
    on        the resource whose row decides access (its `key` is a request field); None for lists and public acts
    allow     union of clauses; empty is a declaration error
    refuses   codes of the domain rules that can say no, for the documentation and the wiring test
    example   a request that a demo role may send; used by OpenAPI, the access matrix and the fuzzer
    deadline  seconds after which the gateway answers 503
    """

    name: str
    route: str
    _: KW_ONLY
    request: type[Schema] | None = None
    reply: type[Schema] | None = None
    on: type[Resource] | None = None
    allow: Sequence[Clause] = ()
    refuses: Sequence[str] = ()
    about: str
    example: dict[str, Any] = field(default_factory=dict)
    deadline: float = 5.0

    def __post_init__(self) -> None:
        if not self.allow:
            raise TypeError(f"{self.name} allows nobody")
        if not re.fullmatch(r"[a-z]+\.[a-z][a-z_]+", self.name):
            raise TypeError(f"{self.name} is not <service>.<verb>_<noun>")

    @property
    def service(self) -> str:
        return self.name.split(".", 1)[0]

    @property
    def method_name(self) -> str:
        return self.name.split(".", 1)[1]

    @property
    def http_method(self) -> str:
        return self.route.split(" ", 1)[0]

    @property
    def path(self) -> str:
        return self.route.split(" ", 1)[1]

    @property
    def path_parameters(self) -> tuple[str, ...]:
        return tuple(re.findall(r"{(\w+)}", self.path))


@dataclass(frozen=True, kw_only=True, eq=False)
class Command(Operation):
    """An act that changes something, in one transaction.

    edits        two people may edit the same thing: `If-Match` is required (428) and checked (412)
    idempotent   False only where a stored reply would be a secret (sign-in); otherwise POST needs `Idempotency-Key`
    status       HTTP status of success
    """

    edits: bool = False
    idempotent: bool = True
    status: int = 200


@dataclass(frozen=True, kw_only=True, eq=False)
class Query(Operation):
    """A reading. `paged` queries take `limit` and `after` and reply `{"items": [...], "next": cursor or null}`.

    guessable    it answers anybody who knows a number: the gateway limits how often an address may try, as with signing in
    """

    paged: bool = False
    guessable: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Import(Command):
    """The import door (历史补录) of a register: up to 1,000 records a call under the live door's rules.

    `record` is the schema of one record; `contracts.imports.request_of` and `REPLY` give the call its shape.
    """

    record: type[Schema]
    deadline: float = 60.0
    idempotent: bool = False  # each record carries its own key
