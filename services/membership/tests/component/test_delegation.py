"""Grants that end, and grants handed on for a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from contracts.membership import operations as ops
from contracts.membership.events import GrantRevokedV1
from runtime import clocks, tokens
from runtime.testing.harness import Answer

PASSWORD = "correct-horse-battery"
MORNING = datetime.fromisoformat("2031-06-15T10:00:00+08:00")
TOMORROW = MORNING + timedelta(days=1)


def account(city: Any, username: str, **more: Any) -> str:
    by = city.by("security_admin", "city")
    made = city.done(ops.open_account, by, username=username, password=PASSWORD, **more)
    return str(made["account_id"])


def give(city: Any, account_id: str, role: str, area: str = "community", **more: Any) -> str:
    body = {"account_id": account_id, "role": role, "kind": "area", "scope": city.areas[area]} | more
    return str(city.done(ops.give_grant, city.by("security_admin", "city"), **body)["grant_id"])


@pytest.fixture
def secretary(city: Any) -> str:
    """The grant of a community secretary with an account, `wang`."""
    return give(city, account(city, "wang"), "community_secretary")


@pytest.fixture
def deputy(city: Any) -> str:
    """The account of somebody of the community, `lisi`."""
    return account(city, "lisi", person_id=city.register())


def hand_on(city: Any, grant: str, to: str, *, by: str = "wang", until: datetime = TOMORROW, **more: Any) -> Answer:
    body = {"account_id": to, "grant_id": grant, "until": until} | more
    answer: Answer = city.door.call(ops.delegate_grant, city.sign_in(by), **body)
    return answer


def roles_of(city: Any, username: str) -> list[str]:
    return [grant["role"] for grant in city.done(ops.show_me, city.sign_in(username))["grants"]]


def strike(city: Any, at: datetime) -> None:
    city.clock.hold(at)
    clocks.tick(city.door.engine, city.door.door)


def test_a_grant_with_an_end_is_revoked_there_by_the_clock(city: Any, deputy: str) -> None:
    give(city, deputy, "grid_worker", until=TOMORROW)
    city.clock.hold(TOMORROW - timedelta(minutes=1))
    before = city.sign_in("lisi")
    assert [grant.role for grant in tokens.verify(before.token).grants] == ["grid_worker"]
    strike(city, TOMORROW)
    [told] = city.door.emitted(GrantRevokedV1)
    assert told["data"]["account_id"] == deputy
    assert city.door.call(ops.show_me, before).code == "session_ended"
    city.clock.hold(TOMORROW + timedelta(seconds=1))
    assert roles_of(city, "lisi") == []


def test_an_end_counts_also_before_its_clock_strikes(city: Any, deputy: str) -> None:
    give(city, deputy, "grid_worker", until=TOMORROW)
    city.clock.hold(TOMORROW)
    assert tokens.verify(city.sign_in("lisi").token).grants == ()
    assert roles_of(city, "lisi") == []


@pytest.mark.parametrize("until", [MORNING, MORNING - timedelta(days=1)])
def test_no_grant_ends_before_it_begins(city: Any, deputy: str, until: datetime) -> None:
    body = {"account_id": deputy, "role": "grid_worker", "kind": "area", "scope": city.areas["community"]}
    refused = city.door.call(ops.give_grant, city.by("security_admin", "city"), until=until, **body)
    assert (refused.status, refused.pointers) == (422, ["/until"])


def test_a_grant_is_handed_on_and_comes_back_on_its_day(city: Any, secretary: str, deputy: str) -> None:
    handed = hand_on(city, secretary, deputy)
    assert (handed.status, handed.data["delegated_from"]) == (201, secretary)
    assert datetime.fromisoformat(handed.data["until"]) == TOMORROW
    assert roles_of(city, "lisi") == roles_of(city, "wang") == ["community_secretary"]
    strike(city, TOMORROW)
    city.clock.hold(TOMORROW + timedelta(seconds=1))
    assert (roles_of(city, "lisi"), roles_of(city, "wang")) == ([], ["community_secretary"])


def test_a_smaller_area_of_it_may_be_handed_on_and_nothing_beyond(city: Any, secretary: str, deputy: str) -> None:
    for beyond in ("elsewhere", "street"):
        assert hand_on(city, secretary, deputy, scope=city.areas[beyond]).code == "delegation_too_wide"
    part = hand_on(city, secretary, deputy, scope=city.areas["building"])
    assert part.data["scope"] == str(city.areas["building"])


def test_it_ends_with_the_grant_that_it_came_from(city: Any, secretary: str, deputy: str) -> None:
    hand_on(city, secretary, deputy)
    here = city.sign_in("lisi")
    city.done(ops.revoke_grant, city.by("street_officer", "street"), grant_id=secretary)
    assert len(city.door.emitted(GrantRevokedV1)) == 2
    assert city.door.call(ops.show_me, here).code == "session_ended"
    city.clock.hold(MORNING + timedelta(seconds=1))
    assert roles_of(city, "lisi") == []


def test_whoever_handed_it_on_takes_it_back(city: Any, secretary: str, deputy: str) -> None:
    handed = hand_on(city, secretary, deputy).data["grant_id"]
    refused = city.door.call(ops.revoke_grant, city.by("community_secretary"), grant_id=handed)
    assert refused.code == "grant_above_giver"
    city.done(ops.revoke_grant, city.sign_in("wang"), grant_id=handed)
    city.clock.hold(MORNING + timedelta(seconds=1))
    assert roles_of(city, "lisi") == []
    strike(city, TOMORROW)
    assert len(city.door.emitted(GrantRevokedV1)) == 1


def test_it_is_not_handed_on_again_nor_to_oneself(city: Any, secretary: str, deputy: str) -> None:
    handed = hand_on(city, secretary, deputy).data["grant_id"]
    third = account(city, "zhao", person_id=city.register("赵前"))
    assert hand_on(city, handed, third, by="lisi").code == "delegation_chained"
    assert hand_on(city, secretary, deputy).code == "grant_repeated"
    assert hand_on(city, handed, deputy, by="lisi").code in ("delegation_chained", "delegation_to_self")
    assert hand_on(city, secretary, third, by="lisi").code == "grant_not_held"


def test_only_a_grant_in_force_is_handed_on_and_not_beyond_its_end(city: Any, deputy: str) -> None:
    chen = account(city, "chen")
    grant = give(city, chen, "community_secretary", until=TOMORROW)
    late = hand_on(city, grant, deputy, by="chen", until=TOMORROW + timedelta(seconds=1))
    assert (late.status, late.code) == (422, "grant_until_wrong")
    here = city.sign_in("chen")
    city.done(ops.revoke_grant, city.by("security_admin"), grant_id=grant)
    city.clock.hold(MORNING + timedelta(seconds=1))
    body = {"account_id": deputy, "grant_id": grant, "until": TOMORROW}
    assert city.door.call(ops.delegate_grant, here, **body).code == "session_ended"


def test_a_delegation_lasts_a_year_at_most(city: Any, secretary: str, deputy: str) -> None:
    assert hand_on(city, secretary, deputy, until=MORNING + timedelta(days=367)).code == "grant_until_wrong"
    assert hand_on(city, secretary, deputy, until=MORNING + timedelta(days=366)).status == 201


def test_who_gives_no_roles_hands_none_on(city: Any, deputy: str) -> None:
    own = give(city, account(city, "sunqi"), "grid_worker")
    assert hand_on(city, own, deputy, by="sunqi").status == 404
