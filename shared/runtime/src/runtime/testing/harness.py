"""A door under test: operations called through all of it (token, access, schema, idempotency, group commit), events
delivered through the inbox, what was emitted read from the outbox. One process, one real database, no broker.

    answer = door.call(claim_post, door.sign_in(("community_secretary", "area", community)), post_id=post)
    assert answer.status == 201
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.resources import files
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Engine, text

from contracts.events import Event
from contracts.operations import Operation
from kernel.ids import uuid7
from runtime import clocks, tokens
from runtime.access import Grant
from runtime.database import transaction
from runtime.doors import Door
from runtime.envelope import dumped
from runtime.execute import execute
from runtime.inbox import EventDoor
from runtime.packs import forget_sections
from runtime.replicas import area_path, put_area, put_person
from runtime.requests import OperationRequest
from runtime.time import now


@dataclass(frozen=True)
class SignedIn:
    """Somebody with a token."""

    account_id: UUID
    person_id: UUID | None
    session_id: UUID
    token: str


@dataclass(frozen=True)
class Answer:
    """A reply. Of a refusal `data` is None and `problem` says why."""

    status: int
    data: Any = None
    version: int | None = None
    replayed: bool = False
    problem: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return not self.problem

    @property
    def code(self) -> str | None:
        """The problem's code, None for a success."""
        return self.problem.get("code")

    @property
    def pointers(self) -> list[str]:
        """The JSON pointers of a 422."""
        return [error["pointer"] for error in self.problem.get("errors", ())]


class DoorUnderTest:
    """A service's door on a database of the test's own."""

    def __init__(self, door: Door, engine: Engine) -> None:
        self.door = door
        self.engine = engine
        self._events = EventDoor(door, engine)
        self._sequence: Counter[tuple[str, UUID]] = Counter()
        self._numbers = iter(range(1, 1_000_000))

    def sign_in(
        self, *grants: tuple[str, str, UUID], person_id: UUID | None = None, account_id: UUID | None = None
    ) -> SignedIn:
        """A new session of an account with grants `(role, kind, scope_id)`."""
        account, session = account_id or uuid7(), uuid7()
        token = tokens.issue(
            account_id=account,
            person_id=person_id,
            username="somebody",
            session_id=session,
            grants=[Grant(*grant) for grant in grants],
        )
        return SignedIn(account, person_id, session, token)

    def call(
        self,
        operation: Operation,
        by: SignedIn | None = None,
        *,
        key: str | None = None,
        if_match: int | None = None,
        **fields: Any,
    ) -> Answer:
        """Call an operation, signed out if `by` is None. A POST gets a new idempotency key where none is given."""
        return self.call_together([self.request(operation, by, key=key, if_match=if_match, **fields)])[0]

    def request(
        self,
        operation: Operation,
        by: SignedIn | None = None,
        *,
        key: str | None = None,
        if_match: int | None = None,
        **fields: Any,
    ) -> OperationRequest:
        """The request of a call, as the gateway would send it: JSON values only."""
        meta: dict[str, Any] = {"correlation_id": str(uuid7())}
        if by is not None:
            meta["token"] = by.token
        if key is not None or operation.http_method == "POST":
            meta["idempotency_key"] = key or str(uuid7())
        if if_match is not None:
            meta["if_match"] = str(if_match)
        return OperationRequest(operation.method_name, orjson.loads(orjson.dumps(fields)), meta)

    def call_together(self, requests: Sequence[OperationRequest]) -> list[Answer]:
        """Call several operations as one group."""
        return [_answer(reply) for reply in execute(self.door, self.engine, requests)]

    def area(self, kind: str, above: UUID | None = None, *, name: str = "", code: str | None = None) -> UUID:
        """Put an area into the replica and return its id."""
        area_id, number = uuid7(), next(self._numbers)
        with transaction(self.engine) as session:
            path = f"{area_path(session, above)}.{number}" if above else str(number)
            put_area(
                session,
                area_id=area_id,
                number=number,
                path=path,
                code=code,
                kind=kind,
                name=name or f"{kind} {number}",
                parent_id=above,
                valid_from=date(2000, 1, 1),
            )
        return area_id

    def person(self, home_area: UUID, name: str = "王小明", *, minor: bool = False) -> UUID:
        """Put a person into the replica and return the id."""
        person_id = uuid7()
        with transaction(self.engine) as session:
            put_person(session, person_id=person_id, display_name=name, home_area=home_area, minor=minor)
        return person_id

    def pack(self, area_id: UUID, section: dict[str, Any], *, valid_from: date = date(2000, 1, 1)) -> None:
        """Put a pack with this service's section in force at an area."""
        words = {"area_id": area_id, "valid_from": valid_from, "section": orjson.dumps(section).decode()}
        with transaction(self.engine) as session:
            session.execute(_PACK, words)
            forget_sections()

    def deliver(
        self,
        event: type[Event],
        *,
        aggregate_id: UUID | None = None,
        area: UUID | None = None,
        occurred_at: datetime | None = None,
        kind: str = "live",
        event_id: UUID | None = None,
        seq: int | None = None,
        sample: bool = False,
        payload: dict[str, Any] | None = None,
        **data: Any,
    ) -> None:
        """Let an event take effect, next in its aggregate unless `seq` says otherwise.

        `kind` is the envelope's: live, import, snapshot or replay. `sample=True` starts from the frozen sample; given
        fields replace the sample's. `payload` is for fields that are named like a word of this function (`kind`, `area`).
        """
        data |= payload or {}
        body = _sample(event) if sample else {}
        if data or not sample:
            merged = event().load(body["data"]) | data if sample else data
            body["data"] = orjson.loads(dumped(event, merged))
        aggregate = aggregate_id or (UUID(body["aggregate_id"]) if sample else uuid7())
        moment = now().isoformat()
        at = body.get("occurred_at", moment) if occurred_at is None else occurred_at.isoformat()
        where = body.get("area") if area is None else area
        head = {
            "event_id": event_id or uuid7(),
            "name": event.name,
            "occurred_at": at,
            "recorded_at": moment,
            "aggregate": event.aggregate,
            "aggregate_id": aggregate,
            "aggregate_seq": self._next(event, aggregate) if seq is None else seq,
            "area": where,
            "actor_id": None,
            "correlation_id": str(uuid7()),
            "causation_id": None,
            "traceparent": None,
            "kind": kind,
        }
        self._events.handle([orjson.dumps({**body, **head})])

    def emitted(self, event: type[Event] | None = None) -> list[dict[str, Any]]:
        """The envelopes in the outbox, in the order of emission; of one event if it is given."""
        with self.engine.connect() as connection:
            bodies = connection.execute(text("SELECT body FROM runtime.outbox ORDER BY id")).scalars()
            envelopes = [orjson.loads(bytes(body)) for body in bodies]
        return [each for each in envelopes if event is None or each["name"] == event.name]

    def parked(self) -> list[str]:
        """The errors of parked events; empty when everything took effect."""
        with self.engine.connect() as connection:
            return list(connection.execute(text("SELECT coalesce(error, state) FROM runtime.parked")).scalars())

    def tick(self) -> int:
        """Run the clocks that are due; how many."""
        return clocks.tick(self.engine, self.door)

    def audited(self) -> list[dict[str, Any]]:
        """The audit's entries in their order."""
        with self.engine.connect() as connection:
            rows = connection.execute(text("SELECT * FROM runtime.audit ORDER BY id")).mappings()
            return [dict(row) for row in rows]

    def _next(self, event: type[Event], aggregate_id: UUID) -> int:
        key = (event.aggregate, aggregate_id)
        self._sequence[key] += 1
        return self._sequence[key]


_PACK = text("""
    INSERT INTO runtime.pack_section (area_id, valid_from, pack, version, section)
    VALUES (:area_id, :valid_from, 'of-a-test', '1', CAST(:section AS jsonb))
""")


def _answer(reply: dict[str, Any]) -> Answer:
    if reply["error"] is not None:
        problem = reply["error"]["problem"]
        return Answer(status=problem["status"], problem=problem)
    result = reply["result"]
    return Answer(result["status"], result["data"], result["version"], result["replayed"])


def _sample(event: type[Event]) -> dict[str, Any]:
    """The frozen sample of an event's version."""
    path = files("contracts").joinpath(event.producer(), "samples", f"{event.name}.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
