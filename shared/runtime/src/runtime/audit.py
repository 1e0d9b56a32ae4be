"""Audit (审计): who did or read what, appended in the transaction of the act or the reading. No personal data in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import orjson
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from runtime.act import act_of
from runtime.held import Held
from runtime.round_trip import ask
from runtime.time import now

_KEY = "audit"

_WRITE = """
    INSERT INTO runtime.audit
           (id, at, actor_account, actor_person, acting_for, act, target, area, correlation_id, detail)
    SELECT *
      FROM json_to_recordset(CAST(%(audit)s AS json))
           AS t (id uuid, at timestamptz, actor_account uuid, actor_person uuid, acting_for uuid, act text, target text,
                 area uuid, correlation_id text, detail jsonb)
"""


class Actor(Protocol):
    """Whoever acts: a `runtime.access.Caller`."""

    @property
    def account_id(self) -> UUID | None: ...
    @property
    def person_id(self) -> UUID | None: ...
    @property
    def acting_for(self) -> UUID | None: ...


@dataclass(slots=True)
class _Entry:
    at: datetime
    actor: Actor
    act: str
    target: str | None
    area: UUID | None
    correlation_id: str
    detail: dict[str, Any]


def record(
    session: Session,
    caller: Actor,
    *,
    act: str,
    target: UUID | str | None = None,
    area: UUID | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Append an entry with the transaction. `act` is an operation's name or `read:<field>`; `detail` holds codes and ids."""
    shown = None if target is None else str(target)
    entry = _Entry(now(), caller, act, shown, area, act_of(session).correlation_id, detail or {})
    session.info.setdefault(_KEY, []).append(entry)


def write(session: Session) -> None:
    """Insert what was recorded, in one statement. Only for readings, which have no transaction to be closed with."""
    entries = _rows(session)
    if entries:
        ask(session, (_WRITE, {"audit": orjson.dumps(entries).decode()}))


def mark(session: Session) -> int:
    """Where the buffer stands; `rewind` to it when a savepoint is rolled back."""
    return len(session.info.setdefault(_KEY, []))


def rewind(session: Session, to: int) -> None:
    """Forget what was recorded since `mark`."""
    del session.info.setdefault(_KEY, [])[to:]


def _rows(session: Session) -> list[dict[str, Any]]:
    entries: list[_Entry] = session.info.pop(_KEY, [])
    return [
        {
            "id": uuid7(),
            "at": e.at,
            "actor_account": e.actor.account_id,
            "actor_person": e.actor.person_id,
            "acting_for": e.actor.acting_for,
            "act": e.act,
            "target": e.target,
            "area": e.area,
            "correlation_id": e.correlation_id,
            "detail": e.detail,
        }
        for e in entries
    ]


HELD = Held("audit", f"audited AS ({_WRITE})", _rows)
