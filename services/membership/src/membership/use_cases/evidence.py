"""Evidence (践诺佐证): facts that other services tell of people count for the pledges that they have published.

A fact and its evidence are only ever appended; what was reversed gets a second row with the minutes taken back. Facts
are kept whether a pledge runs or not, so that one entered later, with an earlier day, finds what was done for it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from runtime.inbox import Received
from runtime.time import now

HOURS = "hours_approved"
SHIFT = "shift_completed"

_HEAR = text("""
    INSERT INTO heard_fact (fact, source_id, person_id, day, minutes)
    SELECT * FROM unnest(CAST(:facts AS text[]), CAST(:sources AS uuid[]), CAST(:people AS uuid[]),
                         CAST(:days AS date[]), CAST(:minutes AS integer[]))
    ON CONFLICT DO NOTHING
""")

# A fact counts from publication to the due day; for a pledge found overdue also later, until it ends: it is made good.
_FITS = """
       f.day >= p.published_on AND (f.day <= p.due_on OR p.overdue_since IS NOT NULL)
   AND (p.ended_on IS NULL OR f.day <= p.ended_on) AND jsonb_exists(p.facts, f.fact) AND f.reversed_at IS NULL
"""
_COUNT = text(f"""
    INSERT INTO evidence (pledge_id, fact, source_id, reversal, day, minutes, recorded_at)
    SELECT p.pledge_id, f.fact, f.source_id, false, f.day, f.minutes, :now
      FROM heard_fact AS f
      JOIN unnest(CAST(:facts AS text[]), CAST(:sources AS uuid[]), CAST(:people AS uuid[])) AS t (fact, source_id, person_id)
        ON f.fact = t.fact AND f.source_id = t.source_id AND f.person_id = t.person_id
      JOIN pledge AS p ON p.person_id = f.person_id
     WHERE {_FITS}
    ON CONFLICT DO NOTHING
""")  # noqa: S608 – composed of the words above
_COUNT_EARLIER = text(f"""
    INSERT INTO evidence (pledge_id, fact, source_id, reversal, day, minutes, recorded_at)
    SELECT p.pledge_id, f.fact, f.source_id, false, f.day, f.minutes, :now
      FROM pledge AS p
      JOIN heard_fact AS f ON f.person_id = p.person_id
     WHERE p.pledge_id = :pledge_id AND {_FITS}
    ON CONFLICT DO NOTHING
""")  # noqa: S608 – composed of the words above
_REVERSE = text("""
    UPDATE heard_fact SET reversed_at = :now WHERE fact = :fact AND source_id = ANY(CAST(:sources AS uuid[]))
""")
_TAKE_BACK = text("""
    INSERT INTO evidence (pledge_id, fact, source_id, reversal, day, minutes, recorded_at)
    SELECT e.pledge_id, e.fact, e.source_id, true, e.day, -e.minutes, :now
      FROM evidence AS e
     WHERE e.fact = :fact AND e.source_id = ANY(CAST(:sources AS uuid[])) AND NOT e.reversal
    ON CONFLICT DO NOTHING
""")
_MINUTES = text("SELECT coalesce(sum(minutes), 0) FROM evidence WHERE pledge_id = :pledge_id")


def take_hours(session: Session, received: list[Received]) -> None:
    """Hours approved by volunteering."""
    data = [event.data for event in received]
    _hear(session, [(HOURS, d["attendance_id"], d["person_id"], d["served_on"], d["minutes"]) for d in data])


def take_shifts(session: Session, received: list[Received]) -> None:
    """Night shifts kept, with the minutes of each member."""
    shifts = [event.data for event in received]
    _hear(
        session,
        [(SHIFT, d["shift_id"], m["person_id"], d["night"], m["minutes"]) for d in shifts for m in d["members"]],
    )


def take_reversals(session: Session, received: list[Received]) -> None:
    """Approved hours that were struck."""
    words = {"now": now(), "fact": HOURS, "sources": [event.data["attendance_id"] for event in received]}
    session.execute(_REVERSE, words)
    session.execute(_TAKE_BACK, words)


def count_earlier_facts(session: Session, pledge_id: UUID) -> None:
    """Count the facts already heard that fit a pledge just published with an earlier day."""
    session.execute(_COUNT_EARLIER, {"pledge_id": pledge_id, "now": now()})


def minutes_of(session: Session, pledge_id: UUID) -> int:
    """The minutes of a pledge's evidence that stands."""
    found: int = session.execute(_MINUTES, {"pledge_id": pledge_id}).scalar_one()
    return found


def _hear(session: Session, facts: list[tuple[Any, ...]]) -> None:
    if not facts:
        return
    kinds, sources, people, days, minutes = (list(column) for column in zip(*facts, strict=True))
    words = {"facts": kinds, "sources": sources, "people": people}
    session.execute(_HEAR, words | {"days": days, "minutes": minutes})
    session.execute(_COUNT, words | {"now": now()})
