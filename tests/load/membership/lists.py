"""Measures membership's lists of grid and organisations on the data of a whole city.

    python -m tests.load.membership.lists --scale 1 --seconds 5

Answers 50 requests a second of each list through the door (token, access, schema, masking; no bus), prints p50 and p95 in
milliseconds, and ends with 1 when a p95 is above 50 ms. The city is made by SQL on the server and kept for the run only.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text

from contracts.membership import operations as ops
from contracts.operations import Operation
from runtime import doors
from runtime.database import engine_at
from runtime.keys import ensure_keys
from runtime.testing.harness import DoorUnderTest, SignedIn
from runtime.testing.plugin import migrate
from runtime.testing.postgres import private_server

COMMUNITIES, PEOPLE = 475, 1_200_000
RATE, BOUND = 50, 50.0
Ask = tuple[str, Operation, Callable[[], dict[str, Any]]]


def fill(engine: Engine, scale: float) -> dict[str, list[UUID]]:
    """Make the city; ids to ask for, by kind."""
    script = (Path(__file__).parent / "city.sql").read_text(encoding="utf-8")
    words = script.format(communities=max(5, int(COMMUNITIES * scale)), people=max(500, int(PEOPLE * scale)))
    with engine.begin() as connection:
        connection.exec_driver_sql(words, execution_options={"no_parameters": True})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
        found = {}
        for kind, sql in (
            ("area", "SELECT area_id FROM area WHERE kind IN ('street', 'community') LIMIT 500"),
            ("city", "SELECT area_id FROM area WHERE kind = 'city'"),
            ("organisation", "SELECT organisation_id FROM organisation WHERE kind <> 'party_group' LIMIT 500"),
            ("board", "SELECT board_id FROM roll_board LIMIT 500"),
        ):
            found[kind] = list(connection.execute(text(sql)).scalars())
    return found


def lists(ids: dict[str, list[UUID]]) -> Iterator[Ask]:
    """Every list of the grid and of organisations, in the ways that screens ask for it."""
    pick: Callable[[str], UUID] = lambda kind: random.choice(ids[kind])  # noqa: E731
    yield "areas under one", ops.list_areas, lambda: {"parent_id": pick("area")}
    yield "areas below one", ops.list_areas, lambda: {"below": pick("area"), "kind": "building"}
    yield "areas below one, on a day", ops.list_areas, lambda: {"below": pick("area"), "on": "2009-06-01"}
    yield "areas under one, on a day", ops.list_areas, lambda: {"parent_id": pick("area"), "on": "2009-06-01"}
    yield "organisations of an area", ops.list_organisations, lambda: {"area_id": pick("area")}
    yield "organisations on a day", ops.list_organisations, lambda: {"area_id": pick("area"), "on": "2010-06-01"}
    yield "organisations below one", ops.list_organisations, lambda: {"below": pick("organisation")}
    yield "branches of the city", ops.list_organisations, lambda: {"kind": "party_branch"}
    yield "roll of an organisation", ops.list_members, lambda: {"of": pick("organisation")}
    yield "rolls of an area", ops.list_members, lambda: {"within": pick("area")}
    yield "assignments of an area", ops.list_assignments, lambda: {"area_id": pick("area")}
    yield "assignments of a kind", ops.list_assignments, lambda: {"kind": "warden"}
    yield "statements of an area", ops.list_denominators, lambda: {"area_id": pick("area")}
    yield "statements below one", ops.list_denominators, lambda: {"area_id": pick("area"), "below": True}
    yield "coverage of an area", ops.list_coverage, lambda: {"area_id": pick("area"), "covered_kind": "building"}
    yield "seats of an area", ops.list_seats, lambda: {"area_id": pick("area")}
    yield "boards of an area", ops.list_boards, lambda: {"area_id": pick("area")}
    yield "a board", ops.show_board, lambda: {"board_id": pick("board")}


def measure(door: DoorUnderTest, by: SignedIn, ask: Ask, seconds: float) -> tuple[float, float]:
    """p50 and p95 in milliseconds of requests begun by the clock, 50 a second: one that waits for another counts its wait."""
    name, operation, words = ask
    took = []
    begun = time.perf_counter()
    for n in range(int(RATE * seconds)):
        due = begun + n / RATE
        if (ahead := due - time.perf_counter()) > 0:
            time.sleep(ahead)
        answer = door.call(operation, by, **words())
        assert answer.ok, f"{name}: {answer.problem}"
        took.append((time.perf_counter() - due) * 1000)
    took.sort()
    return took[len(took) // 2], took[int(len(took) * 0.95)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=0.1)
    parser.add_argument("--seconds", type=float, default=4.0)
    told = parser.parse_args()
    late = 0
    with (
        tempfile.TemporaryDirectory() as keys,
        private_server() as server,
        server.fresh("membership", migrate) as url,
    ):
        ensure_keys(Path(keys))
        os.environ["GONGJIAN_KEYS_DIR"] = keys
        engine = engine_at(url, "membership")
        began = time.perf_counter()
        ids = fill(engine, told.scale)
        print(f"city made in {time.perf_counter() - began:.0f} s", flush=True)
        door = DoorUnderTest(doors.load("membership"), engine)
        for ask in lists(ids):
            by = door.sign_in(("community_secretary", "area", ids["city"][0]))
            measure(door, by, ask, 0.3)
            half, most = measure(door, by, ask, told.seconds)
            late += most > BOUND
            print(
                f"{ask[0]:<28} p50 {half:7.1f} ms   p95 {most:7.1f} ms{'   LATE' if most > BOUND else ''}", flush=True
            )
        engine.dispose()
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
