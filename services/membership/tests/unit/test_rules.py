"""Rules that need no database: ages, periods, passwords, grants, search keys."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import roles
from contracts.membership import vocabulary
from kernel.ids import uuid7
from membership.domain import grants
from membership.domain.accounts import check_password
from membership.domain.errors.accounts import GrantAboveGiver, GrantExcluded, GrantKindWrong, PasswordWeak
from membership.domain.people import coming_of_age, is_minor
from membership.domain.pledges import period_of
from membership.search_keys import keys_of, prefixes_of, sort_key

NOW = datetime(2031, 6, 15, tzinfo=UTC)


@given(st.dates(date(1900, 1, 1), date(2030, 1, 1)))
def test_everybody_comes_of_age_once(born: date) -> None:
    day = coming_of_age(born)
    assert is_minor(born, day.fromordinal(day.toordinal() - 1))
    assert not is_minor(born, day)


def test_born_on_a_leap_day() -> None:
    assert coming_of_age(date(2004, 2, 29)) == date(2022, 3, 1)


@pytest.mark.parametrize(
    ("kind", "period"), [("year", "2011"), ("half_year", "2011-H2"), ("quarter", "2011-Q3"), ("month", "2011-08")]
)
def test_periods(kind: str, period: str) -> None:
    assert period_of(date(2011, 8, 31), kind) == period


def test_kinds_and_roles_are_those_of_the_contract() -> None:
    assert set(grants.RANKS) | set(grants.SCOPE_KINDS) <= set(roles.ALL)
    assert grants.EXCLUSIVE == roles.EXCLUSIVE
    assert set().union(*grants.SCOPE_KINDS.values()) <= set(vocabulary.SCOPE_KINDS)


@given(st.sampled_from(roles.ALL), st.sampled_from(roles.ALL))
def test_officers_give_only_what_is_below_them(giver: str, role: str) -> None:
    if giver != roles.SECURITY_ADMIN and grants.may_give(giver, role):
        assert grants.rank(role) < grants.rank(giver)


def test_whoever_has_no_giving_role_there_gives_nothing() -> None:
    with pytest.raises(GrantAboveGiver):
        grants.check_giver(roles.RESIDENT, [])


def test_kinds_of_scopes() -> None:
    grants.check_kind(roles.PATROL_MEMBER, "team")
    with pytest.raises(GrantKindWrong):
        grants.check_kind(roles.CITY_OFFICER, "team")


def test_one_may_hold_the_same_exclusive_role_at_two_scopes() -> None:
    scope, account = uuid7(), uuid7()
    held = grants.Grant.give(
        account_id=account, role=roles.AUDITOR, kind="area", scope=scope, area_id=scope, by=None, at=NOW
    )
    grants.check_beside(roles.AUDITOR, "area", uuid7(), [held])
    with pytest.raises(GrantExcluded):
        grants.check_beside(roles.SYSTEM_OPERATOR, "area", uuid7(), [held])


def test_passwords() -> None:
    check_password("correct-horse", "root")
    for weak in ("short-one", "aaaabbbbcccc", "Root-and-branch"):
        with pytest.raises(PasswordWeak):
            check_password(weak, "root")


def test_a_name_is_found_under_every_part_of_it() -> None:
    assert {"王芳", "芳", "wangfang", "fang", "wf", "f"} <= keys_of("王芳")
    assert {"zenglei", "cenglei", "zl", "cl"} <= keys_of("曾雷")
    assert {"maryann", "mary ann".replace(" ", "")} <= keys_of("Mary Ann")
    assert {"aliya", "艾力亚"} & keys_of("艾力亚·买买提") or "艾力亚买买提" in keys_of("艾力亚·买买提")


@pytest.mark.parametrize(
    ("name", "first", "also"),
    [
        ("单田芳", "shantianfang", "dantianfang"),
        ("曾行长", "zengxingzhang", "zengxingchang"),
        ("解晓东", "xiexiaodong", "jiexiaodong"),
        ("乐嘉", "yuejia", "lejia"),
    ],
)
def test_a_surname_has_a_reading_of_its_own_and_the_usual_one_finds_it_too(name: str, first: str, also: str) -> None:
    assert {first, also} <= keys_of(name)
    assert sort_key(name).replace(" ", "").startswith(first)


def test_characters_and_letters_in_one_query() -> None:
    assert prefixes_of("王芳") == ({"王芳"}, [])
    assert prefixes_of("WangF") == ({"wangf"}, [])
    prefixes, within = prefixes_of("王 f")
    assert {"wangf", "wf"} <= prefixes
    assert within == ["王"]


@given(st.text(max_size=60))
def test_any_name_has_keys_that_its_own_beginning_finds(name: str) -> None:
    keys = keys_of(name)
    assert len(keys) < 2_000
    prefixes, within = prefixes_of(name)
    if not within:
        assert prefixes <= keys | {""}
    assert sort_key(name) == sort_key(name)
