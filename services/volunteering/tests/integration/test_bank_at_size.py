"""The love bank with years of attendances behind it: a balance is a row, a posting costs what it touches.

`GONGJIAN_SCALE=1` fills in five million attendances with COPY, any smaller scale a hundredth of them. What is asserted
are plans, never seconds; the seconds stand in the test's report.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from contracts.volunteering import operations as ops
from kernel.ids import uuid7
from runtime.database import transaction
from runtime.testing.harness import Answer, DoorUnderTest
from volunteering.domain import bank as rules
from volunteering.domain.bank import EARNED, NEVER
from volunteering.use_cases import holds, ledger

# Filling in five million attendances takes longer than the usual limit of a test on a busy machine.
pytestmark = [pytest.mark.integration, pytest.mark.timeout(1_800)]

SCALE = float(os.environ.get("GONGJIAN_SCALE", "1"))
ATTENDANCES = 5_000_000 if SCALE >= 1 else 50_000
SAVERS_EACH_BANK, BANKS = 840, 475
MINUTES = 90
TRIES = 40


class Loaded:
    """Banks of a city in which every attendance was one posting of an hour and a half."""

    def __init__(self, door: DoorUnderTest) -> None:
        self.door = door
        self.savers = max(100, min(SAVERS_EACH_BANK * BANKS, ATTENDANCES // 12))
        self.banks = max(1, self.savers // SAVERS_EACH_BANK)
        street = door.area("street")
        places = [door.area("community", street) for _ in range(self.banks)]
        self.own = [uuid7() for _ in places]
        self.bank = [uuid7() for _ in places]
        self.accounts = [uuid7() for _ in range(self.savers)]
        self.people = [uuid7() for _ in range(self.savers)]
        self.place = places
        self._fill(door.engine)

    def _fill(self, engine: Engine) -> None:
        """With COPY and without triggers, whose work the two last statements do for all rows at once."""
        raw = engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("SET session_replication_role = replica")
            _copy(cursor, "love_bank (id, area, own_account, opened_on)", self._banks())
            _copy(cursor, "bank_account (id, bank_id, area, person_id)", self._accounts())
            _copy(cursor, "bank_posting (id, kind, source_id, posted_at)", self._postings())
            _copy(cursor, "bank_entry (posting_id, account_id, book, minutes, expires_on, posted_at)", self._entries())
            for statement in _BALANCES:
                cursor.execute(statement)
            cursor.execute("SET session_replication_role = DEFAULT")
            raw.commit()
            cursor.execute("ANALYZE")
            raw.commit()
        finally:
            raw.close()

    def _banks(self) -> Iterator[str]:
        for bank, area, own in zip(self.bank, self.place, self.own, strict=True):
            yield f"{bank}\t{area}\t{own}\t2020-01-01\n"

    def _accounts(self) -> Iterator[str]:
        for bank, area, own in zip(self.bank, self.place, self.own, strict=True):
            yield f"{own}\t{bank}\t{area}\t\\N\n"
        for number, (account, person) in enumerate(zip(self.accounts, self.people, strict=True)):
            at = number % self.banks
            yield f"{account}\t{self.bank[at]}\t{self.place[at]}\t{person}\n"

    def _posting(self, number: int) -> tuple[UUID, int, str]:
        """The id, the saver and the day of one posting, the same each time it is asked for."""
        saver = number % self.savers
        return UUID(int=(1 << 127) + number), saver, f"202{number % 9}-{number % 12 + 1:02}-{number % 28 + 1:02}"

    def _postings(self) -> Iterator[str]:
        for number in range(ATTENDANCES):
            posting, _, day = self._posting(number)
            yield f"{posting}\tearned\t{posting}\t{day} 08:00+00\n"

    def _entries(self) -> Iterator[str]:
        for number in range(ATTENDANCES):
            posting, saver, day = self._posting(number)
            own = self.own[saver % self.banks]
            yield f"{posting}\t{own}\tissued\t-{MINUTES}\t\\N\t{day} 08:00+00\n"
            until = f"2099-{number % 12 + 1:02}-01"
            yield f"{posting}\t{self.accounts[saver]}\tsavings\t{MINUTES}\t{until}\t{day} 08:00+00\n"


_BALANCES = (
    "INSERT INTO bank_lot SELECT account_id, expires_on, sum(minutes) FROM bank_entry WHERE book = 'savings' GROUP BY 1, 2",
    "UPDATE bank_account a SET savings = s.minutes FROM (SELECT account_id, sum(minutes) AS minutes FROM bank_lot "
    "GROUP BY 1) s WHERE s.account_id = a.id",
)


def _copy(cursor: Any, table: str, lines: Iterator[str]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        batch: list[str] = []
        for line in lines:
            batch.append(line)
            if len(batch) == 5_000:
                copy.write("".join(batch))
                batch.clear()
        copy.write("".join(batch))


@pytest.fixture
def loaded(door_under_test: DoorUnderTest) -> Loaded:
    return Loaded(door_under_test)


def plan_of(engine: Engine, statement: str, **words: Any) -> dict[str, Any]:
    with engine.connect() as connection:
        (plan,) = connection.execute(text(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}"), words).scalar_one()
    found: dict[str, Any] = plan["Plan"]
    return found


def read_whole(plan: dict[str, Any]) -> set[str]:
    below = set().union(*(read_whole(node) for node in plan.get("Plans", ())), set())
    return below | ({plan["Relation Name"]} if plan["Node Type"] == "Seq Scan" else set())


def test_a_balance_and_a_posting_cost_what_they_touch(loaded: Loaded, record_property: Any) -> None:
    chosen = random.Random(1)
    spent: dict[str, list[float]] = defaultdict(list)
    for _ in range(TRIES):
        for act, seconds in _measured(loaded, chosen.randrange(loaded.savers)):
            spent[act].append(seconds)
    for act, each in spent.items():
        record_property(f"{act}, p95 ms", round(sorted(each)[int(TRIES * 0.95)] * 1000, 2))
    record_property("attendances", ATTENDANCES)
    for account in (loaded.accounts[0], loaded.own[0]):
        plan = plan_of(loaded.door.engine, _ON_A_DAY, id=account)
        assert read_whole(plan) == set(), json.dumps(plan)
        record_property(f"books of a day, {plan['Plan Rows']} rows, ms", plan["Actual Total Time"])


_ON_A_DAY = """
    SELECT book, with_bank, sum(minutes) FROM bank_entry
     WHERE account_id = :id AND posted_at < '2024-07-01' GROUP BY book, with_bank
"""


def _measured(loaded: Loaded, number: int) -> Iterator[tuple[str, float]]:
    """Each act on one account through the door or the ledger, and the seconds that it took."""
    door, account = loaded.door, loaded.accounts[number]
    by = door.sign_in(person_id=loaded.people[number])
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
