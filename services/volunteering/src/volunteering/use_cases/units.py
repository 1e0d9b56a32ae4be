"""The replica of units (单位): who of them may help."""

from __future__ import annotations

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from runtime.inbox import Received
from volunteering.domain.units import Unit


def keep(session: Session, events: list[Received]) -> None:
    """Keep what the last event says of each unit."""
    rows = {
        event.data["unit_id"]: {
            "unit_id": event.data["unit_id"],
            "name": event.data["name"],
            "area": event.area,
            "active": event.data.get("active", True),
        }
        for event in events
    }
    write = insert(Unit).values(list(rows.values()))
    words = {name: write.excluded[name] for name in ("name", "area", "active")}
    session.execute(write.on_conflict_do_update(index_elements=[Unit.unit_id], set_=words))
