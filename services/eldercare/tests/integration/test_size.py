"""At the size of a city: a register comes in within seconds, and lists find their rows by an index."""

from __future__ import annotations

import re
import time
from typing import Any
from uuid import UUID

from sqlalchemy import event, text

from contracts.eldercare import operations as ops
from contracts.eldercare.events import CardIssuedV1
from kernel.ids import uuid7
from runtime.database import transaction
from runtime.replicas import put_people
from runtime.settings import settings

RECORDS = 1_000
DEAREST = 6.0
"""Seconds of this process's CPU for a thousand records: unlike the wall clock it does not depend on what runs beside."""
ELDERS = max(10_000, int(50_000 * settings.scale))
COMMUNITIES = 250

FILL = """
    INSERT INTO runtime.area (area_id, number, path, kind, name, valid_from)
    SELECT ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid, 900000 + n,
           ('9.' || (900000 + n))::ltree, 'community', n::text, date '2000-01-01'
      FROM generate_series(1, :communities) AS n;
    INSERT INTO elder (id, person_id, area, registered_on, version)
    SELECT gen_random_uuid(), gen_random_uuid(),
           ('00000000-0000-0000-0000-' || lpad((n % :communities + 1)::text, 12, '0'))::uuid,
           date '2012-01-01' + n % 3000, 1
      FROM generate_series(1, :elders) AS n;
    INSERT INTO card (id, elder_id, person_id, area, kind, code, issued_on, version)
    SELECT gen_random_uuid(), id, person_id, area, kind, gen_random_uuid()::text, registered_on, 1
      FROM elder, unnest(ARRAY['convenience_service', 'safe_passage']) AS kind;
    ANALYZE
"""


def test_a_thousand_elders_come_in_within_seconds(here: Any, record_property: Any) -> None:
    people = [uuid7() for _ in range(RECORDS)]
    rows = [{"person_id": person, "display_name": "老人", "home_area": here.estate} for person in people]
    with transaction(here.door.engine) as session:
        put_people(session, rows)
    records = [
        {
            "record_key": str(n),
            "source": "老年人台账",
            "person_id": person,
            "area_id": here.community,
            "living": "alone",
            "registered_on": "2011-01-05",
            "cards": [{"kind": kind, "issued_on": "2011-02-01"} for kind in ("convenience_service", "safe_passage")],
        }
        for n, person in enumerate(people)
    ]
    began, worked = time.perf_counter(), time.process_time()
    reply = here.door.call(ops.import_elders, here.registrar(), records=records)
    took, cost = time.perf_counter() - began, time.process_time() - worked
    record_property("seconds_per_1000_elders", [round(took, 2), round(cost, 2)])
    assert reply.data["accepted"] == RECORDS, reply.data["results"][:3]
    assert len(here.door.emitted(CardIssuedV1)) == 2 * RECORDS
    assert cost < DEAREST, f"{cost:.1f} s"


def test_a_communitys_elders_are_found_by_an_index(here: Any) -> None:
    with here.door.engine.begin() as connection:
        for statement in FILL.split(";"):
            given = {"communities": COMMUNITIES, "elders": ELDERS}
            connection.execute(text(statement), {k: v for k, v in given.items() if f":{k}" in statement})
    community = UUID("00000000-0000-0000-0000-000000000007")
    plans = plans_of(here)
    carer = here.door.sign_in(("carer", "area", community))
    items = here.door.call(ops.list_elders, carer, area_id=community, limit=10).data["items"]
    assert [sorted(item["cards"]) for item in items] == [["convenience_service", "safe_passage"]] * 10
    assert len(plans) == 1, "one statement for rows and cards"
    assert not re.search(r"Seq Scan on (elder|card)\b", plans[0]), plans[0]


def plans_of(here: Any) -> list[str]:
    """The plan of each list's statement from now on."""
    plans: list[str] = []

    def explain(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT elder.id,"):
            rows = cursor.connection.cursor().execute(f"EXPLAIN {statement}", parameters).fetchall()
            plans.append("\n".join(row[0] for row in rows))

    event.listen(here.door.engine, "before_cursor_execute", explain)
    return plans
