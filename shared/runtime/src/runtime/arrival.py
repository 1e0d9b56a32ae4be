"""How far each foreign aggregate has come here: rows of `runtime.aggregate_position_in`, locked while a batch is at work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy.orm import Session

from runtime import parking
from runtime.held import Held
from runtime.positions import Key
from runtime.round_trip import ask

_KEY = "reached"

# Ordered by key: two batches with the same aggregates lock them in the same order. Writing the number that is there
# locks the row and tells it, in one statement for those that are met for the first time and those that are known.
_LOCK = """
    INSERT INTO runtime.aggregate_position_in AS p (aggregate, aggregate_id, seq)
    SELECT aggregate, aggregate_id, 0
      FROM json_to_recordset(CAST(%(keys)s AS json)) AS t (aggregate text, aggregate_id uuid)
     ORDER BY aggregate, aggregate_id
    ON CONFLICT (aggregate, aggregate_id) DO UPDATE SET seq = p.seq
    RETURNING aggregate, aggregate_id, seq
"""

# All rows are there, and locked. By the conflict each is found through the index; a join, planned while the table was
# small, would read all of it for ever after.
_ADVANCE = """
    INSERT INTO runtime.aggregate_position_in (aggregate, aggregate_id, seq)
    SELECT * FROM json_to_recordset(CAST(%(reached)s AS json)) AS t (aggregate text, aggregate_id uuid, seq bigint)
    ON CONFLICT (aggregate, aggregate_id) DO UPDATE SET seq = excluded.seq
"""


def lock(session: Session, keys: Sequence[Key]) -> tuple[dict[Key, int], parking.Parked]:
    """The positions of the aggregates, locked until the end of the transaction, and what is parked of them."""
    if not keys:
        return {}, parking.Parked()
    words = {"keys": orjson.dumps([{"aggregate": aggregate, "aggregate_id": one} for aggregate, one in keys]).decode()}
    locked, parked = ask(session, (_LOCK, words), (parking.OF, words | parking.limits()))
    positions = {(aggregate, one): seq for aggregate, one, seq in locked}
    return positions, parking.found(parked, positions)


def advance(session: Session, reached: Mapping[Key, int]) -> None:
    """Let the aggregates stand at these numbers from the end of the transaction on."""
    session.info.setdefault(_KEY, {}).update(reached)


def _rows(session: Session) -> list[dict[str, Any]]:
    reached: dict[Key, int] = session.info.pop(_KEY, {})
    return [{"aggregate": aggregate, "aggregate_id": one, "seq": seq} for (aggregate, one), seq in reached.items()]


HELD = Held("reached", f"advanced AS ({_ADVANCE})", _rows)
