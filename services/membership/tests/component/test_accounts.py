"""Sessions, accounts and grants through the door."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from contracts.membership import operations as ops
from contracts.membership.events import GrantRevokedV1, SessionEndedV1
from kernel.ids import uuid7
from kernel.rules import BrokenRule
from membership.bootstrap import first_account
from membership.domain.errors.accounts import CityAlreadyBegun
from runtime import tokens
from runtime.database import transaction

PASSWORD = "correct-horse-battery"


def open_account(city: Any, username: str = "zhangsan", **more: Any) -> dict[str, Any]:
    body = {"username": username, "password": PASSWORD} | more
    made: dict[str, Any] = city.done(ops.open_account, city.by("security_admin", "city"), **body)
    return made


def give(city: Any, account: str, role: str, area: str = "community", *, by: Any = None) -> Any:
    body = {"account_id": account, "role": role, "kind": "area", "scope": city.areas[area]}
    return city.door.call(ops.give_grant, by or city.by("security_admin", "city"), **body)


def sign_in(city: Any, username: str = "zhangsan", password: str = PASSWORD) -> Any:
    return city.door.call(ops.sign_in, None, username=username, password=password)


def refresh(city: Any, token: str) -> Any:
    return city.door.call(ops.refresh_session, None, refresh_token=token)


def test_a_token_carries_the_grants_of_now(city: Any) -> None:
    person = city.register()
    account = open_account(city, person_id=person)
    first = sign_in(city).data
    assert tokens.verify(first["access_token"]).grants == ()
    assert (first["token_type"], first["expires_in"]) == ("Bearer", 300)
    assert give(city, account["account_id"], "grid_worker").status == 201
    claims = tokens.verify(refresh(city, first["refresh_token"]).data["access_token"])
    assert [(g.role, g.kind, g.scope_id) for g in claims.grants] == [("grid_worker", "area", city.areas["community"])]
    assert (claims.person_id, claims.username) == (person, "zhangsan")
    me = city.done(ops.show_me, city.sign_in("zhangsan"))
    assert (me["name"], me["grants"][0]["role"]) == ("徐开枝", "grid_worker")


def test_an_account_is_answered_with_all_its_fields(city: Any) -> None:
    made = open_account(city)
    officer = city.by("security_admin", "city")
    shown = city.done(ops.show_account, officer, account_id=made["account_id"])
    closed = city.done(ops.close_account, officer, account_id=made["account_id"])
    assert made.keys() == closed.keys() == set(ops.open_account.reply().fields)
    assert shown.keys() == set(ops.show_account.reply().fields)


def test_an_unknown_name_and_a_wrong_password_are_the_same_answer(city: Any) -> None:
    open_account(city)
    wrong, unknown = sign_in(city, password="wrong"), sign_in(city, username="nobody")
    assert (wrong.status, wrong.code) == (401, "wrong_credentials")
    assert wrong.problem == unknown.problem
    failed = [entry["target"] for entry in city.door.audited() if entry["act"] == "membership.sign_in_failed"]
    assert sum(target is None for target in failed) == 1
    assert len(failed) == 2


@pytest.mark.parametrize("username", ["zhangsan", "nobody"])
def test_ten_failures_lock_a_name_for_a_while_whether_it_exists_or_not(city: Any, username: str) -> None:
    open_account(city)
    assert [sign_in(city, username, "wrong").code for _ in range(10)] == ["wrong_credentials"] * 10
    assert sign_in(city, username, "wrong").code == "account_locked"
    assert sign_in(city, "zhangsan").code == ("account_locked" if username == "zhangsan" else None)
    later = datetime.fromisoformat("2031-06-15T10:15:00+08:00")
    city.clock.hold(later)
    assert sign_in(city, username).code == (None if username == "zhangsan" else "wrong_credentials")


def test_a_success_forgets_the_failures_before_it(city: Any) -> None:
    open_account(city)
    for _ in range(2):
        for _ in range(9):
            sign_in(city, password="wrong")
        assert sign_in(city).ok


def test_failures_of_a_group_are_all_counted(city: Any) -> None:
    open_account(city)
    request = city.door.request
    wrong = [request(ops.sign_in, None, username="zhangsan", password="wrong") for _ in range(10)]
    answers = city.door.call_together([*wrong, request(ops.sign_in, None, username="root", password=PASSWORD)])
    assert [answer.code for answer in answers] == ["wrong_credentials"] * 10 + [None]
    assert sign_in(city).code == "account_locked"


def test_a_refresh_token_used_twice_ends_the_session(city: Any) -> None:
    open_account(city)
    first = sign_in(city).data
    second = refresh(city, first["refresh_token"]).data
    assert second["refresh_token"] != first["refresh_token"]
    stolen = refresh(city, first["refresh_token"])
    assert (stolen.status, stolen.code) == (401, "refresh_token_invalid")
    assert refresh(city, second["refresh_token"]).code == "refresh_token_invalid"
    [ended] = city.door.emitted(SessionEndedV1)
    assert ended["data"]["session_id"] == str(tokens.verify(first["access_token"]).session_id)
    assert refresh(city, "made-up").code == "refresh_token_invalid"


def test_a_session_ends_when_signed_out_and_expires_by_itself(city: Any) -> None:
    open_account(city)
    here, there = city.sign_in("zhangsan"), sign_in(city).data
    assert city.done(ops.sign_out, here) == {"done": True}
    assert city.door.call(ops.show_me, here).code == "session_ended"
    city.clock.hold(datetime.fromisoformat("2031-06-15T10:00:00+08:00") + timedelta(days=14))
    assert refresh(city, there["refresh_token"]).code == "refresh_token_invalid"


def test_a_password_is_changed_by_its_owner_and_ends_other_sessions(city: Any) -> None:
    open_account(city)
    here, there = city.sign_in("zhangsan"), city.sign_in("zhangsan")
    change = {"old_password": PASSWORD, "new_password": "another-long-one"}
    assert city.door.call(ops.change_password, here, **change | {"old_password": "no"}).code == "wrong_credentials"
    assert city.door.call(ops.change_password, here, **change | {"new_password": "short"}).pointers == ["/new_password"]
    assert city.door.call(ops.change_password, here, **change).ok
    assert city.door.call(ops.show_me, here).ok
    assert city.door.call(ops.show_me, there).code == "session_ended"
    assert sign_in(city).code == "wrong_credentials"
    assert sign_in(city, password="another-long-one").ok


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaa", "my-zhangsan-password"])
def test_weak_passwords_are_refused(city: Any, password: str) -> None:
    by = city.by("security_admin", "city")
    answer = city.door.call(ops.open_account, by, username="zhangsan", password=password)
    assert (answer.status, answer.code) == (422, "password_weak")


def test_a_name_and_a_person_have_one_account(city: Any) -> None:
    person = city.register()
    open_account(city, person_id=person)
    by = city.by("security_admin", "city")

    def refused(**fields: Any) -> str | None:
        body = {"username": "lisi", "password": PASSWORD} | fields
        code: str | None = city.door.call(ops.open_account, by, **body).code
        return code

    assert refused(username="zhangsan") == "username_taken"
    assert refused(person_id=person) == "person_has_account"
    assert refused(person_id=uuid7()) == "person_unknown"
    away = city.door.call(
        ops.open_account, city.by("security_admin", "elsewhere"), username="lisi", password=PASSWORD, person_id=person
    )
    assert away.code == "out_of_area"
    assert city.door.call(ops.open_account, city.by("grid_worker"), username="lisi", password=PASSWORD).status == 403


def test_nobody_gives_a_role_or_a_scope_above_their_own(city: Any) -> None:
    person = city.register()
    account = open_account(city, person_id=person)["account_id"]
    secretary = city.by("community_secretary")
    assert give(city, account, "grid_worker", by=secretary).status == 201
    for role in ("community_secretary", "street_officer", "auditor", "supervisor"):
        assert give(city, account, role, by=secretary).code == "grant_above_giver"
    assert give(city, account, "grid_worker", "street", by=secretary).code == "grant_above_giver"
    assert give(city, account, "community_secretary", by=city.by("street_officer", "street")).status == 201
    assert give(city, account, "city_officer", "city", by=city.by("city_officer", "city")).code == "grant_above_giver"
    assert give(city, account, "grid_worker", by=city.by("community_secretary", "elsewhere")).status == 404
    assert give(city, account, "grid_worker", by=city.person(person)).status == 403


def test_scopes_exist_and_fit_their_roles(city: Any) -> None:
    account = open_account(city)["account_id"]
    by = city.by("security_admin", "city")

    def code(role: str, kind: str, scope: Any) -> str | None:
        body = {"account_id": account, "role": role, "kind": kind, "scope": scope}
        found: str | None = city.door.call(ops.give_grant, by, **body).code
        return found

    assert code("unit_contact", "unit", city.unit()) is None
    assert code("guardian", "person", city.register()) is None
    assert code("team_leader", "team", uuid7()) is None
    assert code("grid_worker", "unit", city.unit()) == "grant_kind_wrong"
    assert code("unit_contact", "area", city.root) == "grant_kind_wrong"
    for role, kind in (("grid_worker", "area"), ("unit_contact", "unit"), ("family", "person")):
        assert code(role, kind, uuid7()) == "grant_scope_unknown"
    secretary = city.by("community_secretary", "city")
    foreign = {"account_id": account, "role": "team_leader", "kind": "team", "scope": uuid7()}
    assert city.door.call(ops.give_grant, secretary, **foreign).code == "grant_above_giver"


def test_a_grant_is_given_once_and_the_three_officers_exclude_each_other(city: Any) -> None:
    account = open_account(city, person_id=city.register())["account_id"]
    assert give(city, account, "grid_worker").status == 201
    assert give(city, account, "grid_worker").code == "grant_repeated"
    city.give_by_two(account, "auditor", "city")
    by, body = city.by("security_admin", "city"), {"account_id": account, "kind": "area", "scope": city.root}
    for role, code in (("auditor", "repeated"), ("system_operator", "excluded"), ("security_admin", "excluded")):
        assert city.door.call(ops.propose_grant, by, role=role, **body).code == f"grant_{code}"


def test_a_revoked_grant_counts_no_more_from_that_moment(city: Any) -> None:
    account = open_account(city)["account_id"]
    grant = give(city, account, "grid_worker").data["grant_id"]
    before = city.sign_in("zhangsan")
    by = city.by("security_admin")
    assert city.door.call(ops.revoke_grant, city.by("security_admin", "elsewhere"), grant_id=grant).status == 404
    city.done(ops.revoke_grant, by, grant_id=grant)
    [told] = city.door.emitted(GrantRevokedV1)
    assert (told["data"]["account_id"], told["area"]) == (account, str(city.areas["community"]))
    assert city.door.call(ops.show_me, before).code == "session_ended"
    assert city.door.call(ops.revoke_grant, by, grant_id=grant).code == "grant_revoked"
    city.clock.hold(datetime.fromisoformat("2031-06-15T10:00:01+08:00"))
    assert city.done(ops.show_me, city.sign_in("zhangsan"))["grants"] == []


def test_a_closed_account_keeps_only_its_name(city: Any) -> None:
    account = open_account(city)["account_id"]
    city.give_by_two(account, "auditor", "city")
    by = city.by("security_admin", "city")
    assert city.door.call(ops.close_account, city.by("community_secretary", "city"), account_id=account).code == (
        "grant_above_giver"
    )
    assert city.done(ops.close_account, by, account_id=account)["closed_at"] is not None
    assert city.door.call(ops.close_account, by, account_id=account).code == "account_closed"
    assert give(city, account, "grid_worker").code == "account_closed"
    assert sign_in(city).code == "wrong_credentials"
    assert city.done(ops.show_account, by, account_id=account)["grants"] == []
    again = city.door.call(ops.open_account, by, username="zhangsan", password=PASSWORD)
    assert again.code == "username_taken"


def test_accounts_are_listed_to_those_who_administer_them(city: Any) -> None:
    open_account(city, person_id=city.register())
    open_account(city, "lisi")
    names = [a["username"] for a in city.done(ops.list_accounts, city.by("security_admin", "city"))["items"]]
    assert names == ["guard", "lisi", "root", "zhangsan"]
    assert [a["username"] for a in city.done(ops.list_accounts, city.by("community_secretary"))["items"]] == [
        "zhangsan"
    ]
    assert city.done(ops.list_accounts, city.by("community_secretary"), q="li")["items"] == []


def test_there_is_only_one_first_account(city: Any) -> None:
    refused: type[BrokenRule] = CityAlreadyBegun
    with pytest.raises(refused), transaction(city.door.engine) as session:
        first_account(session, "second-root", PASSWORD)
