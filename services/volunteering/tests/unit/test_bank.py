"""The love bank's arithmetic without a database: whatever happens, everything sums to zero and nobody holds less than nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kernel.ids import uuid7
from volunteering.domain import bank
from volunteering.domain.bank import HELD, OWED, SAVINGS, Entry, Holding, Lot
from volunteering.domain.bank_errors import BalanceTooLow, BankNeedsCommunity

MARCH, APRIL = date(2031, 3, 1), date(2031, 4, 1)


def books(entries: Iterable[Entry], account: UUID) -> dict[str, int]:
    summed: Counter[str] = Counter()
    for entry in entries:
        if entry.account_id == account:
            summed[entry.book] += entry.minutes
    return dict(summed)


def holding(*lots: Lot, owed: int = 0) -> Holding:
    return Holding(uuid7(), uuid7(), uuid7(), lots, owed)


def test_hours_are_worth_what_the_pack_says_rounded_down() -> None:
    assert [bank.credited(119, each) for each in (60, 30, 90)] == [119, 59, 178]


def test_minutes_expire_after_whole_months() -> None:
    assert bank.expiry(date(2031, 6, 15), 24) == date(2033, 7, 1)
    assert bank.expiry(date(2031, 12, 31), 1) == date(2032, 2, 1)
    assert bank.expiry(date(2031, 11, 1), 1) == date(2032, 1, 1)
    assert bank.expiry(date(2031, 6, 15), None) == bank.NEVER


def test_the_oldest_are_spent_first() -> None:
    here = holding(Lot(MARCH, 50), Lot(APRIL, 100))
    assert bank.take(here.lots, 70) == [Lot(MARCH, 50), Lot(APRIL, 20)]
    assert bank.take(here.lots, 70, first=APRIL) == [Lot(APRIL, 70)]
    with pytest.raises(BalanceTooLow):
        bank.take(here.lots, 151)


def test_reversed_minutes_that_were_spent_are_owed() -> None:
    here = holding(Lot(APRIL, 20))
    entries = bank.reverse(here, 60, MARCH)
    assert books(entries, here.account_id) == {SAVINGS: -20, OWED: -40}
    assert books(entries, here.own_account) == {bank.ISSUED: 60}


def test_what_is_owed_is_paid_back_first() -> None:
    here = holding(owed=40)
    assert books(bank.earn(here, 50, APRIL), here.account_id) == {OWED: 40, SAVINGS: 10}
    assert books(bank.release(here, [Lot(MARCH, 30)]), here.account_id) == {HELD: -30, OWED: 30}


def test_each_bank_sums_to_zero_in_a_move_between_banks() -> None:
    here, there = holding(Lot(MARCH, 60)), holding(owed=10)
    entries = bank.move(here, there, here.lots)
    assert sum(entry.minutes for entry in entries if entry.account_id in (here.account_id, here.own_account)) == 0
    assert sum(entry.minutes for entry in entries) == 0
    assert books(entries, there.account_id) == {OWED: 10, SAVINGS: 50}


def test_a_bank_belongs_to_a_community_or_more() -> None:
    bank.must_keep_banks("community")
    with pytest.raises(BankNeedsCommunity):
        bank.must_keep_banks("building")


class Banks(RuleBasedStateMachine):
    """Two banks and three people; every act goes through the rules, and the books are replayed from the entries alone."""

    def __init__(self) -> None:
        super().__init__()
        self.banks = [(uuid7(), uuid7()) for _ in range(2)]
        self.people = [(uuid7(), *self.banks[n % 2]) for n in range(3)]
        self.entries: list[Entry] = []
        self.held: list[tuple[int, list[Lot]]] = []
        self.earned: list[tuple[int, int, date]] = []

    def now(self, who: int) -> Holding:
        """What somebody holds, from the entries."""
        account, of, own = self.people[who]
        lots: dict[date, int] = defaultdict(int)
        for entry in self.entries:
            if entry.account_id == account and entry.book == SAVINGS and entry.expires_on:
                lots[entry.expires_on] += entry.minutes
        owed = -books(self.entries, account).get(OWED, 0)
        return Holding(account, of, own, tuple(Lot(*lot) for lot in sorted(lots.items()) if lot[1]), owed)

    def post(self, entries: list[Entry]) -> None:
        assert all(entry.minutes for entry in entries)
        for own in {own for _, own in self.banks}:
            accounts = {own, *(account for account, _, at in self.people if at == own)}
            assert sum(entry.minutes for entry in entries if entry.account_id in accounts) == 0
        self.entries += entries

    who, minutes = st.integers(0, 2), st.integers(1, 300)
    days = st.sampled_from([MARCH, APRIL, date(2031, 5, 1)])

    @rule(who=who, minutes=minutes, day=days)
    def earn(self, who: int, minutes: int, day: date) -> None:
        self.post(bank.earn(self.now(who), minutes, day))
        self.earned.append((who, minutes, day))

    @precondition(lambda self: self.earned)
    @rule(data=st.data())
    def reverse(self, data: st.DataObject) -> None:
        who, minutes, day = self.earned.pop(data.draw(st.integers(0, len(self.earned) - 1)))
        self.post(bank.reverse(self.now(who), minutes, day))

    @rule(giver=who, receiver=who, minutes=minutes)
    def give(self, giver: int, receiver: int, minutes: int) -> None:
        here, there = self.now(giver), self.now(receiver)
        if giver == receiver:
            return
        if minutes > here.savings:
            with pytest.raises(BalanceTooLow):
                bank.take(here.lots, minutes)
            return
        self.post(bank.move(here, there, bank.take(here.lots, minutes)))

    @rule(who=who, minutes=minutes)
    def hold(self, who: int, minutes: int) -> None:
        here = self.now(who)
        if minutes > here.savings:
            with pytest.raises(BalanceTooLow):
                bank.hold(here, minutes)
            return
        self.post(bank.hold(here, minutes))
        self.held.append((who, bank.take(here.lots, minutes)))

    @precondition(lambda self: self.held)
    @rule(spent=st.booleans())
    def end_hold(self, spent: bool) -> None:
        who, lots = self.held.pop(0)
        self.post((bank.capture if spent else bank.release)(self.now(who), lots))

    @rule(who=who, day=days)
    def lapse(self, who: int, day: date) -> None:
        here = self.now(who)
        over = [lot for lot in here.lots if lot.expires_on <= day]
        if over:
            self.post(bank.lapse(here, over))

    @rule(debtor=who, heir=who)
    def move_debt(self, debtor: int, heir: int) -> None:
        here = self.now(debtor)
        if here.owed and debtor != heir:
            self.post(bank.move_debt(here, self.now(heir)))

    @rule()
    def settle(self) -> None:
        first, second = (self.now(0), self.now(1))
        owed = sum(entry.minutes for entry in self.entries if entry.with_bank == second.bank_id)
        if owed:
            self.post(bank.settle(first, second, owed))

    @invariant()
    def nobody_holds_less_than_nothing(self) -> None:
        for who, (account, _, _) in enumerate(self.people):
            summed, here = books(self.entries, account), self.now(who)
            assert summed.get(SAVINGS, 0) == here.savings >= 0
            assert summed.get(HELD, 0) >= 0
            assert here.owed >= 0
            assert not (here.owed and here.savings), "while something is owed nothing can be spent"
            assert all(lot.minutes > 0 for lot in here.lots)

    @invariant()
    def everything_sums_to_zero(self) -> None:
        assert sum(entry.minutes for entry in self.entries) == 0
        settled = [entry for entry in self.entries if entry.book == bank.SETTLEMENT]
        assert sum(entry.minutes for entry in settled) == 0


Banks.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestAnySequence = Banks.TestCase
