"""Balances of an older love bank are brought forward through the import door, and the ledger still sums to zero."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from contracts.membership.events import PersonDiedV1
from contracts.volunteering import operations as ops
from contracts.volunteering.events import HoursApprovedV1, MinutesPostedV1

SOURCE = "圳尾社区爱心银行台账"


@pytest.fixture
def bank(here: Any) -> UUID:
    """Opened on the fifteenth of June 2031, as the clock is held; minutes last for 24 months unless the pack says otherwise."""
    answer = here.done(here.door.call(ops.open_bank, here.secretary(), area_id=here.community))
    return UUID(answer.data["bank_id"])


def balance(here: Any, number: int = 0, **changes: Any) -> dict[str, Any]:
    return {"person_id": here.people[number], "minutes": 540, "earned_on": "2031-03-31"} | changes


def refused(here: Any, **changes: Any) -> str | None:
    """The code by which a balance is refused; nothing of it may stay."""
    before = books(here)
    code: str | None = here.refused_record(ops.import_opening_balances, balance(here, **changes))
    assert books(here) == before
    return code


def books(here: Any) -> dict[str, int]:
    """The sum of each book over all accounts; all together they are nothing."""
    with here.door.engine.connect() as connection:
        found = connection.execute(text("SELECT book, sum(minutes) FROM bank_entry GROUP BY book")).all()
    return {book: int(minutes) for book, minutes in found}


def account(here: Any, number: int = 0) -> dict[str, Any]:
    (mine,) = here.done(here.door.call(ops.list_bank_accounts, here.someone(number))).data["items"]
    shown: dict[str, Any] = here.done(
        here.door.call(ops.show_bank_account, here.someone(number), account_id=mine["account_id"])
    ).data
    return shown


def show_bank(here: Any, bank: UUID, on: date | None = None) -> tuple[int, int, int]:
    shown = here.done(here.door.call(ops.show_bank, here.secretary(), bank_id=bank, on=on)).data
    return shown["brought_forward"], shown["issued"], shown["expired"]


def test_balances_are_posted_with_their_age(here: Any, bank: UUID) -> None:
    outcomes = here.enter(
        ops.import_opening_balances,
        balance(here),
        balance(here, earned_on="2030-12-31", minutes=60),
        balance(here, 1, minutes=9),
    )
    assert outcomes == [("accepted", None)] * 3
    assert account(here)["lots"] == [
        {"expires_on": "2033-01-01", "minutes": 60},
        {"expires_on": "2033-04-01", "minutes": 540},
    ]
    assert books(here) == {"savings": 609, "opening": -609}
    assert show_bank(here, bank) == (609, 0, 0)
    assert show_bank(here, bank, date(2031, 6, 14)) == (0, 0, 0)  # what was said of a past day stays
    statement = here.door.call(ops.list_bank_entries, here.someone(1), account_id=account(here, 1)["account_id"])
    (line,) = here.done(statement).data["items"]
    assert (line["kind"], line["book"], line["minutes"]) == ("brought_forward", "savings", 9)


def test_the_year_hears_of_imported_minutes_on_their_own_day(here: Any, bank: UUID) -> None:
    here.enter(ops.import_opening_balances, balance(here))
    (told,) = here.door.emitted(MinutesPostedV1)
    said = told["data"]
    assert (told["kind"], told["occurred_at"]) == ("import", "2031-03-30T16:00:00+00:00")
    assert (said["kind"], said["minutes"], said["posted_on"]) == ("earned", 540, "2031-03-31")
    assert said["earned_id"] == said["posting_id"]
    assert str(here.people[0]) not in str(said)


def test_a_balance_can_be_spent_and_runs_out_as_if_earned_then(here: Any, bank: UUID) -> None:
    here.door.pack(here.community, {"love_bank": {"expiry_months": 3}})
    here.enter(ops.import_opening_balances, balance(here))
    given = {"account_id": account(here)["account_id"], "minutes": 40, "to_person_id": here.people[1]}
    here.done(here.door.call(ops.give_minutes, here.someone(0), **given))
    assert [account(here, number)["lots"] for number in (0, 1)] == [
        [{"expires_on": "2031-07-01", "minutes": 500}],
        [{"expires_on": "2031-07-01", "minutes": 40}],
    ]
    assert refused(here, person_id=here.people[2], earned_on="2031-02-28") == "minutes_run_out"


def test_balances_and_imported_hours_count_nothing_twice(here: Any, bank: UUID) -> None:
    here.enter(ops.import_opening_balances, balance(here, minutes=120))
    team = {"area_id": here.community, "name": "旧队", "kind": "general", "leader_id": here.leader}
    past = {"record_key": "team", "source": SOURCE, "formed_on": "2030-01-01"}
    made = here.done(here.door.call(ops.import_teams, here.registrar(), records=[team | past]))
    line = {
        "record_key": "line",
        "source": SOURCE,
        "activity_key": "sheet",
        "team_id": made.data["results"][0]["id"],
        "area_id": here.community,
        "title": "清理楼道",
        "starts_at": "2031-03-30T01:00:00+00:00",
        "ends_at": "2031-03-30T03:00:00+00:00",
        "person_id": here.people[0],
        "checked_in_at": "2031-03-30T01:00:00+00:00",
        "minutes": 120,
    }
    here.done(here.door.call(ops.import_attendances, here.registrar(), records=[line]))
    assert len(here.door.emitted(HoursApprovedV1)) == 1
    assert (account(here)["savings"], books(here)) == (120, {"savings": 120, "opening": -120})


def test_the_same_balance_is_entered_once(here: Any, bank: UUID) -> None:
    assert here.enter(ops.import_opening_balances, balance(here), dry_run=True) == [("accepted", None)]
    assert (books(here), here.door.emitted(MinutesPostedV1)) == ({}, [])
    assert here.enter(ops.import_opening_balances, balance(here)) == [("accepted", None)]
    assert here.enter(ops.import_opening_balances, balance(here)) == [("repeated", None)]
    assert refused(here) == "already_brought_forward"
    same = [balance(here, 1, record_key=key) for key in ("a", "b")]
    assert here.enter(ops.import_opening_balances, *same) == [
        ("accepted", None),
        ("refused", "already_brought_forward"),
    ]
    assert books(here) == {"savings": 1080, "opening": -1080}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"minutes": 0}, "invalid_record"),
        ({"minutes": -60}, "invalid_record"),
        ({"balance": 60}, "invalid_record"),
        ({"person_id": str(uuid4())}, "person_unknown"),
        ({"earned_on": "2031-06-16"}, "date_in_future"),
        ({"earned_on": "2029-05-31"}, "minutes_run_out"),
    ],
)
def test_balances_are_refused(here: Any, bank: UUID, changes: dict[str, Any], code: str) -> None:
    assert refused(here, **changes) == code


def test_balances_of_people_are_refused(here: Any, bank: UUID) -> None:
    assert refused(here, person_id=here.door.person(here.community)) == "not_a_volunteer"
    far = here.door.person(here.elsewhere)
    assert refused(here, person_id=far) == "out_of_area"
    here.door.deliver(PersonDiedV1, person_id=here.people[3], stay_id=uuid4(), died_on=date(2031, 6, 15))
    assert refused(here, person_id=here.people[3]) == "person_not_alive"
    here.clock.hold(here.at(8, day=20))
    assert refused(here, earned_on="2031-06-16") == "earned_after_opening"
    assert here.door.call(ops.import_opening_balances, here.secretary(), records=[{}]).status == 403


def test_the_import_opens_no_bank(here: Any) -> None:
    """Nor does it reach one above the registrar's area, which others answer for."""
    assert refused(here) == "no_bank_at_home"
    street = here.door.sign_in(("street_officer", "area", here.street))
    here.done(here.door.call(ops.open_bank, street, area_id=here.street))
    assert refused(here) == "out_of_area"
