"""The love bank with years of attendances behind it: a balance is a row, a posting costs what it touches.

`GONGJIAN_SCALE=1` fills in five million attendances, any smaller scale a hundredth of them. What is asserted are plans,
never seconds; the seconds stand in the test's report.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from contracts.volunteering import operations as ops
from kernel.ids import uuid7
from runtime.database import transaction
from runtime.testing import bulk
from runtime.testing.harness import Answer, DoorUnderTest
from volunteering.domain import bank as rules
from volunteering.domain.bank import EARNED, NEVER
from volunteering.use_cases import holds, ledger

pytestmark = [pytest.mark.integration, pytest.mark.timeout(1_800)]

SCALE = float(os.environ.get("GONGJIAN_SCALE", "1"))
ATTENDANCES = 5_000_000 if SCALE >= 1 else 50_000
EACH_SAVER, SAVERS_EACH_BANK = 12, 800
SAVERS = ATTENDANCES // EACH_SAVER
BANKS = max(1, SAVERS // SAVERS_EACH_BANK)
MINUTES, TRIES = 90, 40

LOADED = ("bank_account", "bank_posting", "bank_entry", "bank_lot")
# No triggers are fired: balances and lots are written as they would. Each saver's twelve postings lie together.
FILL = """
    CREATE TEMP TABLE place AS SELECT area_id, row_number() OVER () - 1 AS n FROM runtime.area WHERE kind = 'community';
    INSERT INTO love_bank (id, area, own_account, opened_on)
    SELECT gen_random_uuid(), area_id, gen_random_uuid(), '2020-01-01' FROM place;
    INSERT INTO bank_account (id, bank_id, area) SELECT own_account, id, area FROM love_bank;
    CREATE TEMP TABLE saver AS
    SELECT s.n, s.account_id, s.person_id, b.id AS bank_id, b.area, b.own_account
      FROM (SELECT generate_series AS n, gen_random_uuid() AS account_id, gen_random_uuid() AS person_id
              FROM generate_series(0, {savers} - 1)) s
      JOIN place p ON p.n = s.n / {savers_each_bank} % {banks} JOIN love_bank b ON b.area = p.area_id;
    INSERT INTO bank_account (id, bank_id, area, person_id, savings)
    SELECT account_id, bank_id, area, person_id, {minutes} * {each_saver} FROM saver ORDER BY n;
    CREATE TEMP TABLE served AS
    SELECT lpad(to_hex(s.n::bigint * {each_saver} + k), 32, '0')::uuid AS id, s.account_id, s.own_account,
           timestamptz '2020-01-15 08:00+00' + k * interval '7 months' AS at, date '2099-01-01' + k * 31 AS until
      FROM saver s, generate_series(0, {each_saver} - 1) k ORDER BY s.n, k;
    INSERT INTO bank_posting (id, kind, source_id, posted_at) SELECT id, 'earned', id, at FROM served;
    INSERT INTO bank_entry (posting_id, account_id, book, minutes, expires_on, posted_at)
    SELECT id, account_id, 'savings', {minutes}, until, at FROM served;
    INSERT INTO bank_entry (posting_id, account_id, book, minutes, posted_at)
    SELECT id, own_account, 'issued', -{minutes}, at FROM served;
    INSERT INTO bank_lot SELECT account_id, until, {minutes} FROM served
"""

ON_A_DAY = """
    SELECT book, with_bank, sum(minutes) FROM bank_entry
     WHERE account_id = :id AND posted_at < '2024-07-01' GROUP BY book, with_bank
"""


class Loaded:
    """Banks of a city in which every attendance was one posting of an hour and a half; some of its savers."""

    def __init__(self, door: DoorUnderTest) -> None:
        self.door = door
        street = door.area("street")
        for _ in range(BANKS):
            door.area("community", street)
        words = {"savers": SAVERS, "savers_each_bank": SAVERS_EACH_BANK, "banks": BANKS, "each_saver": EACH_SAVER}
        with closing(door.engine.raw_connection()) as raw:
            cursor = raw.cursor()
            with bulk.in_bulk(cursor, LOADED):
                cursor.execute(FILL.format(**words, minutes=MINUTES))
            cursor.execute("SELECT account_id, person_id, own_account FROM saver ORDER BY n LIMIT 2000")
            self.savers = cursor.fetchall()
            raw.commit()
        with door.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


@pytest.fixture
def loaded(door_under_test: DoorUnderTest) -> Loaded:
    return Loaded(door_under_test)


def test_a_balance_and_a_posting_cost_what_they_touch(loaded: Loaded, record_property: Any) -> None:
    chosen = random.Random(1)
    spent: dict[str, list[float]] = defaultdict(list)
    for _ in range(TRIES):
        account, person, _ = chosen.choice(loaded.savers)
        for act, seconds in _measured(loaded.door, account, person):
            spent[act].append(seconds)
    record_property("attendances", ATTENDANCES)
    for act, each in spent.items():
        record_property(f"{act}, p95 ms", round(sorted(each)[int(TRIES * 0.95)] * 1000, 2))
    account, _, own = loaded.savers[0]
    for whose, books in (("a person", account), ("a bank", own)):
        plan = plan_of(loaded.door.engine, ON_A_DAY, id=books)
        assert read_whole(plan) == set(), json.dumps(plan)
        record_property(f"books of a day of {whose}, ms", plan["Actual Total Time"])


def _measured(door: DoorUnderTest, account: UUID, person: UUID) -> Iterator[tuple[str, float]]:
    """Each act on one account, through the door or the ledger, and the seconds that it took."""
    by = door.sign_in(person_id=person)
    yield "balance", _seconds(partial(door.call, ops.show_bank_account, by, account_id=account))
    yield (
        "balance of a day",
        _seconds(partial(door.call, ops.show_bank_account, by, account_id=account, on="2024-06-30")),
    )
    yield "statement", _seconds(partial(door.call, ops.list_bank_entries, by, account_id=account))
    yield "posting", _seconds(partial(_post, door, account))
    yield "hold", _seconds(partial(_hold, door, account))


def _seconds(act: Callable[[], Answer | None]) -> float:
    started = time.perf_counter()
    answer = act()
    assert answer is None or answer.ok, answer.problem
    return time.perf_counter() - started


def _post(door: DoorUnderTest, account: UUID) -> None:
    with transaction(door.engine) as session:
        ledger.post(session, EARNED, uuid7(), rules.earn(ledger.holding(session, account), MINUTES, NEVER))


def _hold(door: DoorUnderTest, account: UUID) -> None:
    with transaction(door.engine) as session:
        holds.hold(session, account, uuid7(), MINUTES * 2)


def plan_of(engine: Engine, statement: str, **words: Any) -> dict[str, Any]:
    """How a statement was really executed."""
    with engine.connect() as connection:
        (plan,) = connection.execute(text(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}"), words).scalar_one()
    found: dict[str, Any] = plan["Plan"]
    return found


def read_whole(plan: dict[str, Any]) -> set[str]:
    """The tables that a plan reads from end to end."""
    below: set[str] = set().union(*(read_whole(node) for node in plan.get("Plans", ())))
    return below | ({plan["Relation Name"]} if plan["Node Type"] == "Seq Scan" else set())
