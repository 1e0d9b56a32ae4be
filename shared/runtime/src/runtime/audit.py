"""Audit (审计): who did or read what, appended in the transaction of the act or the reading. No personal data in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from runtime.act import act_of
from runtime.time import now

_KEY = "audit"

_WRITE = text("""
    INSERT INTO runtime.audit
           (id, at, actor_account, actor_person, acting_for, act, target, area, correlation_id, detail)
    SELECT *
      FROM unnest(CAST(:ids AS uuid[]), CAST(:ats AS timestamptz[]), CAST(:accounts AS uuid[]), CAST(:persons AS uuid[]),
                  CAST(:acting_fors AS uuid[]), CAST(:acts AS text[]), CAST(:targets AS text[]), CAST(:areas AS uuid[]),
                  CAST(:correlation_ids AS text[]), CAST(:details AS jsonb[]))
""")


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
    """Insert what was recorded, in one statement. The door calls it right before the commit."""
    entries: list[_Entry] | None = session.info.pop(_KEY, None)
    if not entries:
        return
    session.execute(
        _WRITE,
        {
            "ids": [uuid7() for _ in entries],
            "ats": [e.at for e in entries],
            "accounts": [e.actor.account_id for e in entries],
            "persons": [e.actor.person_id for e in entries],
            "acting_fors": [e.actor.acting_for for e in entries],
            "acts": [e.act for e in entries],
            "targets": [e.target for e in entries],
            "areas": [e.area for e in entries],
            "correlation_ids": [e.correlation_id for e in entries],
            "details": [orjson.dumps(e.detail).decode() for e in entries],
        },
    )


def mark(session: Session) -> int:
    """Where the buffer stands; `rewind` to it when a savepoint is rolled back."""
    return len(session.info.setdefault(_KEY, []))


def rewind(session: Session, to: int) -> None:
    """Forget what was recorded since `mark`."""
    del session.info.setdefault(_KEY, [])[to:]
