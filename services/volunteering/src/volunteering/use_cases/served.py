"""The one way into the ledger of minutes served (服务时长): whatever is credited or struck passes here.

Approved and reversed hours, night shifts and imported sheets all end in `enter`, in the transaction of their act. What
minutes are good for beyond the ledger itself is told from here and from nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from volunteering.domain.hours import ServedMinutes
from volunteering.use_cases import earnings


def enter(session: Session, rows: Sequence[dict[str, Any]]) -> set[UUID]:
    """Append entries, whole rows of `ServedMinutes`; the ids of those that were new.

    An entry of a source and person is made once, and struck once (negative `minutes`, `reverses` its id): what the
    ledger has already is left out, never changed.
    """
    if not rows:
        return set()
    append = insert(ServedMinutes).on_conflict_do_nothing().returning(ServedMinutes.id)
    entered = set(session.scalars(append, list(rows)))
    earnings.of_served(session, [row for row in rows if row["id"] in entered])
    return entered
