"""The love bank's ledger in the database: what cannot be written even by hand, and what many do at once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from contracts.volunteering import operations as ops
from kernel.ids import uuid7
from runtime.database import transaction
from runtime.testing.harness import Answer, DoorUnderTest
from volunteering.domain import bank as rules
from volunteering.domain.bank import EARNED, MOVED, Holding, LoveBank
from volunteering.domain.bank_errors import BalanceTooLow
from volunteering.use_cases import holds, ledger

pytestmark = pytest.mark.integration

WORKERS, AT_ONCE = 8, 100
SOON = date(2099, 1, 1)


class Ground:
    """A bank with two accounts at it."""

    def __init__(self, door: DoorUnderTest) -> None:
        self.door = door
        place = door.area("community", door.area("street"))
        officer = door.sign_in(("community_secretary", "area", place))
        self.bank = UUID(door.call(ops.open_bank, officer, area_id=place).data["bank_id"])
        self.people = [door.person(place) for _ in range(2)]
        with transaction(door.engine) as session:
            at = session.get_one(LoveBank, self.bank)
            self.own = at.own_account
            self.accounts = [ledger.account_of(session, at, person) for person in self.people]

    def earn(self, minutes: int, who: int = 0, until: date = SOON) -> None:
        with transaction(self.door.engine) as session:
            here = ledger.holding(session, self.accounts[who])
            ledger.post(session, EARNED, uuid7(), rules.earn(here, minutes, until))

    def row(self, who: int = 0) -> tuple[int, int, int]:
        with self.door.engine.connect() as connection:
            query = text("SELECT savings, held, owed FROM bank_account WHERE id = :id")
            return tuple(connection.execute(query, {"id": self.accounts[who]}).one())  # type: ignore[return-value]

    def by_hand(self, *entries: tuple[UUID, str, int]) -> None:
        """One posting of entries (account, book, minutes), written without any rule."""
        posting = uuid7()
        with self.door.engine.begin() as connection:
            connection.execute(
                text("INSERT INTO bank_posting (id, kind, source_id, posted_at) VALUES (:id, 'earned', :id, now())"),
                {"id": posting},
            )
            connection.execute(
                text(
                    "INSERT INTO bank_entry (posting_id, account_id, book, minutes, expires_on, posted_at) "
                    "SELECT :posting, a, b, m, CASE WHEN b IN ('savings', 'held') THEN date '2099-01-01' END, now() "
                    "FROM unnest(CAST(:accounts AS uuid[]), CAST(:books AS text[]), CAST(:minutes AS bigint[])) t (a, b, m)"
                ),
                {
                    "posting": posting,
                    "accounts": [account for account, _, _ in entries],
                    "books": [book for _, book, _ in entries],
                    "minutes": [minutes for _, _, minutes in entries],
                },
            )


@pytest.fixture
def ground(door_under_test: DoorUnderTest) -> Ground:
    return Ground(door_under_test)


def replayed(door: DoorUnderTest) -> list[Any]:
    """Accounts and lots whose balance is not the sum of their entries; none, if the ledger tells the truth."""
    accounts = """
        SELECT a.id FROM bank_account a LEFT JOIN bank_entry e ON e.account_id = a.id GROUP BY a.id
        HAVING a.savings <> coalesce(sum(e.minutes) FILTER (WHERE e.book = 'savings'), 0)
            OR a.held <> coalesce(sum(e.minutes) FILTER (WHERE e.book = 'held'), 0)
            OR a.owed <> -coalesce(sum(e.minutes) FILTER (WHERE e.book = 'owed'), 0)
            OR a.savings <> (SELECT coalesce(sum(minutes), 0) FROM bank_lot l WHERE l.account_id = a.id)
        UNION ALL SELECT posting_id FROM bank_entry GROUP BY posting_id HAVING sum(minutes) <> 0
    """
    with door.engine.connect() as connection:
        return list(connection.execute(text(accounts)).scalars())


def test_entries_that_do_not_sum_to_zero_cannot_be_written(ground: Ground) -> None:
    with pytest.raises(IntegrityError, match="do not sum to zero"):
        ground.by_hand((ground.accounts[0], "savings", 60))
    with pytest.raises(IntegrityError, match="do not sum to zero"):
        ground.by_hand((ground.accounts[0], "savings", 60), (ground.own, "issued", -59))
    ground.by_hand((ground.accounts[0], "savings", 60), (ground.own, "issued", -60))
    assert ground.row() == (60, 0, 0)


def test_a_posting_cannot_be_completed_or_falsified_later(ground: Ground) -> None:
    ground.earn(60)
    with ground.door.engine.connect() as connection:
        posting = connection.execute(text("SELECT posting_id FROM bank_entry LIMIT 1")).scalar_one()
    late = text(
        "INSERT INTO bank_entry (posting_id, account_id, book, minutes, expires_on, posted_at) "
        "VALUES (:posting, :account, 'savings', 1, '2099-01-01', now())"
    )
    with pytest.raises(IntegrityError), ground.door.engine.begin() as connection:
        connection.execute(late, {"posting": posting, "account": ground.accounts[0]})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bank_entry SET minutes = 1",
        "DELETE FROM bank_entry",
        "TRUNCATE bank_entry",
        "UPDATE bank_posting SET kind = 'given'",
        "DELETE FROM bank_posting",
        "UPDATE bank_account SET savings = 1000000",
        "UPDATE bank_account SET owed = 0",
        "DELETE FROM bank_account",
        "UPDATE bank_lot SET expires_on = '2199-01-01'",
        "INSERT INTO bank_lot SELECT id, '2199-01-01', 60 FROM bank_account",
    ],
)
def test_nothing_posted_can_be_changed(ground: Ground, statement: str) -> None:
    ground.earn(60)
    with pytest.raises(DBAPIError, match="append-only"), ground.door.engine.begin() as connection:
        connection.execute(text(statement))
    assert ground.row() == (60, 0, 0)


def test_no_balance_below_zero_even_by_hand(ground: Ground) -> None:
    ground.earn(60)
    with pytest.raises(IntegrityError, match="below_zero"):
        ground.by_hand((ground.accounts[0], "savings", -61), (ground.own, "redeemed", 61))
    with pytest.raises(IntegrityError, match="below_zero"):
        ground.by_hand((ground.accounts[1], "held", -1), (ground.own, "redeemed", 1))
    with pytest.raises(IntegrityError, match="pays_first"):
        ground.by_hand((ground.accounts[0], "owed", -1), (ground.own, "issued", 1))
    assert replayed(ground.door) == []


def test_a_hundred_holds_of_one_balance_at_once_take_what_is_there(ground: Ground) -> None:
    ground.earn(400, until=date(2098, 1, 1))
    ground.earn(600)

    def attempt(_: int) -> str:
        try:
            with transaction(ground.door.engine) as session:
                holds.hold(session, ground.accounts[0], uuid7(), 30)
        except BalanceTooLow as refused:
            return refused.code
        return "held"

    with ThreadPoolExecutor(WORKERS) as workers:
        outcomes = Counter(workers.map(attempt, range(AT_ONCE)))
    assert outcomes == {"held": 33, "balance_too_low": 67}
    assert ground.row() == (10, 990, 0)
    assert replayed(ground.door) == []


def test_gifts_to_and_fro_at_once_lose_nothing(ground: Ground) -> None:
    """Both accounts are locked in the order of their ids, so that no two gifts wait for each other."""
    ground.earn(500, 0)
    ground.earn(500, 1)

    def attempt(number: int) -> None:
        giver, receiver = ground.accounts[number % 2], ground.accounts[(number + 1) % 2]
        with transaction(ground.door.engine) as session:
            held = ledger.holdings(session, [giver, receiver])
            lots = rules.take(held[giver].lots, 7)
            ledger.post(session, MOVED, uuid7(), rules.move(held[giver], held[receiver], lots))

    with ThreadPoolExecutor(WORKERS) as workers:
        list(workers.map(attempt, range(60)))
    assert (ground.row(0), ground.row(1)) == ((500, 0, 0), (500, 0, 0))
    assert replayed(ground.door) == []


def test_two_who_give_to_each_other_at_once_both_give(ground: Ground) -> None:
    ground.earn(100, 0)
    ground.earn(100, 1)
    start = Barrier(2)

    def give(who: int) -> Answer:
        by = ground.door.sign_in(person_id=ground.people[who])
        words = {"account_id": ground.accounts[who], "to_person_id": ground.people[1 - who], "minutes": 10 + who}
        start.wait()
        return ground.door.call(ops.give_minutes, by, **words)

    with ThreadPoolExecutor(2) as workers:
        for _ in range(3):
            assert [answer.problem for answer in workers.map(give, range(2))] == [{}, {}]
    assert (ground.row(0), ground.row(1)) == ((103, 0, 0), (97, 0, 0))
    assert replayed(ground.door) == []


def test_what_is_held_ends_once(ground: Ground) -> None:
    ground.earn(100)
    source = uuid7()
    with transaction(ground.door.engine) as session:
        holds.hold(session, ground.accounts[0], source, 40)
    with transaction(ground.door.engine) as session:
        holds.capture(session, source)
    for again in (holds.capture, holds.release):
        with pytest.raises(IntegrityError), transaction(ground.door.engine) as session:
            again(session, source)
    assert ground.row() == (60, 0, 0)


Act = tuple[str, int, int]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(["earn", "reverse", "give", "hold", "lapse"]), st.integers(0, 1), st.integers(1, 90)),
        max_size=12,
    )
)
def test_any_sequence_leaves_a_ledger_that_replays(ground: Ground, acts: list[Act]) -> None:
    for act, who, minutes in acts:
        with transaction(ground.door.engine) as session:
            held = ledger.holdings(session, ground.accounts)
            here, there = held[ground.accounts[who]], held[ground.accounts[1 - who]]
            _do(session, act, here, there, minutes)
    assert replayed(ground.door) == []


def _do(session: Any, act: str, here: Holding, there: Holding, minutes: int) -> None:
    """One act as far as the balance allows it."""
    some = min(minutes, here.savings)
    if act == "earn":
        ledger.post(session, EARNED, uuid7(), rules.earn(here, minutes, SOON))
    elif act == "reverse":
        ledger.post(session, "reversed", uuid7(), rules.reverse(here, minutes, SOON))
    elif act == "give" and some:
        ledger.post(session, "given", uuid7(), rules.move(here, there, rules.take(here.lots, some)))
    elif act == "hold" and some:
        holds.hold(session, here.account_id, uuid7(), some)
    elif act == "lapse" and here.savings:
        ledger.post(session, "expired", uuid7(), rules.lapse(here, here.lots))
