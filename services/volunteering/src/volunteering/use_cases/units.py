"""The replica of units (单位): who of them may help."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from runtime.inbox import Received

# One statement whatever the number of units: one made of as many VALUES would be compiled anew for each batch.
_KEEP = text("""
    INSERT INTO unit (unit_id, name, area, active)
    SELECT * FROM unnest(CAST(:units AS uuid[]), CAST(:names AS text[]), CAST(:areas AS uuid[]),
                         CAST(:actives AS boolean[]))
    ON CONFLICT (unit_id) DO UPDATE SET name = excluded.name, area = excluded.area, active = excluded.active
""")


def keep(session: Session, events: list[Received]) -> None:
    """Keep what the last event says of each unit."""
    last = {event.data["unit_id"]: event for event in events}
    words = {
        "units": list(last),
        "names": [event.data["name"] for event in last.values()],
        "areas": [event.area for event in last.values()],
        "actives": [event.data.get("active", True) for event in last.values()],
    }
    session.execute(_KEEP, words)
