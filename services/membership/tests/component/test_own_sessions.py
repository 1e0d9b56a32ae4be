"""One's own sessions: listed, ended, over by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from contracts.membership import operations as ops
from runtime import tokens
from runtime.testing.harness import SignedIn

PASSWORD = "correct-horse-battery"
MORNING = datetime.fromisoformat("2031-06-15T10:00:00+08:00")


@pytest.fixture(autouse=True)
def account(city: Any) -> None:
    by = city.by("security_admin", "city")
    for name in ("zhangsan", "lisi"):
        city.done(ops.open_account, by, username=name, password=PASSWORD)


def stay(city: Any, device: str | None = None, username: str = "zhangsan") -> tuple[SignedIn, str]:
    """A session and its refresh token."""
    told = city.done(ops.sign_in, None, username=username, password=PASSWORD, device=device)
    claims = tokens.verify(told["access_token"])
    return SignedIn(claims.account_id, None, claims.session_id, told["access_token"]), told["refresh_token"]


def test_sessions_are_listed_with_their_device_newest_first(city: Any) -> None:
    stay(city, "a phone")
    city.clock.hold(MORNING + timedelta(minutes=1))
    here, refresh = stay(city)
    stay(city, "another's", "lisi")
    city.clock.hold(MORNING + timedelta(minutes=3))
    city.done(ops.refresh_session, None, refresh_token=refresh)
    items = city.done(ops.list_my_sessions, here)["items"]
    assert [(each["device"], each["present"], each["proven"]) for each in items] == [
        (None, True, False),
        ("a phone", False, False),
    ]
    seen = [datetime.fromisoformat(each["seen_at"]) - MORNING for each in items]
    assert seen == [timedelta(minutes=3), timedelta()]


def test_one_of_them_is_ended(city: Any) -> None:
    (here, _), (there, refresh), (foreign, _) = stay(city), stay(city), stay(city, username="lisi")
    city.done(ops.end_my_sessions, here, session_id=there.session_id)
    assert city.door.call(ops.show_me, there).code == "session_ended"
    assert city.door.call(ops.refresh_session, None, refresh_token=refresh).code == "refresh_token_invalid"
    for unknown in (there.session_id, foreign.session_id, foreign.account_id):
        answer = city.door.call(ops.end_my_sessions, here, session_id=unknown)
        assert (answer.status, answer.code) == (404, "session_unknown")
    assert city.door.call(ops.show_me, foreign).ok


def test_all_of_them_are_ended_the_present_one_too(city: Any) -> None:
    (here, _), (there, _), (foreign, _) = stay(city), stay(city), stay(city, username="lisi")
    city.done(ops.end_my_sessions, here)
    assert {city.door.call(ops.show_me, each).code for each in (here, there)} == {"session_ended"}
    assert city.door.call(ops.show_me, foreign).ok


def test_a_session_left_alone_for_three_days_is_over_and_one_in_use_lasts_fourteen(city: Any) -> None:
    (_, idle), (_, used) = stay(city), stay(city)
    for day in range(2, 14, 2):
        city.clock.hold(MORNING + timedelta(days=day))
        used = city.done(ops.refresh_session, None, refresh_token=used)["refresh_token"]
    assert city.door.call(ops.refresh_session, None, refresh_token=idle).code == "refresh_token_invalid"
    here, _ = stay(city)
    assert len(city.done(ops.list_my_sessions, here)["items"]) == 2
    city.clock.hold(MORNING + timedelta(days=14))
    assert city.door.call(ops.refresh_session, None, refresh_token=used).code == "refresh_token_invalid"
