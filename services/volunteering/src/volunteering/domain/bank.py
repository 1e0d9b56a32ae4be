"""Love banks (爱心银行): a double-entry ledger of minutes. What was posted is never changed; every posting sums to zero.

Books of a person's account: `savings` can be spent, `held` wait for reserved goods, `owed` is what the person owes since
hours were reversed whose minutes were spent. Books of a bank's own account: `issued` (the counterpart of all minutes
there are, below zero), `opening` (the same of those that an older book brought), `redeemed`, `expired`, `settlement`
(towards one other bank), and `savings`, which here are the minutes given to the community. Entries that add to what
somebody holds are above zero, so what is owed sums below zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from volunteering.domain.bank_errors import BalanceTooLow, BankNeedsCommunity, EarnedAfterOpening, MinutesRunOut
from volunteering.domain.base import Base

SAVINGS, HELD, OWED = "savings", "held", "owed"
ISSUED, OPENING, REDEEMED, EXPIRED, SETTLEMENT = "issued", "opening", "redeemed", "expired", "settlement"

EARNED, REVERSED, GIVEN, GRANTED, MOVED = "earned", "reversed", "given", "granted", "moved"
HOLD, RELEASED, CAPTURED = "held", "released", "redeemed"
LAPSED, WRITTEN_OFF, SETTLED = "expired", "written_off", "settled"
BROUGHT_FORWARD = "brought_forward"

NEVER = date(9999, 12, 31)
"""The day on which minutes without expiry expire."""
KEEPS_BANKS = frozenset({"city", "district", "street", "community"})


class LoveBank(Base):
    """The love bank of an area. `own_account` holds the bank's own books."""

    __tablename__ = "love_bank"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[UUID]
    own_account: Mapped[UUID]
    opened_on: Mapped[date]

    def must_begin_after(self, earned_on: date) -> None:
        """From its opening on hours earn minutes here, so an older book ends there. Raises `EarnedAfterOpening`."""
        if earned_on > self.opened_on:
            raise EarnedAfterOpening


class BankAccount(Base):
    """An account with its balances, which the database keeps from the entries; nobody else may write them.

    `person_id` is null for a bank's own account. `follows` is the account to which everything moves since its holder
    moved home.
    """

    __tablename__ = "bank_account"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    bank_id: Mapped[UUID]
    area: Mapped[UUID]
    person_id: Mapped[UUID | None]
    savings: Mapped[int]
    held: Mapped[int]
    owed: Mapped[int]
    follows: Mapped[UUID | None]


class Lot(NamedTuple):
    """Minutes that expire together."""

    expires_on: date
    minutes: int


@dataclass(frozen=True, slots=True)
class Entry:
    """So many minutes in one book of one account. `expires_on` where they are a person's, `with_bank` in a settlement."""

    account_id: UUID
    book: str
    minutes: int
    expires_on: date | None = None
    with_bank: UUID | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """What an account holds before a posting: savings by lot, oldest first, and what it owes (at or above zero)."""

    account_id: UUID
    bank_id: UUID
    own_account: UUID
    lots: tuple[Lot, ...] = ()
    owed: int = 0

    @property
    def savings(self) -> int:
        return sum(lot.minutes for lot in self.lots)


def must_keep_banks(area_kind: str) -> None:
    """Raises `BankNeedsCommunity`."""
    if area_kind not in KEEPS_BANKS:
        raise BankNeedsCommunity


def credited(minutes: int, minutes_per_hour: int) -> int:
    """The minutes that served ones are worth, rounded down."""
    return minutes * minutes_per_hour // 60


def expiry(earned_on: date, months: int | None) -> date:
    """The first day on which minutes can no longer be spent: whole civil months after the month they were earned in."""
    if months is None:
        return NEVER
    month = earned_on.month + months
    return date(earned_on.year + month // 12, month % 12 + 1, 1)


def must_still_count(expires_on: date, today: date) -> None:
    """Raises `MinutesRunOut`."""
    if expires_on <= today:
        raise MinutesRunOut


def bring_forward(holding: Holding, minutes: int, expires_on: date) -> list[Entry]:
    """Minutes of an older book. What is owed is paid back first."""
    return [Entry(holding.own_account, OPENING, -minutes), *_received(holding, [Lot(expires_on, minutes)])]


def earn(holding: Holding, minutes: int, expires_on: date) -> list[Entry]:
    """Minutes for hours served. What is owed is paid back first."""
    return [Entry(holding.own_account, ISSUED, -minutes), *_received(holding, [Lot(expires_on, minutes)])]


def reverse(holding: Holding, minutes: int, expires_on: date) -> list[Entry]:
    """Take back what reversed hours had earned: of its own lot, then the oldest savings; what was spent is owed."""
    return [Entry(holding.own_account, ISSUED, minutes), *_paid(holding, minutes, first=expires_on)]


def hold(holding: Holding, minutes: int) -> list[Entry]:
    """Put savings aside, oldest first. Raises `BalanceTooLow`."""
    lots = take(holding.lots, minutes)
    return [*_out(holding, lots), *(Entry(holding.account_id, HELD, lot.minutes, lot.expires_on) for lot in lots)]


def release(holding: Holding, held: Iterable[Lot]) -> list[Entry]:
    """What was put aside goes back, as old as it is."""
    held = list(held)
    return [*_unheld(holding, held), *_received(holding, held)]


def capture(holding: Holding, held: Iterable[Lot]) -> list[Entry]:
    """What was put aside is spent."""
    held = list(held)
    return [*_unheld(holding, held), Entry(holding.own_account, REDEEMED, _sum(held))]


def lapse(holding: Holding, lots: Iterable[Lot]) -> list[Entry]:
    """Savings run out."""
    lots = list(lots)
    return [*_out(holding, lots), Entry(holding.own_account, EXPIRED, _sum(lots))]


def write_off(holding: Holding) -> list[Entry]:
    """The bank no longer asks for what is owed, and has issued so much for good."""
    return [
        Entry(holding.account_id, OWED, holding.owed),
        Entry(holding.own_account, ISSUED, -holding.owed),
    ]


def move(giver: Holding, receiver: Holding, lots: Iterable[Lot]) -> list[Entry]:
    """Savings become another account's, with their age. Between two banks each one's own entries sum to zero."""
    lots = list(lots)
    return [*_out(giver, lots), *_between(giver, receiver, _sum(lots)), *_received(receiver, lots)]


def move_debt(debtor: Holding, heir: Holding) -> list[Entry]:
    """What is owed follows its debtor to the account at the new home, and is paid of what is there."""
    return [
        Entry(debtor.account_id, OWED, debtor.owed),
        *_between(debtor, heir, -debtor.owed),
        *_paid(heir, debtor.owed, first=None),
    ]


def settle(bank: Holding, other: Holding, owed: int) -> list[Entry]:
    """`bank` owes `other` minutes (below zero: the other way round); the creditor takes over to have issued them."""
    return [
        Entry(bank.own_account, SETTLEMENT, -owed, with_bank=other.bank_id),
        Entry(bank.own_account, ISSUED, owed),
        Entry(other.own_account, SETTLEMENT, owed, with_bank=bank.bank_id),
        Entry(other.own_account, ISSUED, -owed),
    ]


def take(lots: Iterable[Lot], minutes: int, *, first: date | None = None) -> list[Lot]:
    """Lots, or parts of them, that make up `minutes`: that of `first`, then the oldest. Raises `BalanceTooLow`."""
    left, taken = minutes, []
    for lot in sorted(lots, key=lambda lot: (lot.expires_on != first, lot.expires_on)):
        part = min(left, lot.minutes)
        if part > 0:
            taken.append(Lot(lot.expires_on, part))
            left -= part
    if left:
        raise BalanceTooLow
    return taken


def _received(holding: Holding, lots: Iterable[Lot]) -> Iterator[Entry]:
    """Minutes come in: what is owed is paid back with the oldest of them, the rest can be spent."""
    owed = holding.owed
    for lot in sorted(lots):
        paid = min(owed, lot.minutes)
        owed -= paid
        if paid:
            yield Entry(holding.account_id, OWED, paid)
        if lot.minutes > paid:
            yield Entry(holding.account_id, SAVINGS, lot.minutes - paid, lot.expires_on)


def _paid(holding: Holding, minutes: int, *, first: date | None) -> Iterator[Entry]:
    """Minutes are asked back: of the savings as far as they reach, the rest is owed."""
    there = min(minutes, holding.savings)
    yield from _out(holding, take(holding.lots, there, first=first))
    if minutes > there:
        yield Entry(holding.account_id, OWED, there - minutes)


def _out(holding: Holding, lots: Iterable[Lot]) -> Iterator[Entry]:
    return (Entry(holding.account_id, SAVINGS, -lot.minutes, lot.expires_on) for lot in lots)


def _unheld(holding: Holding, lots: Iterable[Lot]) -> Iterator[Entry]:
    return (Entry(holding.account_id, HELD, -lot.minutes, lot.expires_on) for lot in lots)


def _between(giver: Holding, receiver: Holding, minutes: int) -> Iterator[Entry]:
    """What the giver's bank owes the receiver's from now on."""
    if giver.bank_id != receiver.bank_id:
        yield Entry(giver.own_account, SETTLEMENT, minutes, with_bank=receiver.bank_id)
        yield Entry(receiver.own_account, SETTLEMENT, -minutes, with_bank=giver.bank_id)


def _sum(lots: Iterable[Lot]) -> int:
    return sum(lot.minutes for lot in lots)
