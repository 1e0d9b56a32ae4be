"""Account, family link and card of somebody who died, moved away or was erased are dead within a minute; an erasure closes
when every service has answered, also the one that was away for ten minutes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.city.city import City, eventually

pytestmark = pytest.mark.broker

A_MINUTE = 60.0
WAITING_TIME, TEN_MINUTES = timedelta(days=8), timedelta(minutes=10)
OTHERS = {"cobuilding", "membership", "patrol", "volunteering"}
Row = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """An elder with an account, a card and a daughter whose account acts for her."""

    city: City
    person: str
    username: str
    daughter: str
    code: str

    def token(self, username: str) -> str:
        credentials = {"username": username, "password": secret_of(username)}
        reply = httpx.post(f"{self.city.base_url}/api/v1/auth/token", json=credentials, timeout=30)
        assert reply.status_code in (200, 201), reply.text
        return str(reply.json()["access_token"])

    def reads(self, token: str, path: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.get(f"{self.city.base_url}/api/v1{path}", headers=headers, timeout=30).status_code

    def card_is_valid(self) -> bool:
        clerk = self.city.as_role("desk_clerk")
        return bool(clerk.done(clerk.post("/cards/verify", {"code": self.code}))["valid"])


def patiently(ask: Callable[[], httpx.Response]) -> Row:
    """The first success: another service hears a moment later of somebody just registered."""
    last: list[httpx.Response] = []

    def succeeds() -> bool:
        last[:] = [ask()]
        return last[0].is_success

    eventually(succeeds, lambda: last[0].text)
    body: Row = last[0].json()
    return body


def secret_of(username: str) -> str:
    return username[::-1]


def newcomer(city: City, area: str) -> tuple[str, str]:
    """Somebody with an account; the person and the username."""
    secretary, username = city.as_role("community_secretary"), f"rights-{uuid4().hex[:10]}"
    body = {"name": f"新居民{uuid4().hex[:6]}", "home_area": area, "birth_date": "1946-05-04"}
    person = secretary.done(secretary.post("/people", body))["person_id"]
    account = {"username": username, "password": secret_of(username), "person_id": person}
    secretary.done(secretary.post("/accounts", account))
    return str(person), username


@pytest.fixture
def elder(city: City) -> Known:
    secretary, coordinator = city.as_role("community_secretary"), city.as_role("care_coordinator")
    area = str(city.area("圳尾社区")["area_id"])
    (person, username), (kin, daughter) = newcomer(city, area), newcomer(city, area)
    linked = {"kin_id": kin, "kind": "family", "paper": "户口簿"}
    secretary.done(secretary.post(f"/people/{person}/kin", linked))
    register = {"person_id": person, "area_id": area, "living": "alone"}
    known = patiently(lambda: coordinator.post("/elders", register))
    issued = patiently(lambda: coordinator.post(f"/elders/{known['elder_id']}/cards", {"kind": "convenience_service"}))
    return Known(city, person, username, daughter, issued["code"])


def die(elder: Known) -> None:
    secretary = elder.city.as_role("community_secretary")
    died = {"died_on": elder.city.today().date().isoformat()}
    secretary.done(secretary.post(f"/people/{elder.person}/death", died))


def move_away(elder: Known) -> None:
    registrar, elsewhere = elder.city.as_role("registrar"), elder.city.area("列东社区")["area_id"]
    etag = registrar.get(f"/people/{elder.person}").headers["etag"]
    registrar.done(registrar.patch(f"/people/{elder.person}", {"home_area": elsewhere}, If_Match=etag))


def assert_dead(elder: Known, own: str, kins: str) -> None:
    """Within a minute neither token is honoured, and the card is void."""

    def answers() -> tuple[int, int]:
        return elder.reads(own, "/me"), elder.reads(kins, f"/people/{elder.person}")

    eventually(lambda: answers() == (401, 401), lambda: str(answers()), within=A_MINUTE)
    eventually(lambda: not elder.card_is_valid(), lambda: "the card is still valid", within=A_MINUTE)


@pytest.mark.parametrize("departure", [die, move_away])
def test_nothing_of_somebody_who_left_opens_anything_within_a_minute(
    elder: Known, departure: Callable[[Known], None]
) -> None:
    own, kins = elder.token(elder.username), elder.token(elder.daughter)
    assert (elder.reads(own, "/me"), elder.reads(kins, f"/people/{elder.person}")) == (200, 200)
    assert elder.card_is_valid()
    departure(elder)
    assert_dead(elder, own, kins)
    assert elder.reads(elder.token(elder.daughter), f"/people/{elder.person}") in (403, 404)


def test_an_erasure_waits_for_the_service_that_is_away_and_then_closes(elder: Known) -> None:
    city = elder.city
    registrar, secretary = city.as_role("registrar"), city.as_role("community_secretary")
    asked = {"ground": "purpose_ended", "paper": "删除申请1"}
    order = registrar.done(registrar.post(f"/people/{elder.person}/erasures", asked))["order_id"]
    own = registrar.post(f"/erasures/{order}/approval", {"shown_by": "identity_card"})
    assert own.status_code == 403
    secretary.done(secretary.post(f"/erasures/{order}/approval", {"shown_by": "identity_card"}))

    def shown() -> Row:
        return secretary.done(secretary.get(f"/erasures/{order}"))

    def answered() -> set[str]:
        return {step["service"] for step in shown()["steps"] if step["state"] != "waiting"}

    with city.without("eldercare"):
        city.clock.advance_to(city.today() + WAITING_TIME)
        eventually(lambda: answered() == OTHERS, lambda: str(answered()), within=A_MINUTE)
        city.clock.advance_to(city.today() + TEN_MINUTES)
        assert shown()["state"] == "ordered"
    eventually(lambda: shown()["state"] == "closed", lambda: str(shown()), within=A_MINUTE)
    assert {step["service"] for step in shown()["steps"]} == OTHERS | {"eldercare"}
    assert not elder.card_is_valid()
    gone = registrar.get(f"/people/{elder.person}")
    assert (gone.status_code, gone.json()["code"]) == (409, "person_erased")


def test_a_token_given_a_moment_before_the_order_is_dead_within_a_minute(elder: Known) -> None:
    city = elder.city
    registrar, secretary = city.as_role("registrar"), city.as_role("community_secretary")
    asked = {"ground": "purpose_ended", "paper": "删除申请2"}
    order = registrar.done(registrar.post(f"/people/{elder.person}/erasures", asked))["order_id"]
    approved = secretary.done(secretary.post(f"/erasures/{order}/approval", {"shown_by": "identity_card"}))
    due = datetime.fromisoformat(f"{approved['orders_on']}T00:00:00+08:00")
    city.clock.advance_to(due - timedelta(minutes=2))
    own, kins = elder.token(elder.username), elder.token(elder.daughter)
    assert (elder.reads(own, "/me"), elder.reads(kins, f"/people/{elder.person}")) == (200, 200)
    city.clock.advance_to(due)
    assert_dead(elder, own, kins)
