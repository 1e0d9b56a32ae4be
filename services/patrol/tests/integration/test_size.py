"""At the size of a city: years of paper come in within seconds, and lists find their rows by an index."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import event, text

from contracts.patrol import operations as ops
from contracts.patrol.events import ShiftCompletedV1
from runtime.settings import settings

NIGHTS = 1_000
DEAREST = 6.0
"""Seconds of this process's CPU for a thousand records: unlike the wall clock it does not depend on what runs beside."""
SHIFTS = max(20_000, int(100_000 * settings.scale))
COMMUNITIES = 250

FILL = """
    INSERT INTO runtime.area (area_id, number, path, kind, name, valid_from)
    SELECT ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid, 900000 + n,
           ('9.' || (900000 + n))::ltree, 'community', n::text, date '2000-01-01'
      FROM generate_series(1, :communities) AS n;
    INSERT INTO team (team_id, area, name, kind, formed_on)
    SELECT ('00000000-0000-0000-0001-' || lpad(n::text, 12, '0'))::uuid,
           ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid, n::text, 'patrol', date '2000-01-01'
      FROM generate_series(1, :communities) AS n;
    INSERT INTO shift (id, team_id, area, night, starts_at, ends_at, minimum, early_minutes, tolerance_minutes,
                       repeat_minutes, warn_minutes, grace_minutes, state, version)
    SELECT gen_random_uuid(), ('00000000-0000-0000-0001-' || lpad((n % :communities + 1)::text, 12, '0'))::uuid,
           ('00000000-0000-0000-0000-' || lpad((n % :communities + 1)::text, 12, '0'))::uuid,
           date '2012-01-01' + n / :communities, timestamptz '2012-01-01 11:30+00' + n / :communities * interval '1 day',
           timestamptz '2012-01-01 14:00+00' + n / :communities * interval '1 day', 2, 15, 15, 5, 60, 30, 'completed', 1
      FROM generate_series(0, :shifts - 1) AS n;
    INSERT INTO roster (shift_id, person_id, origin, added_at)
    SELECT id, gen_random_uuid(), 'member', starts_at FROM shift, generate_series(1, 3);
    INSERT INTO check_in (id, shift_id, person_id, at, recorded_at)
    SELECT gen_random_uuid(), shift_id, person_id, added_at, added_at FROM roster;
    ANALYZE
"""


def test_a_thousand_nights_come_in_within_seconds(here: Any, record_property: Any) -> None:
    first = date(2028, 1, 1)
    records = [night_of(here, first + timedelta(days=n)) for n in range(NIGHTS)]
    began, worked = time.perf_counter(), time.process_time()
    reply = here.door.call(ops.import_shifts, here.registrar(), records=records)
    took, cost = time.perf_counter() - began, time.process_time() - worked
    record_property("seconds_per_1000_nights", [round(took, 2), round(cost, 2)])
    assert reply.data["accepted"] == NIGHTS, reply.data["results"][:3]
    assert len(here.door.emitted(ShiftCompletedV1)) == NIGHTS
    assert cost < DEAREST, f"{cost:.1f} s"


def test_a_communitys_month_is_found_by_an_index(here: Any) -> None:
    fill(here)
    community = "00000000-0000-0000-0000-000000000007"
    officer = here.door.sign_in(("community_secretary", "area", UUID(community)))
    plans = plans_of(here)
    page = here.door.call(ops.list_shifts, officer, area_id=community, month="2012-02", limit=10).data
    assert [(item["rostered"], item["present"]) for item in page["items"]] == [(3, 3)] * 10
    assert len(plans) == 1, "one statement for rows and counts"
    assert not re.search(r"Seq Scan on (shift|roster|check_in)\b", plans[0]), plans[0]


def night_of(here: Any, night: date) -> dict[str, Any]:
    scans = [(0, "19:28"), (1, "19:33"), (2, "19:36"), (0, "20:40"), (1, "20:41"), (2, "21:50")]
    return {
        "record_key": str(night),
        "source": "巡逻签到簿",
        "team_id": here.team,
        "area_id": here.community,
        "night": night,
        "check_ins": [{"person_id": here.members[who], "at": f"{night}T{at}:00+08:00"} for who, at in scans],
    }


def fill(here: Any) -> None:
    """A city's shifts of years, three members on each."""
    with here.door.engine.begin() as connection:
        for statement in FILL.split(";"):
            given = {"communities": COMMUNITIES, "shifts": SHIFTS}
            connection.execute(text(statement), {k: v for k, v in given.items() if f":{k}" in statement})


def plans_of(here: Any) -> list[str]:
    """The plan of each statement on shifts from now on."""
    plans: list[str] = []

    def explain(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT shift.id,"):
            rows = cursor.connection.cursor().execute(f"EXPLAIN {statement}", parameters).fetchall()
            plans.append("\n".join(row[0] for row in rows))

    event.listen(here.door.engine, "before_cursor_execute", explain)
    return plans
