"""At the size of a city: registers come in within seconds, and lists find their rows by an index."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import event, text

from contracts.cobuilding import operations as ops
from runtime.settings import settings

RECORDS = 1_000
DEAREST = 6.0
"""Seconds of this process's CPU for a thousand records: unlike the wall clock it does not depend on what runs beside."""
UNITS = max(10_000, int(50_000 * settings.scale))
COMMUNITIES = 250

FILL = """
    INSERT INTO runtime.area (area_id, number, path, kind, name, valid_from)
    SELECT ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid, 900000 + n,
           ('9.' || (900000 + n))::ltree, 'community', n::text, date '2000-01-01'
      FROM generate_series(1, :communities) AS n;
    INSERT INTO unit (id, area, name, kind, registered_on, version)
    SELECT gen_random_uuid(), ('00000000-0000-0000-0000-' || lpad((n % :communities + 1)::text, 12, '0'))::uuid,
           '单位' || n, 'shop', date '2012-01-01', 1
      FROM generate_series(1, :units) AS n;
    INSERT INTO agreement (id, unit_id, area, signed_on, ends_on, obligations, lapsed_on, version)
    SELECT gen_random_uuid(), id, area, date '2012-01-01' + years * 365, date '2012-12-30' + years * 365, '{}',
           CASE WHEN years < 19 THEN date '2012-12-31' + years * 365 END, 1
      FROM unit, generate_series(15, 19) AS years;
    ANALYZE
"""


def test_a_thousand_units_and_agreements_come_in_within_seconds(here: Any, record_property: Any) -> None:
    units = [
        {"record_key": str(n), "source": "台账", "area_id": here.community, "name": f"单位{n}", "kind": "shop"}
        for n in range(RECORDS)
    ]
    began, worked = time.perf_counter(), time.process_time()
    reply = here.door.call(ops.import_units, here.registrar(), records=units)
    took, cost = time.perf_counter() - began, time.process_time() - worked
    record_property("seconds_per_1000_units", [round(took, 2), round(cost, 2)])
    assert reply.data["accepted"] == RECORDS, reply.data["results"][:3]
    agreements = [
        {
            "record_key": result["record_key"],
            "source": "协议书",
            "unit_id": result["id"],
            "signed_on": date(2031, 1, 1) + timedelta(days=n % 50),
            "ends_on": date(2033, 1, 1),
            "obligations": ["open_venue"],
        }
        for n, result in enumerate(reply.data["results"])
    ]
    began, worked = time.perf_counter(), time.process_time()
    reply = here.door.call(ops.import_agreements, here.registrar(), records=agreements)
    took, cost = time.perf_counter() - began, time.process_time() - worked
    record_property("seconds_per_1000_agreements", [round(took, 2), round(cost, 2)])
    assert reply.data["accepted"] == RECORDS, reply.data["results"][:3]
    assert cost < DEAREST, f"{cost:.1f} s"


def test_a_communitys_lists_are_found_by_an_index(here: Any) -> None:
    with here.door.engine.begin() as connection:
        for statement in FILL.split(";"):
            given = {"communities": COMMUNITIES, "units": UNITS}
            connection.execute(text(statement), {k: v for k, v in given.items() if f":{k}" in statement})
    community = UUID("00000000-0000-0000-0000-000000000007")
    plans = plans_of(here)
    units = here.door.call(ops.list_units, here.resident(), area_id=community, limit=10).data["items"]
    assert len(units) == 10
    here.door.call(ops.list_units, here.resident(), limit=10)
    ends = here.door.call(ops.list_agreements, here.resident(), area_id=community, state="in_force", limit=10)
    assert len(ends.data["items"]) == 10
    assert len(plans) == 3, "one statement each"
    assert not [plan for plan in plans if re.search(r"Seq Scan on (unit|agreement)\b", plan)], plans


def plans_of(here: Any) -> list[str]:
    """The plan of each list's statement from now on."""
    plans: list[str] = []

    def explain(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith(("SELECT unit.id,", "SELECT agreement.id,")):
            rows = cursor.connection.cursor().execute(f"EXPLAIN {statement}", parameters).fetchall()
            plans.append("\n".join(row[0] for row in rows))

    event.listen(here.door.engine, "before_cursor_execute", explain)
    return plans
