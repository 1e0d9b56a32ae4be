"""What an operator may do with parked events: look, replay, skip with a reason. Every intervention is audited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from kernel.rules import BrokenRule
from runtime import audit
from runtime.time import now

# `waiting` shows itself as what it is: behind a parked event, or early (its predecessor has not come).
SELECT_PARKED = """
    SELECT k.id, CASE WHEN k.state <> 'waiting' THEN k.state WHEN b.id IS NULL THEN 'early' ELSE 'behind' END AS state,
           k.name, k.event_id, k.aggregate, k.aggregate_id, k.aggregate_seq, k.attempts, k.due_at, k.parked_at,
           k.error, k.reason, k.trace, k.body, p.seq AS position, b.id AS awaited_id,
           CASE WHEN k.state = 'waiting' THEN coalesce(b.aggregate_seq, p.seq + 1, 1) END AS awaited_seq
      FROM runtime.parked AS k
      LEFT JOIN runtime.aggregate_position_in AS p ON p.aggregate = k.aggregate AND p.aggregate_id = k.aggregate_id
      LEFT JOIN LATERAL (SELECT o.id, o.aggregate_seq FROM runtime.parked AS o
                          WHERE k.state = 'waiting' AND o.aggregate_id = k.aggregate_id AND o.aggregate = k.aggregate
                            AND o.state IN ('retry', 'dead') AND o.aggregate_seq < k.aggregate_seq
                          ORDER BY o.aggregate_seq LIMIT 1) AS b ON true
"""
_LIST = text(SELECT_PARKED + " WHERE k.state <> 'skipped' OR :skipped ORDER BY k.id LIMIT :limit")
_SHOW = text(SELECT_PARKED + " WHERE k.id = :id")
# Only the first of an aggregate can be helped: to move the position for a later one would leave this one below it for ever.
_FIRST = text("""
    SELECT min(aggregate_seq) FROM runtime.parked
     WHERE state <> 'skipped' AND aggregate = :aggregate AND aggregate_id = :aggregate_id
""")
_LOCK = text("""
    SELECT seq FROM runtime.aggregate_position_in
     WHERE aggregate = :aggregate AND aggregate_id = :aggregate_id FOR UPDATE
""")
_MOVE = text("""
    UPDATE runtime.aggregate_position_in SET seq = greatest(seq, :seq)
     WHERE aggregate = :aggregate AND aggregate_id = :aggregate_id
""")
_DUE = text("UPDATE runtime.parked SET state = 'retry', attempts = 0, due_at = :now WHERE id = :id")
_SKIP = text("""
    UPDATE runtime.parked SET state = 'skipped', reason = :reason, due_at = NULL
     WHERE state <> 'skipped'
       AND (id = :id OR aggregate = :aggregate AND aggregate_id = :aggregate_id AND aggregate_seq <= :seq)
""")
_RELEASE = text("""
    UPDATE runtime.parked SET state = 'retry', due_at = :now
     WHERE state = 'waiting' AND aggregate = :aggregate AND aggregate_id = :aggregate_id AND aggregate_seq = :seq + 1
""")


class CannotBe(BrokenRule):
    """What was asked is not possible with this event; each subclass is one reason."""


class ParkedEventUnknown(CannotBe):
    """Nothing is parked under this number."""

    code = "parked_event_unknown"
    zh = "没有此暂存事件"
    en = "There is no such parked event"
    kind = "missing"


class ParkedEventSkipped(CannotBe):
    """It was given up before."""

    code = "parked_event_skipped"
    zh = "该事件已被跳过"
    en = "The event is skipped already"


class ParkedEventBehind(CannotBe):
    """Its turn has not come: another parked event of its aggregate goes first."""

    code = "parked_event_behind"
    zh = "该事件排在另一暂存事件之后，请先处理前者"
    en = "The event is behind another parked one; replay that one"


class ParkedBodyUnreadable(CannotBe):
    """No try can end otherwise."""

    code = "parked_body_unreadable"
    zh = "该消息不是有效事件，无法重放，只能跳过"
    en = "A body that is no event cannot take effect; skip it"


class SkipReasonMissing(CannotBe):
    """A reason of blanks is none."""

    code = "skip_reason_missing"
    zh = "跳过须说明理由"
    en = "Skipping needs a reason"
    kind = "invalid"
    field = "reason"


@dataclass(frozen=True)
class Operator:
    """Who intervenes: an account, or somebody at the console of the machine (`account_id` None, `login` the user)."""

    account_id: UUID | None = None
    person_id: UUID | None = None
    acting_for: UUID | None = None
    login: str | None = None


def listed(session: Session, *, limit: int = 100, skipped: bool = False) -> list[Row[Any]]:
    """Parked events, oldest first: id, state (`retry`, `dead`, `behind`, `early`, `skipped`), name, aggregate, error …"""
    return list(session.execute(_LIST, {"limit": limit, "skipped": skipped}))


def shown(session: Session, parked_id: int) -> Row[Any]:
    """One of them, with its trace and body. Raises `ParkedEventUnknown`."""
    found = session.execute(_SHOW, {"id": parked_id}).one_or_none()
    if found is None:
        raise ParkedEventUnknown
    return found


def replay(session: Session, parked_id: int, operator: Operator, reason: str) -> None:
    """Have it tried again now, with all its tries before it. An early event no longer waits for what never came.

    Raises `CannotBe` for a body that is no event, and for one that waits behind another parked one: replay that one.
    """
    row = _taken(session, parked_id)
    if row.aggregate is None:
        raise ParkedBodyUnreadable
    if row.state == "skipped":
        raise ParkedEventSkipped
    if row.state == "behind" or (row.state == "early" and row.aggregate_seq != _first(session, row)):
        raise ParkedEventBehind
    if row.state == "early":
        session.execute(_MOVE, {**_key(row), "seq": row.aggregate_seq - 1})
    session.execute(_DUE, {"id": parked_id, "now": now()})
    _record(session, "parking.replay", row, operator, reason)


def skip(session: Session, parked_id: int, operator: Operator, reason: str) -> None:
    """Give it up, and what is parked before it; what waits behind it goes on. Raises `CannotBe` without a reason."""
    if not reason.strip():
        raise SkipReasonMissing
    row = _taken(session, parked_id)
    if row.state == "skipped":
        raise ParkedEventSkipped
    session.execute(_SKIP, {**_key(row), "seq": row.aggregate_seq, "id": parked_id, "reason": reason})
    if row.aggregate is not None:
        session.execute(_MOVE, {**_key(row), "seq": row.aggregate_seq})
        session.execute(_RELEASE, {**_key(row), "seq": row.aggregate_seq, "now": now()})
    _record(session, "parking.skip", row, operator, reason)


def _taken(session: Session, parked_id: int) -> Row[Any]:
    """The event as it stands once its aggregate's position is locked, as the inbox locks it."""
    row = shown(session, parked_id)
    if row.aggregate is None:
        return row
    session.execute(_LOCK, _key(row))
    return shown(session, parked_id)


def _first(session: Session, row: Row[Any]) -> int:
    return int(session.execute(_FIRST, _key(row)).scalar_one())


def _key(row: Row[Any]) -> dict[str, Any]:
    return {"aggregate": row.aggregate, "aggregate_id": row.aggregate_id}


def _record(session: Session, act: str, row: Row[Any], operator: Operator, reason: str) -> None:
    detail = {"parked": row.id, "event": row.name, "state": row.state, "reason": reason, "login": operator.login}
    audit.record(session, operator, act=act, target=row.event_id, detail=detail)
