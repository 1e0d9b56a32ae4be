"""The act (行为) a transaction belongs to: who does it, what it answers, and whether it is history being entered.

The doors put one into `session.info["act"]` before any use case or handler runs; `emit` and `set_clock` read it there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from kernel.ids import uuid7

Kind = Literal["live", "import", "snapshot", "replay"]

_KEY = "act"


def _new_correlation() -> str:
    return str(uuid7())


@dataclass(frozen=True, slots=True)
class Act:
    """Context of one operation, one event's handling or one clock.

    actor_id        account that acts; None for the runtime itself
    correlation_id  one civic act across all services (`gongjian story`)
    causation_id    event that is being answered; None at the beginning of a story
    traceparent     W3C trace context, passed on unchanged
    kind            "import" while history is entered: events travel in bulk and no clock is set
    """

    actor_id: UUID | None = None
    correlation_id: str = field(default_factory=_new_correlation)
    causation_id: UUID | None = None
    traceparent: str | None = None
    kind: Kind = "live"


def act_of(session: Session) -> Act:
    """The act that `session` works for; a new anonymous one where nobody set any (a script, a test)."""
    found = session.info.get(_KEY)
    if found is None:
        found = session.info[_KEY] = Act()
    return found


@contextmanager
def acting(session: Session, act: Act) -> Iterator[Act]:
    """Let `session` work for `act` within the block; in a group each operation has its own."""
    before = session.info.get(_KEY)
    session.info[_KEY] = act
    try:
        yield act
    finally:
        session.info[_KEY] = before
