"""Months (月份) of the outbox: made ahead, dropped after 13 months; the inbox forgets at the same pace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from runtime.time import now

AHEAD = 3
KEPT = 13
"""Months that published events can still be replayed, and that the inbox remembers what it has handled."""

_EXISTING = text("""
    SELECT c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
     WHERE i.inhparent = CAST('runtime.outbox' AS regclass) AND c.relname ~ '^outbox_[0-9]{4}_[0-9]{2}$'
""")
_TAKEN = text(
    "SELECT EXISTS (SELECT FROM runtime.outbox_other WHERE recorded_at >= :first AND recorded_at < :following)"
)
_FORGET = (
    text("DELETE FROM runtime.inbox WHERE handled_at < :before"),
    text("DELETE FROM runtime.parked WHERE state = 'skipped' AND parked_at < :before"),
)


def keep(session: Session) -> None:
    """Make the coming months, drop those past keeping. The clock runs it twice a day."""
    existing = set(session.execute(_EXISTING).scalars())
    this = now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for first in _months(this, AHEAD):
        if _name(first) not in existing:
            _make(session, first)
    oldest = this
    for _ in range(KEPT):
        oldest = (oldest - timedelta(days=1)).replace(day=1)
    for name in sorted(existing):
        if _first_of(name) < oldest:
            _drop(session, name)
    for statement in _FORGET:
        session.execute(statement, {"before": oldest})


def _make(session: Session, first: datetime) -> None:
    following = _following(first)
    # Events of a month that came before its table stay where they are; PostgreSQL would refuse the table.
    if not session.execute(_TAKEN, {"first": first, "following": following}).scalar_one():
        bounds = f"FROM ('{first.isoformat()}') TO ('{following.isoformat()}')"
        session.execute(text(f"CREATE TABLE runtime.{_name(first)} PARTITION OF runtime.outbox FOR VALUES {bounds}"))


def _drop(session: Session, name: str) -> None:
    """Only with nothing unpublished in it: what nobody has heard is never thrown away."""
    # A table's name cannot be a parameter; this one comes from the catalogue and has the shape asked for there.
    waiting = text(f"SELECT EXISTS (SELECT FROM runtime.{name} WHERE published_at IS NULL)")  # noqa: S608
    if not session.execute(waiting).scalar_one():
        session.execute(text(f"DROP TABLE runtime.{name}"))


def _months(first: datetime, count: int) -> Iterator[datetime]:
    for _ in range(count):
        yield first
        first = _following(first)


def _following(first: datetime) -> datetime:
    return (first + timedelta(days=32)).replace(day=1)


def _name(first: datetime) -> str:
    return f"outbox_{first:%Y_%m}"


def _first_of(name: str) -> datetime:
    return datetime.strptime(name, "outbox_%Y_%m").replace(tzinfo=UTC)
