"""Whatever is sent, the city answers with a problem document: a stable code, two titles, a pointer; never with a 500."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from contracts import catalogue
from tests.city.city import City

SECRETARY = "community_secretary"


def problem(reply: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"].startswith("application/problem+json")
    body: dict[str, Any] = reply.json()
    assert body["code"] == code
    assert body["title"] and body["title_zh"]
    assert "Traceback" not in reply.text
    return body


@pytest.fixture
def community(city: City) -> str:
    return str(city.area("圳尾社区")["area_id"])


@pytest.mark.parametrize("service", catalogue.SERVICES)
def test_what_is_parked_is_the_operators_business(city: City, service: str) -> None:
    path = f"/operations/{service}/parking"
    listed = city.as_role("system_operator").request("GET", path, params={"limit": 1})
    assert (listed.status_code, set(listed.json())) == (200, {"items", "next"})
    problem(city.as_role(SECRETARY).request("GET", path), 403, "not_allowed")
    one = city.as_role("system_operator")
    problem(one.request("GET", f"{path}/{2**59}"), 404, "parked_event_unknown")
    unreasoned = one.request("POST", f"{path}/{2**59}/skip", json={}, headers={"Idempotency-Key": str(uuid4())})
    assert [error["pointer"] for error in problem(unreasoned, 422, "invalid_request")["errors"]] == ["/reason"]


@pytest.mark.parametrize("body", [b"{", b"[1, 2]", b'"posts"', b"\xff\xfe", b"{'area_id': 1}", b"nul"])
def test_malformed_json_is_400(city: City, body: bytes) -> None:
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid4())}
    reply = city.as_role(SECRETARY).request("POST", "/posts", content=body, headers=headers)
    problem(reply, 400, "malformed_json")


def test_unknown_and_missing_fields_are_422_with_a_pointer_each(city: City, community: str) -> None:
    body = {"area_id": community, "templat": "civility_guidance", "level": "sideways"}
    told = problem(city.as_role(SECRETARY).post("/posts", body), 422, "invalid_request")
    pointers = {error["pointer"] for error in told["errors"]}
    assert {"/templat", "/template", "/level"} <= pointers


def test_no_token_and_a_forged_one_are_401(city: City, community: str) -> None:
    url = f"{city.base_url}/api/v1/posts?area_id={community}"
    problem(httpx.get(url), 401, "token_missing")
    forged = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJyb290In0."
    problem(httpx.get(url, headers={"Authorization": f"Bearer {forged}"}), 401, "token_invalid")


def test_an_expired_token_is_401(city: City, community: str) -> None:
    account = city.as_role(SECRETARY).account
    credentials = {"username": account["username"], "password": account["password"]}
    token = httpx.post(f"{city.base_url}/api/v1/auth/token", json=credentials).json()["access_token"]
    city.clock.advance_to(city.today() + timedelta(minutes=6))
    reply = httpx.get(f"{city.base_url}/api/v1/posts?area_id={community}", headers={"Authorization": f"Bearer {token}"})
    problem(reply, 401, "token_expired")


def test_out_of_sight_answers_the_same_bytes_as_an_unknown_id(city: City) -> None:
    secretary, carer = city.as_role(SECRETARY), city.as_role("volunteer")
    person = secretary.done(secretary.get("/people", limit=1))["items"][0]["person_id"]
    assert secretary.get(f"/people/{person}").status_code == 200
    unseen, unknown, no_id = (carer.get(f"/people/{one}") for one in (person, uuid4(), "not-an-id"))
    assert unseen.status_code == unknown.status_code == no_id.status_code == 404
    assert unseen.content == unknown.content == no_id.content


def test_seen_but_not_allowed_is_403(city: City, community: str) -> None:
    body = {"area_id": community, "template": "civility_guidance", "level": "personal"}
    problem(city.as_role("resident").post("/posts", body), 403, "not_allowed")


def test_the_same_key_answers_the_same_and_another_body_is_409(city: City, community: str) -> None:
    secretary, key = city.as_role(SECRETARY), str(uuid4())
    body = {"area_id": community, "kind": "school", "name": f"单位{uuid4().hex[:6]}"}
    first = secretary.post("/units", body, **{"Idempotency-Key": key})
    again = secretary.post("/units", body, **{"Idempotency-Key": key})
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    other = secretary.post("/units", {**body, "name": "别的单位"}, **{"Idempotency-Key": key})
    problem(other, 409, "idempotency_key_reused")
    reply = secretary.request("POST", "/units", json=body)
    problem(reply, 400, "idempotency_key_required")


def test_two_people_editing_the_same_thing_is_428_then_412(city: City, community: str) -> None:
    secretary = city.as_role(SECRETARY)
    body = {"area_id": community, "kind": "school", "name": f"单位{uuid4().hex[:6]}"}
    made = secretary.post("/units", body)
    unit = secretary.done(made)["unit_id"]
    tag = secretary.get(f"/units/{unit}").headers["etag"]
    change = {"name": f"改名{uuid4().hex[:6]}"}
    problem(secretary.patch(f"/units/{unit}", change), 428, "precondition_required")
    assert secretary.patch(f"/units/{unit}", change, If_Match=tag).status_code == 200
    problem(secretary.patch(f"/units/{unit}", {"name": "晚了一步"}, If_Match=tag), 412, "stale")


def test_a_body_too_large_is_413_and_a_strange_one_415(city: City) -> None:
    secretary = city.as_role(SECRETARY)
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid4())}
    huge = b'{"records": "' + b"x" * 20_000_000 + b'"}'
    problem(secretary.request("POST", "/posts", content=huge, headers=headers), 413, "body_too_large")
    headers["Content-Type"] = "text/plain"
    problem(secretary.request("POST", "/posts", content=b"{}", headers=headers), 415, "unsupported_media_type")


def test_a_refused_record_refuses_itself_and_nothing_is_half_written(city: City, community: str) -> None:
    registrar = city.as_role("registrar")
    good = {"record_key": str(uuid4()), "source": "单位名册", "area_id": community, "kind": "school"}
    bad = {"record_key": str(uuid4()), "source": "单位名册", "area_id": str(uuid4()), "kind": "school", "name": "无区"}
    records = [{**good, "name": f"名册{uuid4().hex[:6]}"}, bad, {"record_key": "x"}]
    tried = registrar.done(registrar.post("/units/imports", {"dry_run": True, "records": records}))
    assert (tried["accepted"], tried["refused"]) == (1, 2)
    written = registrar.done(registrar.post("/units/imports", {"records": records}))
    assert (written["accepted"], written["refused"], written["repeated"]) == (1, 2, 0)
    again = registrar.done(registrar.post("/units/imports", {"records": records}))
    assert (again["accepted"], again["refused"], again["repeated"]) == (0, 2, 1)


def test_an_unknown_page_is_a_problem_too(city: City) -> None:
    problem(city.as_role("resident").get("/nowhere"), 404, "not_found")
    reply = city.as_role("resident").request("PUT", "/posts")
    problem(reply, 405, "method_not_allowed")
    assert "GET" in reply.headers["allow"]
