"""Love banks through the door: hours become minutes, minutes are given, moved and settled, and nobody falls below zero."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from contracts.membership.events import PersonDiedV1, PersonMovedV1
from contracts.patrol.events import ShiftCompletedV1
from contracts.volunteering import operations as ops
from contracts.volunteering.events import BankOpenedV1, MinutesPostedV1
from runtime import clocks
from runtime.testing.harness import Answer


def open_bank(here: Any, area: UUID | None = None) -> UUID:
    by = here.door.sign_in(("street_officer", "area", here.street))
    return UUID(here.done(here.door.call(ops.open_bank, by, area_id=area or here.community)).data["bank_id"])


@pytest.fixture
def bank(here: Any) -> UUID:
    return open_bank(here)


def serve(here: Any, number: int = 0, minutes: int = 120, start: int = 9) -> UUID:
    """Somebody serves for two hours, and it is approved; the id of the attendance."""
    here.clock.hold(here.at(start - 1))
    team = here.form(f"队{uuid4().hex[:6]}")
    attendance: UUID = here.attend(here.plan(team, start, start + 2), number, here.at(start - 1, 55))
    here.clock.hold(here.at(start + 2))
    here.done(here.door.call(ops.approve_hours, here.the_leader(), attendance_id=attendance, minutes=minutes))
    return attendance


def strike(here: Any, attendance: UUID) -> None:
    words = {"attendance_id": attendance, "reason": "recorded_in_error"}
    here.done(here.door.call(ops.reverse_hours, here.the_leader(), **words))


def accounts(here: Any, number: int = 0) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = here.done(here.door.call(ops.list_bank_accounts, here.someone(number))).data["items"]
    return found


def account(here: Any, number: int = 0) -> dict[str, Any]:
    (found,) = accounts(here, number)
    return found


def balance(here: Any, number: int = 0) -> tuple[int, int, int]:
    found = account(here, number)
    return found["savings"], found["held"], found["owed"]


def give(here: Any, giver: int, minutes: int, **to: Any) -> Answer:
    words = {"account_id": account(here, giver)["account_id"], "minutes": minutes, **to}
    answer: Answer = here.door.call(ops.give_minutes, here.someone(giver), **words)
    return answer


def show_bank(here: Any, bank: UUID, on: date | None = None) -> dict[str, Any]:
    by = here.door.sign_in(("street_officer", "area", here.street))
    shown: dict[str, Any] = here.done(here.door.call(ops.show_bank, by, bank_id=bank, on=on)).data
    return shown


def told(here: Any) -> list[tuple[str, int]]:
    return [(each["data"]["kind"], each["data"]["minutes"]) for each in here.door.emitted(MinutesPostedV1)]


def sums_to_zero(here: Any) -> bool:
    with here.door.engine.connect() as connection:
        whole, uneven = connection.execute(
            text(
                "SELECT coalesce(sum(minutes), 0), (SELECT count(*) FROM (SELECT 1 FROM bank_entry e "
                "JOIN bank_account a ON a.id = e.account_id GROUP BY posting_id, bank_id HAVING sum(minutes) <> 0) t) "
                "FROM bank_entry"
            )
        ).one()
    return (whole, uneven) == (0, 0)


def test_a_community_opens_one_bank(here: Any, bank: UUID) -> None:
    by = here.secretary()
    again = here.door.call(ops.open_bank, by, area_id=here.community)
    assert (again.status, again.code) == (409, "bank_exists")
    small = here.door.call(ops.open_bank, by, area_id=here.household)
    assert (small.status, small.code) == (422, "bank_needs_community")
    assert here.door.call(ops.open_bank, here.someone(0), area_id=here.elsewhere).status == 403
    (opened,) = here.door.emitted(BankOpenedV1)
    assert opened["data"] == {"bank_id": str(bank), "opened_on": "2031-06-15"}
    (listed,) = here.done(here.door.call(ops.list_banks, here.someone(0), area_id=here.street)).data["items"]
    assert listed["bank_id"] == str(bank)


def test_accounts_are_opened_where_one_lives(here: Any, bank: UUID) -> None:
    def open_account(by: Any, at: UUID = bank, **words: Any) -> Answer:
        answer: Answer = here.door.call(ops.open_bank_account, by, bank_id=at, **words)
        return answer

    assert here.done(open_account(here.someone(0))).data["savings"] == 0
    assert (open_account(here.someone(0)).status, open_account(here.someone(0)).code) == (409, "account_exists")
    assert open_account(here.someone(1), person_id=here.people[2]).code == "not_for_others"
    assert here.done(open_account(here.secretary(), person_id=here.people[2])).status == 201
    assert open_account(here.someone(1), open_bank(here, here.elsewhere)).code == "bank_of_others"


def test_approved_hours_earn_minutes_in_the_same_transaction(here: Any, bank: UUID) -> None:
    here.door.pack(here.community, {"love_bank": {"minutes_per_hour": 90, "expiry_months": 12}})
    serve(here)
    assert balance(here) == (180, 0, 0)
    shown = here.done(
        here.door.call(ops.show_bank_account, here.someone(0), account_id=account(here)["account_id"])
    ).data
    assert shown["lots"] == [{"expires_on": "2032-07-01", "minutes": 180}]
    assert told(here) == [("earned", 180)]
    assert show_bank(here, bank)["issued"] == 180
    assert "person" not in str(here.door.emitted(MinutesPostedV1)[0]["data"])


def test_night_shifts_earn_once(here: Any, bank: UUID) -> None:
    shift = {
        "shift_id": uuid4(),
        "team_id": here.form(),
        "night": date(2031, 6, 14),
        "starts_at": here.at(19, 30, 14),
        "ends_at": here.at(22, 0, 14),
        "members": [{"person_id": here.people[0], "minutes": 150}],
        "minutes": 150,
    }
    for _ in range(2):
        here.door.deliver(ShiftCompletedV1, **shift)
    assert here.door.parked() == []
    assert balance(here) == (150, 0, 0)


def test_without_a_bank_at_home_nothing_is_earned(here: Any) -> None:
    serve(here)
    assert accounts(here) == []
    open_bank(here)
    serve(here, start=13)
    assert balance(here) == (120, 0, 0)


def test_reversed_hours_take_back_what_they_earned(here: Any, bank: UUID) -> None:
    attendance = serve(here)
    strike(here, attendance)
    assert balance(here) == (0, 0, 0)
    assert told(here) == [("earned", 120), ("reversed", 120)]
    earned, struck = (each["data"] for each in here.door.emitted(MinutesPostedV1))
    assert struck["earned_id"] == earned["posting_id"]
    assert show_bank(here, bank)["issued"] == 0
    assert sums_to_zero(here)


def test_spent_minutes_of_reversed_hours_are_owed_and_paid_back_first(here: Any, bank: UUID) -> None:
    attendance = serve(here)
    here.done(give(here, 0, 100, to_person_id=here.people[1]))
    strike(here, attendance)
    assert balance(here) == (0, 0, 100)
    assert give(here, 0, 1, to_person_id=here.people[1]).code == "balance_too_low"
    serve(here, start=13)
    assert balance(here) == (20, 0, 0)
    assert balance(here, 1) == (100, 0, 0)
    assert sums_to_zero(here)


def test_gifts_are_refused_by_name(here: Any, bank: UUID) -> None:
    here.door.pack(here.community, {"love_bank": {"gift_minutes_per_month": 100}})
    serve(here)
    too_much = give(here, 0, 121, to_person_id=here.people[1])
    assert (too_much.status, too_much.code, too_much.problem["errors"][0]["pointer"]) == (
        409,
        "gift_limit_reached",
        "/minutes",
    )
    assert give(here, 0, 10, to_person_id=here.people[0]).code == "gift_to_oneself"
    assert give(here, 0, 10, to_person_id=uuid4()).code == "person_unknown"
    assert give(here, 0, 10, to_bank_id=uuid4()).code == "bank_unknown"
    assert give(here, 0, 10).status == give(here, 0, 10, to_person_id=uuid4(), to_bank_id=bank).status == 422
    assert give(here, 0, 0, to_person_id=here.people[1]).status == 422
    stranger = here.door.person(here.elsewhere)
    assert give(here, 0, 10, to_person_id=stranger).code == "no_bank_at_home"
    here.done(give(here, 0, 60, to_person_id=here.people[1]))
    assert give(here, 0, 41, to_person_id=here.people[1]).code == "gift_limit_reached"
    here.done(give(here, 0, 40, to_person_id=here.people[1]))
    assert balance(here) == (20, 0, 0)
    assert told(here) == [("earned", 120), ("given", 60), ("given", 40)]


def test_a_gift_is_given_once_whatever_is_retried(here: Any, bank: UUID) -> None:
    serve(here)
    words = {"account_id": account(here)["account_id"], "minutes": 30, "to_person_id": here.people[1]}
    by = here.someone(0)
    first = here.door.call(ops.give_minutes, by, key="once", **words)
    again = here.door.call(ops.give_minutes, by, key="once", **words)
    assert (first.ok, again.replayed, balance(here)) == (True, True, (90, 0, 0))


def test_what_a_community_was_given_it_grants_to_others(here: Any, bank: UUID) -> None:
    serve(here)
    here.done(give(here, 0, 50, to_bank_id=bank))
    assert show_bank(here, bank)["common"] == 50

    def grant(minutes: int, person: UUID | None = None, by: Any = None) -> Answer:
        words = {"bank_id": bank, "person_id": person or here.people[1], "minutes": minutes}
        answer: Answer = here.door.call(ops.grant_minutes, by or here.secretary(), **words)
        return answer

    assert grant(51).code == "balance_too_low"
    assert grant(10, here.people[2], here.secretary(person_id=here.people[2])).code == "not_for_oneself"
    assert grant(10, by=here.someone(1)).status == 403
    assert here.done(grant(30)).data["common"] == 20
    assert balance(here, 1) == (30, 0, 0)


def test_minutes_given_to_another_community_are_settled_between_the_banks(here: Any, bank: UUID) -> None:
    other = open_bank(here, here.elsewhere)
    serve(here)
    friend = here.door.person(here.elsewhere)
    here.done(give(here, 0, 50, to_person_id=friend))
    assert show_bank(here, bank)["settlements"] == [{"bank_id": str(other), "minutes": 50}]
    assert show_bank(here, other)["settlements"] == [{"bank_id": str(bank), "minutes": -50}]
    words = {"bank_id": other, "with_bank_id": bank}
    only_one = here.door.call(ops.settle_banks, here.secretary(here.elsewhere), **words)
    assert (only_one.status, only_one.code) == (403, "other_bank_not_yours")
    by = here.door.sign_in(("street_officer", "area", here.street))
    settled = here.done(here.door.call(ops.settle_banks, by, **words)).data
    assert (settled["settlements"], settled["issued"]) == ([], 50)
    assert (show_bank(here, bank)["settlements"], show_bank(here, bank)["issued"]) == ([], 70)
    assert here.door.call(ops.settle_banks, by, **words).code == "nothing_to_settle"
    unknown = here.door.call(ops.settle_banks, by, bank_id=bank, with_bank_id=uuid4())
    assert (unknown.status, unknown.code) == (404, "bank_unknown")
    assert sums_to_zero(here)


def moved(here: Any, number: int, to: UUID) -> None:
    here.door.deliver(
        PersonMovedV1,
        sample=True,
        aggregate_id=here.people[number],
        person_id=here.people[number],
        from_area=here.community,
        home_area=to,
        moved_on=date(2031, 6, 15),
    )
    assert here.door.parked() == []


def test_minutes_move_home_with_their_holder(here: Any, bank: UUID) -> None:
    other = open_bank(here, here.elsewhere)
    serve(here)
    moved(here, 0, here.elsewhere)
    old, new = sorted(accounts(here), key=lambda each: int(each["savings"]))
    assert (old["bank_id"], old["savings"]) == (str(bank), 0)
    assert (new["bank_id"], new["savings"]) == (str(other), 120)
    assert show_bank(here, bank)["settlements"] == [{"bank_id": str(other), "minutes": 120}]
    assert sums_to_zero(here)


def test_debts_move_home_too(here: Any, bank: UUID) -> None:
    open_bank(here, here.elsewhere)
    attendance = serve(here)
    here.done(give(here, 0, 100, to_person_id=here.people[1]))
    strike(here, attendance)
    moved(here, 0, here.elsewhere)
    assert sorted((each["savings"], each["owed"]) for each in accounts(here)) == [(0, 0), (0, 100)]
    assert sums_to_zero(here)


def test_minutes_are_brought_to_a_bank_that_opened_later(here: Any, bank: UUID) -> None:
    serve(here)
    moved(here, 0, here.elsewhere)
    mine = account(here)["account_id"]

    def bring(account_id: str) -> Answer:
        answer: Answer = here.door.call(ops.bring_minutes_home, here.someone(0), account_id=account_id)
        return answer

    assert bring(mine).code == "no_bank_at_home"
    open_bank(here, here.elsewhere)
    there = here.done(bring(mine)).data
    assert there["savings"] == 120
    assert bring(there["account_id"]).code == "already_at_home"
    other = here.door.call(ops.bring_minutes_home, here.someone(1), account_id=mine)
    assert other.status == 404


def test_nobody_inherits_minutes(here: Any, bank: UUID) -> None:
    serve(here)
    here.door.deliver(
        PersonDiedV1, sample=True, aggregate_id=here.people[0], person_id=here.people[0], died_on=date(2031, 6, 15)
    )
    assert here.door.parked() == []
    assert balance(here) == (0, 0, 0)
    assert show_bank(here, bank)["expired"] == 120


def test_minutes_expire_by_the_clock_oldest_first(here: Any, bank: UUID) -> None:
    here.door.pack(here.community, {"love_bank": {"expiry_months": 1}})
    serve(here)
    here.clock.hold(here.at(12))
    here.done(give(here, 0, 20, to_person_id=here.people[1]))
    here.clock.hold(datetime.fromisoformat("2031-07-31T23:59:00+08:00"))
    clocks.wind(here.door.engine, here.door.door)
    here.door.tick()
    assert balance(here) == (100, 0, 0)
    here.clock.hold(datetime.fromisoformat("2031-08-01T00:30:00+08:00"))
    here.door.tick()
    assert (balance(here), balance(here, 1)) == ((0, 0, 0), (0, 0, 0))
    assert show_bank(here, bank)["expired"] == 120
    assert sums_to_zero(here)


def test_hours_that_expired_are_not_asked_back(here: Any, bank: UUID) -> None:
    here.door.pack(here.community, {"love_bank": {"expiry_months": 1}})
    attendance = serve(here)
    here.done(give(here, 0, 120, to_person_id=here.people[1]))
    here.clock.hold(datetime.fromisoformat("2031-08-01T00:01:00+08:00"))
    strike(here, attendance)
    assert balance(here) == (0, 0, 0)


def test_every_balance_of_every_day(here: Any, bank: UUID) -> None:
    serve(here)
    here.clock.hold(here.at(9, day=17))
    here.done(give(here, 0, 50, to_person_id=here.people[1]))
    mine = account(here)["account_id"]

    def on(day: str) -> int:
        words = {"account_id": mine, "on": day}
        return int(here.done(here.door.call(ops.show_bank_account, here.someone(0), **words)).data["savings"])

    assert [on(f"2031-06-{day}") for day in (14, 15, 16, 17, 18)] == [0, 120, 120, 70, 70]
    assert show_bank(here, bank, date(2031, 6, 14))["issued"] == 0
    statement = here.door.call(ops.list_bank_entries, here.someone(0), account_id=mine, limit=1)
    last = here.done(statement).data
    assert [(each["kind"], each["minutes"]) for each in last["items"]] == [("given", -50)]
    first = here.door.call(ops.list_bank_entries, here.someone(0), account_id=mine, after=last["next"])
    assert [(each["kind"], each["minutes"]) for each in here.done(first).data["items"]] == [("earned", 120)]


def test_an_account_is_ones_own_affair(here: Any, bank: UUID) -> None:
    serve(here)
    mine = account(here)["account_id"]
    for by in (here.someone(1), here.secretary(here.elsewhere), here.registrar()):
        for operation in (ops.show_bank_account, ops.list_bank_entries):
            hidden = here.door.call(operation, by, account_id=mine)
            assert (hidden.status, hidden.code) == (404, "not_found")
        assert here.done(here.door.call(ops.list_bank_accounts, by)).data["items"] == []
    assert here.done(here.door.call(ops.show_bank_account, here.secretary(), account_id=mine)).data["savings"] == 120
    words = {"account_id": mine, "minutes": 10, "to_person_id": here.people[1]}
    assert here.door.call(ops.give_minutes, here.secretary(), **words).status == 403
