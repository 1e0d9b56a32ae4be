"""Attacks with tokens, over HTTP and past the gateway: each service verifies for itself, and what is revoked dies everywhere.

The target is what only a system operator may read and every service has: its parked events.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pyotp
import pytest
from nameko.exceptions import RemoteError
from nameko.standalone.rpc import ClusterRpcProxy

from contracts.catalogue import SERVICES
from runtime.keys import ensure_keys
from tests.access.callers import ask, claims_of
from tests.access.forgery import FORGERIES, Forger
from tests.access.ground import OWN, Ground
from tests.city.city import City, eventually

pytestmark = pytest.mark.broker

CREDENTIALS = {"username": "operator", "password": "welcome-2011"}
REFUSED = {"token_invalid", "token_expired"}


class Session:
    """A session of its own of an account, with the tokens that the city gave it."""

    def __init__(self, http: httpx.Client, credentials: dict[str, str] = CREDENTIALS) -> None:
        self.http = http
        reply = http.post("/auth/token", json=credentials)
        assert reply.status_code == 200, reply.text
        self.access, self.refresh = reply.json()["access_token"], reply.json()["refresh_token"]

    def renewed(self, refresh: str) -> httpx.Response:
        return self.http.post("/auth/refresh", json={"refresh_token": refresh})

    def signs_out(self) -> None:
        assert ask(self.http, self.access, "DELETE", "/auth/session", {}).status_code == 200


@pytest.fixture
def http(whole_city: City) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{whole_city.base_url}/api/v1", timeout=30) as client:
        yield client


@pytest.fixture
def keys(whole_city: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the city's own keys."""
    (folder,) = tmp_path_factory.getbasetemp().glob("city[0-9]*/keys")
    return folder


@pytest.fixture
def forger(whole_city: City, ground: Ground, keys: Path) -> Forger:
    return Forger(ground.callers["system_operator"].token, keys, whole_city.clock.now().timestamp())


def answers(http: httpx.Client, token: str) -> dict[str, str]:
    """What each service says over HTTP: `done`, or the code of its refusal."""
    replies = {service: ask(http, token, "GET", f"/operations/{service}/parking", {}) for service in SERVICES}
    return {service: "done" if reply.status_code == 200 else code(reply) for service, reply in replies.items()}


def code(reply: httpx.Response) -> str:
    assert reply.status_code == 401, reply.text
    return str(reply.json()["code"])


def answers_past_the_gateway(uri: str, token: str) -> dict[str, str]:
    said = {}
    with ClusterRpcProxy({"AMQP_URI": uri}, context_data={"token": token}, timeout=10) as services:
        for service in SERVICES:
            try:
                getattr(services, service).list_parked()
                said[service] = "done"
            except RemoteError as refused:
                said[service] = next((known for known in REFUSED if known in str(refused)), str(refused))
    return said


DONE = dict.fromkeys(SERVICES, "done")


def test_a_true_token_and_one_signed_anew_by_the_city_are_let_in(
    http: httpx.Client, forger: Forger, rabbit: Any
) -> None:
    assert answers(http, forger.token) == DONE
    assert answers(http, forger.signed_by_the_city()) == DONE
    assert answers_past_the_gateway(rabbit.uri, forger.token) == DONE


@pytest.mark.parametrize("kind", FORGERIES)
def test_a_forged_token_opens_nothing(http: httpx.Client, forger: Forger, rabbit: Any, kind: str) -> None:
    token = FORGERIES[kind](forger)
    assert set(answers(http, token).values()) <= REFUSED
    assert set(answers_past_the_gateway(rabbit.uri, token).values()) <= REFUSED


def test_a_token_of_another_city_opens_nothing(http: httpx.Client, forger: Forger, rabbit: Any, tmp_path: Path) -> None:
    ensure_keys(tmp_path)
    token = Forger(forger.token, tmp_path, forger.now).signed_by_the_city()
    assert set(answers(http, token).values()) == {"token_invalid"}
    assert set(answers_past_the_gateway(rabbit.uri, token).values()) == {"token_invalid"}


def test_tokens_are_not_taken_for_one_another(http: httpx.Client, rabbit: Any) -> None:
    session = Session(http)
    assert set(answers(http, session.refresh).values()) == {"token_invalid"}
    assert set(answers_past_the_gateway(rabbit.uri, session.refresh).values()) == {"token_invalid"}
    assert code(session.renewed(session.access[:200])) == "refresh_token_invalid"


def test_a_token_counts_in_its_header_only(http: httpx.Client) -> None:
    token = Session(http).access
    path = "/operations/patrol/parking"
    assert http.get(path, params={"access_token": token}).status_code == 401
    assert http.get(path, headers={"Authorization": f"Basic {token}"}).status_code == 401
    assert http.get(path, headers={"Authorization": token}).status_code == 401
    two = [("Authorization", f"Bearer {token}x"), ("Authorization", f"Bearer {token}")]
    assert http.get(path, headers=two).status_code == 400


def dies_everywhere(http: httpx.Client, token: str) -> None:
    """No service honours the token any more, once each has heard."""
    ended = dict.fromkeys(SERVICES, "session_ended")
    eventually(lambda: answers(http, token) == ended, lambda: f"still: {answers(http, token)}")


def test_a_token_replayed_after_signing_out_is_dead_everywhere(http: httpx.Client) -> None:
    session, other = Session(http), Session(http)
    assert answers(http, session.access) == DONE
    session.signs_out()
    assert code(ask(http, session.access, "GET", "/operations/membership/parking", {})) == "session_ended"
    dies_everywhere(http, session.access)
    assert code(session.renewed(session.refresh)) == "refresh_token_invalid"
    assert answers(http, other.access) == DONE, "another session of the same account goes on"


def test_a_refresh_token_used_twice_ends_the_session(http: httpx.Client) -> None:
    session = Session(http)
    renewed = session.renewed(session.refresh)
    assert renewed.status_code == 200
    assert answers(http, renewed.json()["access_token"]) == DONE
    assert code(session.renewed(session.refresh)) == "refresh_token_invalid"
    for token in (session.access, renewed.json()["access_token"]):
        dies_everywhere(http, token)
    assert code(session.renewed(renewed.json()["refresh_token"])) == "refresh_token_invalid"


def test_a_refresh_token_stolen_and_used_at_the_same_moment_serves_neither_for_long(http: httpx.Client) -> None:
    session = Session(http)
    with ThreadPoolExecutor(4) as crowd:
        replies = list(crowd.map(lambda _: session.renewed(session.refresh), range(4)))
    won = [reply.json() for reply in replies if reply.status_code == 200]
    assert len(won) == 1
    assert {code(reply) for reply in replies if reply.status_code != 200} == {"refresh_token_invalid"}
    dies_everywhere(http, won[0]["access_token"])
    assert code(session.renewed(won[0]["refresh_token"])) == "refresh_token_invalid"


@pytest.fixture
def newcomer(ground: Ground) -> dict[str, Any]:
    """An account of its own that is a grid worker in the community."""
    officer = ground.callers["community_secretary"]
    credentials = {"username": f"newcomer{uuid4().hex[:8]}", "password": f"welcome-{uuid4().hex[:8]}"}
    account = officer.post("/accounts", credentials)
    grant = {"role": "grid_worker", "kind": "area", "scope": ground.communities[OWN]}
    given = officer.post(f"/accounts/{account['account_id']}/grants", grant)
    return {"credentials": credentials, "account": account, "grant": given}


def is_let_in(http: httpx.Client, token: str, area: str) -> bool:
    """Whether two services that keep no accounts honour a token."""
    replies = [ask(http, token, "GET", path, {"area_id": area}) for path in ("/shifts", "/elders")]
    assert {reply.status_code for reply in replies} <= {200, 401}, [reply.text for reply in replies]
    return any(reply.status_code == 200 for reply in replies)


def test_a_revoked_grant_takes_its_tokens_with_it(http: httpx.Client, ground: Ground, newcomer: dict[str, Any]) -> None:
    session, area = Session(http, newcomer["credentials"]), ground.communities[OWN]
    assert [grant["role"] for grant in claims_of(session.access)["grants"]] == ["grid_worker"]
    assert is_let_in(http, session.access, area)
    officer = ground.callers["community_secretary"]
    revoked = ask(http, officer.token, "DELETE", f"/grants/{newcomer['grant']['grant_id']}", {}, careful=False)
    assert revoked.status_code == 200, revoked.text
    eventually(lambda: not is_let_in(http, session.access, area))
    renewed = session.renewed(session.refresh)
    assert claims_of(renewed.json()["access_token"])["grants"] == []


def test_a_closed_account_has_no_session_left(http: httpx.Client, ground: Ground, newcomer: dict[str, Any]) -> None:
    session, area = Session(http, newcomer["credentials"]), ground.communities[OWN]
    assert is_let_in(http, session.access, area)
    ground.callers["community_secretary"].post(f"/accounts/{newcomer['account']['account_id']}/close", {})
    eventually(lambda: not is_let_in(http, session.access, area))
    assert code(session.renewed(session.refresh)) == "refresh_token_invalid"
    assert code(http.post("/auth/token", json=newcomer["credentials"])) == "wrong_credentials"


@pytest.fixture
def phone(whole_city: City, http: httpx.Client, newcomer: dict[str, Any]) -> pyotp.TOTP:
    """The newcomer's authenticator, confirmed by the code of now."""
    token = Session(http, newcomer["credentials"]).access
    password = {"password": newcomer["credentials"]["password"]}
    enrolled = ask(http, token, "POST", "/me/second-factor", password, careful=False)
    assert enrolled.status_code == 201, enrolled.text
    phone = pyotp.TOTP(enrolled.json()["secret"])
    code = phone.at(whole_city.clock.now())
    confirmed = ask(http, token, "POST", "/me/second-factor/confirmation", {"code": code}, careful=False)
    assert confirmed.status_code == 200, confirmed.text
    return phone


def next_of(city: City, phone: pyotp.TOTP) -> str:
    """What it will show next: the code of now has been used, and clocks may differ by a step."""
    return phone.at(city.clock.now() + timedelta(seconds=phone.interval))


def half_way(http: httpx.Client, newcomer: dict[str, Any]) -> str:
    """The ticket that a right password gets."""
    refused = http.post("/auth/token", json=newcomer["credentials"])
    assert code(refused) == "second_factor_required"
    return str(refused.json()["ticket"])


def second_step(http: httpx.Client, ticket: str, shown: str) -> httpx.Response:
    return http.post("/auth/second-factor", json={"ticket": ticket, "code": shown})


def test_a_ticket_for_the_second_step_opens_nothing_else(
    http: httpx.Client, newcomer: dict[str, Any], phone: pyotp.TOTP, rabbit: Any
) -> None:
    ticket = half_way(http, newcomer)
    assert set(answers(http, ticket).values()) == {"token_invalid"}
    assert set(answers_past_the_gateway(rabbit.uri, ticket).values()) == {"token_invalid"}
    assert code(ask(http, ticket, "GET", "/me", {})) == "token_invalid"
    assert code(http.post("/auth/refresh", json={"refresh_token": ticket[:200]})) == "refresh_token_invalid"


def test_only_a_true_ticket_leads_to_the_second_step(
    whole_city: City, http: httpx.Client, newcomer: dict[str, Any], phone: pyotp.TOTP, keys: Path, forger: Forger
) -> None:
    ticket, shown = half_way(http, newcomer), next_of(whole_city, phone)
    forged = Forger(ticket, keys, forger.now)
    account = newcomer["account"]["account_id"]
    attacks = {
        "an access token": forger.token,
        "signed by another": forged.signed_by_another(),
        "alg none": forged.without_algorithm("none"),
        "the public key for a secret": forged.public_key_as_secret(),
        "somebody else's": forged.tampered(sub=str(uuid4())),
        "a longer life": forged.tampered(exp=forger.now + 86_400),
        "run out": forged.signed_by_the_city(exp=forger.now - 1),
        "without an end": forged.signed_by_the_city(exp=...),
        "for another purpose": forged.signed_by_the_city(aud="gongjian/another"),
        "for services": forger.signed_by_the_city(sub=account),
        "of nobody": forged.signed_by_the_city(sub=str(uuid4())),
    }
    answered = {kind: code(second_step(http, each, shown)) for kind, each in attacks.items()}
    assert answered == dict.fromkeys(attacks, "ticket_invalid")
    assert second_step(http, ticket, shown).status_code == 200


def test_a_code_seen_over_a_shoulder_is_used_up(
    whole_city: City, http: httpx.Client, newcomer: dict[str, Any], phone: pyotp.TOTP
) -> None:
    ticket, shown = half_way(http, newcomer), next_of(whole_city, phone)
    with ThreadPoolExecutor(4) as crowd:
        replies = list(crowd.map(lambda _: second_step(http, ticket, shown), range(4)))
    assert sorted(reply.status_code for reply in replies) == [200, 401, 401, 401]
    assert {code(reply) for reply in replies if reply.status_code != 200} == {"second_factor_wrong"}
    assert code(second_step(http, half_way(http, newcomer), shown)) == "second_factor_wrong"
