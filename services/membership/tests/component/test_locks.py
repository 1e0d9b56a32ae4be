"""Names locked after wrong passwords, and unlocked by the clock or an officer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from contracts.membership import operations as ops

PASSWORD = "correct-horse-battery"
MORNING = datetime.fromisoformat("2031-06-15T10:00:00+08:00")


@pytest.fixture
def account(city: Any) -> str:
    """An account of a grid worker in the community."""
    by = city.by("security_admin", "city")
    made = city.done(ops.open_account, by, username="zhangsan", password=PASSWORD, person_id=city.register())
    grant = {"role": "grid_worker", "kind": "area", "scope": city.areas["community"]}
    city.done(ops.give_grant, by, account_id=made["account_id"], **grant)
    return str(made["account_id"])


def tries(city: Any, times: int = 1, username: str = "zhangsan", password: str = "wrong") -> str | None:
    """The code of the last of several attempts to sign in."""
    request = city.door.request
    asked = [request(ops.sign_in, None, username=username, password=password) for _ in range(times)]
    code: str | None = city.door.call_together(asked)[-1].code
    return code


def later(city: Any, **since_morning: float) -> None:
    city.clock.hold(MORNING + timedelta(**since_morning))


@pytest.mark.parametrize("username", ["zhangsan", "nobody"])
def test_each_lock_lasts_twice_as_long_as_the_one_before(city: Any, account: str, username: str) -> None:
    locked_for, passed = [15, 30, 60, 120, 240, 240], 0
    for minutes in locked_for:
        assert tries(city, 11, username) == "account_locked"
        later(city, minutes=passed + minutes, seconds=-1)
        assert tries(city, username=username) == "account_locked"
        passed += minutes
        later(city, minutes=passed)
    assert tries(city, username=username) == "wrong_credentials"


def test_a_day_without_a_failure_and_the_first_lock_is_short_again(city: Any, account: str) -> None:
    tries(city, 10)
    later(city, hours=25)
    tries(city, 10)
    later(city, hours=25, minutes=15)
    assert tries(city, password=PASSWORD) is None


def test_a_thousand_attempts_leave_ten_entries_and_one_row(city: Any, account: str) -> None:
    assert {tries(city, 100) for _ in range(10)} == {"account_locked"}
    acts = [entry["act"] for entry in city.door.audited()]
    assert (acts.count("membership.sign_in_failed"), acts.count("membership.account_locked")) == (10, 1)
    with city.door.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM sign_in_failures")).scalar_one() == 1


def test_an_officer_ends_the_lock(city: Any, account: str) -> None:
    tries(city, 10)
    secretary = city.by("community_secretary")
    [line] = city.done(ops.list_accounts, secretary)["items"]
    assert datetime.fromisoformat(line["locked_until"]) == MORNING + timedelta(minutes=15)
    assert city.door.call(ops.unlock_account, city.by("community_secretary", "elsewhere"), account_id=account).code == (
        "not_found"
    )
    assert city.done(ops.unlock_account, secretary, account_id=account)["account_id"] == account
    assert tries(city, password=PASSWORD) is None
    assert "membership.unlock_account" in [entry["act"] for entry in city.door.audited()]


def test_only_who_might_have_given_all_roles_ends_the_lock(city: Any, account: str) -> None:
    grant = {"role": "community_secretary", "kind": "area", "scope": city.areas["community"]}
    city.done(ops.give_grant, city.by("security_admin", "city"), account_id=account, **grant)
    refused = city.door.call(ops.unlock_account, city.by("community_secretary"), account_id=account)
    assert (refused.status, refused.code) == (403, "grant_above_giver")
    city.done(ops.unlock_account, city.by("street_officer", "street"), account_id=account)
    city.done(ops.close_account, city.by("street_officer", "street"), account_id=account)
    again = city.door.call(ops.unlock_account, city.by("street_officer", "street"), account_id=account)
    assert again.code == "account_closed"


def test_whoever_holds_a_token_cannot_try_passwords_without_end(city: Any, account: str) -> None:
    here = city.sign_in("zhangsan")
    change = {"old_password": "wrong", "new_password": "another-long-one"}
    codes = [city.door.call(ops.change_password, here, **change).code for _ in range(11)]
    assert codes == ["wrong_credentials"] * 10 + ["account_locked"]
    assert city.door.call(ops.change_password, here, **change | {"old_password": PASSWORD}).code == "account_locked"


def test_who_signed_in_and_who_failed_is_in_the_security_log(city: Any, account: str) -> None:
    tries(city)
    tries(city, password=PASSWORD)
    logged = [(each["act"], each["target"]) for each in city.door.audited() if each["target"] == account]
    assert logged[-2:] == [("membership.sign_in_failed", account), ("membership.signed_in", account)]
