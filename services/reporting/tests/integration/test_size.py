"""At the size of a city: figures use indexes, and what is heard together is projected together."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import event, text
from sqlalchemy.orm import Session

from contracts.patrol.metrics import P01_NIGHTS
from contracts.volunteering.events import TeamChangedV1
from contracts.volunteering.metrics import V03_PEOPLE
from reporting.domain.period import period_of
from reporting.evaluation import figure
from reporting.use_cases.archive import keep
from runtime.replicas import put_areas
from runtime.settings import settings
from runtime.testing.plans import read_whole, statements

FACTS = int(1_000_000 * settings.scale)
COMMUNITIES = 250
YEAR = period_of(2011, datetime(2020, 1, 1, tzinfo=UTC))

FILL = text("""
    INSERT INTO fact (series, key, subject, area, amount, kept, imported, begins_at, begin_event)
    SELECT (ARRAY['volunteering.team_seat', 'patrol.shift', 'membership.stay', 'membership.area'])[n % 4 + 1],
           n::text, (n % 90000)::text,
           ('00000000-0000-0000-0000-' || lpad((n / 4 % :communities + 1)::text, 12, '0'))::uuid, 1, '{}', n % 2 = 0,
           timestamptz '2009-01-01' + n % 1000 * interval '1 day', gen_random_uuid()
    FROM generate_series(1, :facts) AS n
""")

PROJECTED = text("SELECT count(*) FROM fact JOIN archive ON archive.event_id = fact.begin_event")


def grown(session: Session) -> UUID:
    """A city of 250 communities with as many facts as the scale says; returns one community."""
    words = {"code": None, "kind": "community", "name": "", "parent_id": None, "valid_from": date(2000, 1, 1)}
    put_areas(
        session,
        [{"area_id": UUID(f"{n:032d}"), "number": n, "path": f"1.{n}", **words} for n in range(1, COMMUNITIES + 1)],
    )
    session.execute(FILL, {"facts": FACTS, "communities": COMMUNITIES})
    session.execute(text("ANALYZE"))
    return UUID(f"{4:032d}")


def test_a_communitys_figure_reads_its_own_facts_by_an_index(database: Any) -> None:
    session = database.session
    community = grown(session)
    plans: list[str] = []

    def explain(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT") and "fact" in statement:
            rows = cursor.connection.cursor().execute(f"EXPLAIN {statement}", parameters).fetchall()
            plans.append("\n".join(row[0] for row in rows))

    event.listen(database.engine, "before_cursor_execute", explain)
    done = figure(session, V03_PEOPLE, community, YEAR)
    figure(session, P01_NIGHTS, community, YEAR)
    assert done.facts == FACTS // 4 // COMMUNITIES
    assert len(plans) == 2
    assert all("fact_by_area" in plan and "Seq Scan on fact" not in plan for plan in plans), plans


def test_a_hundred_events_are_kept_and_projected_in_as_many_statements_as_ten(database: Any, hear: Any) -> None:
    session = database.session
    grown(session)
    asked = []
    for batch, size in enumerate((10, 10, 100)):
        with statements(database.engine) as seen:
            keep(session, [joined(hear, batch * 100 + n, n) for n in range(size)])
            session.commit()
        asked.append(len(seen))
    assert asked[2] == asked[1]
    assert [read_whole(database.engine, one) for one in seen] == [set()] * len(seen)
    assert session.execute(PROJECTED).scalar_one() == 10 + 10 + 100


def joined(hear: Any, seat: int, person: int) -> Any:
    """Somebody who joins a team."""
    words = {
        "team_id": str(UUID(int=50)),
        "change": "member_joined",
        "seat_id": str(UUID(int=seat)),
        "person_id": str(UUID(int=person)),
        "name": None,
        "team_kind": "patrol",
        "seat_role": "member",
    }
    return hear(TeamChangedV1, words, area=UUID(f"{9:032d}"))
