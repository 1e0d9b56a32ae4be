"""Signing in with two factors, and what has no force without the second."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
from sqlalchemy import select, text

from contracts.membership import operations as ops
from kernel.ids import uuid7
from runtime import tokens
from runtime.testing.harness import Answer, SignedIn

PASSWORD = "correct-horse-battery"
MORNING = datetime.fromisoformat("2031-06-15T10:00:00+08:00")


@pytest.fixture(autouse=True)
def _required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GONGJIAN_SECOND_FACTOR", raising=False)


@pytest.fixture
def street(city: Any) -> str:
    """The account of a street officer, `zheng`, who is a grid worker too."""
    by = city.by("security_admin", "city")
    account = city.done(ops.open_account, by, username="zheng", password=PASSWORD)["account_id"]
    city.give_by_two(account, "street_officer", "street")
    grant = {"role": "grid_worker", "kind": "area", "scope": city.areas["community"]}
    city.done(ops.give_grant, by, account_id=account, **grant)
    return str(account)


class Phone:
    """An authenticator program."""

    def __init__(self, city: Any, secret: str) -> None:
        self.city, self._totp = city, pyotp.TOTP(secret)

    @property
    def code(self) -> str:
        """What it shows after the last code has gone."""
        self.city.clock.advance(timedelta(seconds=30))
        return self.shown

    @property
    def shown(self) -> str:
        return self._totp.at(self.city.clock.now())


def enrolled(city: Any, username: str = "zheng") -> tuple[Phone, list[str]]:
    """A confirmed authenticator and its recovery codes."""
    here = city.sign_in(username)
    phone = Phone(city, city.done(ops.enrol_second_factor, here, password=PASSWORD)["secret"])
    return phone, city.done(ops.confirm_second_factor, here, code=phone.code)["recovery_codes"]


def password_step(city: Any, username: str = "zheng") -> str:
    """The ticket for the second step."""
    answer = city.door.call(ops.sign_in, None, username=username, password=PASSWORD)
    assert (answer.status, answer.code) == (401, "second_factor_required")
    return str(answer.problem["extension"]["ticket"])


def second_step(city: Any, ticket: str, code: str) -> Answer:
    answer: Answer = city.door.call(ops.prove_second_factor, None, ticket=ticket, code=code, device="Firefox")
    return answer


def roles_in(answer: Any) -> set[str]:
    return {grant.role for grant in tokens.verify(answer["access_token"]).grants}


def test_a_powerful_grant_has_no_force_without_a_second_factor(city: Any, street: str) -> None:
    assert roles_in(city.done(ops.sign_in, None, username="zheng", password=PASSWORD)) == {"grid_worker"}
    me = city.done(ops.show_me, city.sign_in("zheng"))
    assert {grant["role"] for grant in me["grants"]} == {"street_officer", "grid_worker"}
    assert (me["second_factor"], me["second_factor_needed"]) == ("none", True)


def test_in_a_city_that_does_without_it_has(city: Any, street: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGJIAN_SECOND_FACTOR", "off")
    assert roles_in(city.done(ops.sign_in, None, username="zheng", password=PASSWORD)) == {
        "street_officer",
        "grid_worker",
    }
    assert city.done(ops.show_me, city.sign_in("zheng"))["second_factor_needed"] is False


def test_two_steps_open_everything(city: Any, street: str) -> None:
    phone, _ = enrolled(city)
    answer = second_step(city, password_step(city), phone.code)
    assert roles_in(answer.data) == {"street_officer", "grid_worker"}
    renewed = city.done(ops.refresh_session, None, refresh_token=answer.data["refresh_token"])
    assert roles_in(renewed) == {"street_officer", "grid_worker"}
    claims = tokens.verify(renewed["access_token"])
    here = SignedIn(claims.account_id, None, claims.session_id, renewed["access_token"])
    me = city.done(ops.show_me, here)
    assert (me["second_factor"], me["second_factor_needed"]) == ("proven", False)
    assert "membership.signed_in" in [entry["act"] for entry in city.door.audited()]


def test_confirming_proves_the_session_and_ends_the_others(city: Any, street: str) -> None:
    there = city.sign_in("zheng")
    first = city.done(ops.sign_in, None, username="zheng", password=PASSWORD)
    claims = tokens.verify(first["access_token"])
    here = SignedIn(claims.account_id, None, claims.session_id, first["access_token"])
    enrolment = city.done(ops.enrol_second_factor, here, password=PASSWORD)
    assert enrolment["otpauth_uri"].startswith("otpauth://totp/Gongjian:zheng?secret=" + enrolment["secret"])
    phone = Phone(city, enrolment["secret"])
    assert len(set(city.done(ops.confirm_second_factor, here, code=phone.code)["recovery_codes"])) == 10
    assert city.door.call(ops.show_me, there).code == "session_ended"
    renewed = city.done(ops.refresh_session, None, refresh_token=first["refresh_token"])
    assert "street_officer" in roles_in(renewed)


def test_enrolling_needs_the_password_and_counts_only_once_confirmed(city: Any, street: str) -> None:
    here = city.sign_in("zheng")
    assert city.door.call(ops.confirm_second_factor, here, code="000000").code == "second_factor_not_enrolled"
    assert city.door.call(ops.enrol_second_factor, here, password="no").code == "wrong_credentials"
    old = Phone(city, city.done(ops.enrol_second_factor, here, password=PASSWORD)["secret"])
    new = Phone(city, city.done(ops.enrol_second_factor, here, password=PASSWORD)["secret"])
    assert city.door.call(ops.confirm_second_factor, here, code=old.code).code == "second_factor_wrong"
    assert city.sign_in("zheng").account_id == here.account_id, "a password is enough until then"
    city.done(ops.confirm_second_factor, here, code=new.code)
    assert city.door.call(ops.confirm_second_factor, here, code=new.code).code == "second_factor_enrolled"
    assert city.door.call(ops.enrol_second_factor, here, password=PASSWORD).code == "second_factor_enrolled"


def test_a_code_is_good_once(city: Any, street: str) -> None:
    phone, _ = enrolled(city)
    assert second_step(city, password_step(city), phone.shown).code == "second_factor_wrong", "it confirmed already"
    code, ticket = phone.code, password_step(city)
    assert second_step(city, ticket, code).ok
    assert second_step(city, ticket, code).code == "second_factor_wrong"
    assert second_step(city, password_step(city), code).code == "second_factor_wrong"


def test_two_with_one_code_at_once_do_not_both_get_in(city: Any, street: str) -> None:
    phone, _ = enrolled(city)
    request, words = city.door.request, {"ticket": password_step(city), "code": phone.code}
    answers = city.door.call_together([request(ops.prove_second_factor, None, **words) for _ in range(2)])
    assert sorted(str(answer.code) for answer in answers) == ["None", "second_factor_wrong"]


def test_a_recovery_code_is_good_once(city: Any, street: str) -> None:
    _, spare = enrolled(city)
    assert second_step(city, password_step(city), spare[3].upper()).ok
    assert second_step(city, password_step(city), spare[3]).code == "second_factor_wrong"
    assert second_step(city, password_step(city), spare[4]).ok


def test_wrong_codes_lock_the_name_though_the_password_is_right_each_time(city: Any, street: str) -> None:
    phone, _ = enrolled(city)
    for _ in range(10):
        assert second_step(city, password_step(city), "000000").code == "second_factor_wrong"
    assert city.door.call(ops.sign_in, None, username="zheng", password=PASSWORD).code == "account_locked"
    city.clock.advance(timedelta(minutes=15))
    assert second_step(city, password_step(city), phone.code).ok


def test_a_ticket_lasts_two_minutes_and_is_no_token(city: Any, street: str) -> None:
    phone, _ = enrolled(city)
    ticket = password_step(city)
    as_token = SignedIn(uuid7(), None, uuid7(), ticket)
    assert city.door.call(ops.show_me, as_token).code == "token_invalid"
    proven = second_step(city, ticket, phone.code).data["access_token"]
    for forged in (proven, ticket[:-4] + "AAAA", "made.up.ticket", ticket.split(".")[1]):
        assert second_step(city, forged, phone.code).code == "ticket_invalid"
    late = password_step(city)
    city.clock.advance(timedelta(minutes=2))
    assert second_step(city, late, phone.code).code == "ticket_invalid"


def test_a_lost_authenticator_is_reset_by_two_officers(city: Any, street: str) -> None:
    enrolled(city)
    officer, other = city.by("city_officer", "city"), city.by("security_admin", "city")
    himself = city.door.sign_in(("city_officer", "area", city.root), account_id=street)

    def reset(by: SignedIn) -> Answer:
        answer: Answer = city.door.call(ops.reset_second_factor, by, account_id=street)
        return answer

    assert reset(city.by("street_officer", "street")).status in (403, 404)
    assert reset(himself).code == "approver_not_independent"
    assert [reset(officer).data, reset(officer).data] == [{"reset": False}] * 2
    city.clock.hold(MORNING + timedelta(days=8))
    officer, other = city.by("city_officer", "city"), city.by("security_admin", "city")
    assert reset(other).data == {"reset": False}, "what was asked a week ago counts no more"
    assert reset(officer).data == {"reset": True}
    assert reset(officer).code == "second_factor_not_enrolled"
    assert city.sign_in("zheng").account_id is not None


def test_the_secret_stands_nowhere_in_clear(city: Any, street: str) -> None:
    here = city.sign_in("zheng")
    secret = city.done(ops.enrol_second_factor, here, password=PASSWORD)["secret"]
    codes = city.done(ops.confirm_second_factor, here, code=Phone(city, secret).code)["recovery_codes"]
    planted = [secret, *codes, *(code.replace("-", "") for code in codes)]
    with city.door.engine.connect() as connection:
        for table in ("second_factor", "recovery_code", "runtime.audit", "runtime.outbox", "runtime.operation_reply"):
            rows = str(connection.execute(select(text("*")).select_from(text(table))).all())
            assert not [each for each in planted if each in rows], table
    assert not [each for each in planted if each in str(city.door.audited())]


def test_a_closed_account_has_no_authenticator(city: Any, street: str) -> None:
    phone, _ = enrolled(city)
    ticket = password_step(city)
    city.done(ops.close_account, city.by("security_admin", "city"), account_id=street)
    assert second_step(city, ticket, phone.code).code == "ticket_invalid"
    with city.door.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM second_factor")).scalar_one() == 0
