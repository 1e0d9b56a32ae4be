"""Makes a city's volunteering on the database server itself, where millions of rows need not travel."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from runtime.testing import bulk

SCRIPT = Path(__file__).parent / "city.sql"
MADE_OF = (SCRIPT, Path(__file__), Path(bulk.__file__))
COMMUNITIES, VOLUNTEERS, TEAMS, ATTENDANCES = 475, 400_000, 3_000, 5_000_000
LARGE = (
    "runtime.area", "runtime.person", "volunteer", "team_seat", "activity", "sign_up", "attendance", "served_minutes",
    "bank_account", "bank_posting", "bank_entry", "bank_lot",
)  # fmt: skip


def fill(engine: Engine, scale: float) -> None:
    """Load an empty, migrated database with this share of the full size."""
    words = {
        "communities": max(10, int(COMMUNITIES * scale)),
        "teams": max(30, int(TEAMS * scale)),
        "volunteers": max(1_000, int(VOLUNTEERS * scale)),
        "attendances": max(12_500, int(ATTENDANCES * scale)),
    }
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        with bulk.in_bulk(cursor, LARGE):
            cursor.execute(SCRIPT.read_text(encoding="utf-8").format(**words))
        raw.commit()
    finally:
        raw.close()
