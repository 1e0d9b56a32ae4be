"""What travels in headers: correlation, idempotency, versions, security, limits."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from gateway.settings import Rate
from runtime.problems import TOKEN_INVALID, problem

AREA = "01890a5d-ac96-774b-bcce-b302099a8057"
POST = "01890a5d-ac96-7009-8c01-000007e5b1a9"
READ = f"/api/v1/posts/{POST}"


def test_a_correlation_id_is_kept_when_it_is_a_uuid_and_made_otherwise(gateway: Any, services: Any) -> None:
    kept = gateway.ask("GET", READ, headers={"X-Correlation-ID": AREA.upper()})
    made = gateway.ask("GET", READ, headers={"X-Correlation-ID": "mine"})
    assert kept.headers["x-correlation-id"] == AREA
    assert UUID(made.headers["x-correlation-id"])
    assert [str(call[2].correlation_id) for call in services.calls] == [AREA, made.headers["x-correlation-id"]]


def test_a_trace_is_passed_on_or_begun(gateway: Any, services: Any) -> None:
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    gateway.ask("GET", READ, headers={"traceparent": trace})
    gateway.ask("GET", READ, headers={"traceparent": "00-0-0-0", "X-Correlation-ID": AREA})
    assert services.calls[0][2].traceparent == trace
    assert services.calls[1][2].traceparent.split("-")[1] == AREA.replace("-", "")


def test_key_token_and_version_reach_the_service(gateway: Any, services: Any) -> None:
    headers = {"If-Match": '"v7"', "Idempotency-Key": "k"}
    gateway.ask("PATCH", READ, json={"title": "x"}, token="a.b.c", headers=headers)
    name, given, meta = services.calls[0]
    assert name == "membership.change_post"
    assert given == {"post_id": POST, "title": "x"}
    assert (meta.token, meta.idempotency_key, meta.if_match) == ("a.b.c", "k", 7)


@pytest.mark.parametrize("headers", [{}, {"If-Match": "*"}])
def test_without_a_version_the_service_decides(gateway: Any, services: Any, headers: dict[str, str]) -> None:
    """A row that is out of sight is a 404 before anybody asks for its version, so the 428 is the service's."""
    gateway.ask("PATCH", READ, json={"title": "x"}, headers=headers)
    assert services.calls[0][2].if_match is None


def test_a_replayed_reply_says_so(gateway: Any, services: Any, say: Any) -> None:
    services.reply = say.done({"post_id": POST}, status=201, replayed=True)
    answer = gateway.ask("POST", "/api/v1/posts", json={"area_id": AREA})
    assert answer.status_code == 201
    assert answer.headers["idempotency-replayed"] == "true"


def test_a_version_is_an_entity_tag(gateway: Any, services: Any, say: Any) -> None:
    services.reply = say.done({"post_id": POST}, version=3)
    assert gateway.ask("GET", READ).headers["etag"] == '"v3"'
    for tag in ('"v3"', 'W/"v3"', '"v2", "v3"', "*"):
        known = gateway.ask("GET", READ, headers={"If-None-Match": tag})
        assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", '"v3"')
    assert gateway.ask("GET", READ, headers={"If-None-Match": '"v2"'}).status_code == 200


def test_head_is_get_without_the_body(gateway: Any, services: Any, say: Any) -> None:
    services.reply = say.done({"post_id": POST})
    head, get = gateway.ask("HEAD", READ), gateway.ask("GET", READ)
    assert head.content == b""
    assert head.headers["content-length"] == get.headers["content-length"] == str(len(get.content))


def test_nothing_to_say_is_a_204(gateway: Any) -> None:
    answer = gateway.ask("DELETE", "/api/v1/auth/session")
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize("path", ["/livez", "/docs", READ, "/nowhere", "/openapi.json"])
def test_every_answer_carries_security_headers(gateway: Any, path: str) -> None:
    headers = gateway.ask("GET", path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "server" not in headers
    assert "strict-transport-security" not in headers


def test_behind_tls_browsers_are_told_to_stay_there(gateway_with: Any) -> None:
    assert "max-age" in gateway_with(https=True).ask("GET", "/livez").headers["strict-transport-security"]


def test_no_other_origin_is_let_in_unless_it_is_named(gateway: Any, gateway_with: Any) -> None:
    asked = {"Origin": "https://portal.test", "Access-Control-Request-Method": "POST"}
    assert "access-control-allow-origin" not in gateway.ask("OPTIONS", "/api/v1/posts", headers=asked).headers
    named = gateway_with(cors_origins=("https://portal.test",))
    asked["Access-Control-Request-Headers"] = "idempotency-key, authorization"
    answer = named.ask("OPTIONS", "/api/v1/posts", headers=asked)
    assert answer.headers["access-control-allow-origin"] == "https://portal.test"
    other = named.ask("OPTIONS", "/api/v1/posts", headers=asked | {"Origin": "https://other.test"})
    assert "access-control-allow-origin" not in other.headers


def test_large_replies_are_compressed(gateway: Any, services: Any, say: Any) -> None:
    services.reply = say.done({"items": ["岗位"] * 2000})
    answer = gateway.ask("GET", "/api/v1/posts", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert len(answer.json()["items"]) == 2000


def test_an_account_that_asks_too_often_waits(gateway_with: Any) -> None:
    gateway = gateway_with(rate_limit=Rate(0.5, 3))
    answers = [gateway.ask("GET", READ) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [204, 204, 204, 204, 429]
    assert answers[-1].json()["code"] == "too_many_requests"
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 2


def test_forged_tokens_empty_the_bucket_of_their_address_alone(gateway_with: Any, services: Any, say: Any) -> None:
    """The first request of a token is paid by the address, since nobody has verified it yet."""
    gateway = gateway_with(rate_limit=Rate(0.01, 3))
    assert gateway.ask("GET", READ).status_code == 204
    services.reply = say.no(TOKEN_INVALID)
    forged = [gateway.ask("GET", READ, token=f"e30.eyJzdWIiOiJhY2NvdW50LTEifQ.{n}").status_code for n in range(4)]
    assert forged == [401, 401, 429, 429]
    services.reply = say.done()
    assert gateway.ask("GET", READ).status_code == 204


def test_signing_in_has_a_stricter_limit(gateway_with: Any) -> None:
    gateway = gateway_with(sign_in_limit=Rate(0.01, 2))
    words = {"username": "a", "password": "b"}
    answers = [gateway.ask("POST", "/api/v1/auth/token", json=words, token=None).status_code for _ in range(3)]
    assert answers == [204, 204, 429]
    assert gateway.ask("GET", READ).status_code == 204


def test_an_address_that_fails_to_sign_in_too_often_waits(gateway_with: Any, services: Any, say: Any) -> None:
    gateway = gateway_with(sign_in_failures=Rate(0.01, 2))
    words = {"json": {"username": "a", "password": "b"}, "token": None}
    assert [gateway.ask("POST", "/api/v1/auth/token", **words).status_code for _ in range(3)] == [204] * 3
    half_way = problem(TOKEN_INVALID) | {"code": "second_factor_required", "extension": {"ticket": "t.i.c"}}
    services.reply = {"result": None, "error": {"exc_type": "Refused", "problem": half_way}}
    asked = [gateway.ask("POST", "/api/v1/auth/token", **words) for _ in range(3)]
    assert {(each.status_code, each.json()["ticket"]) for each in asked} == {(401, "t.i.c")}
    services.reply = say.no(TOKEN_INVALID)
    answers = [gateway.ask("POST", "/api/v1/auth/token", **words) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert int(answers[-1].headers["retry-after"]) > 1
    services.reply = say.done()
    assert gateway.ask("GET", READ).status_code == 204


def test_numbers_are_not_tried_without_end(gateway_with: Any) -> None:
    """What answers to a number is limited as signing in is, and takes nothing of it."""
    gateway = gateway_with(sign_in_limit=Rate(0.01, 2))
    answers = [gateway.ask("GET", "/api/v1/numbers/7", token=None).status_code for _ in range(3)]
    assert answers == [204, 204, 429]
    words = {"username": "a", "password": "b"}
    assert gateway.ask("POST", "/api/v1/auth/token", json=words, token=None).status_code == 204


def test_public_operations_need_no_token(gateway: Any, services: Any) -> None:
    assert gateway.ask("GET", "/api/v1/posts", token=None).status_code == 204
    assert services.calls[0][2].token is None


@pytest.mark.parametrize("name", ["Authorization", "Idempotency-Key", "If-Match"])
def test_a_header_that_counts_is_sent_once(gateway: Any, services: Any, name: str) -> None:
    words = {"json": {"title": "t"}, "headers": {"If-Match": '"v1"', "Idempotency-Key": "k"}}
    twice = gateway.ask("PATCH", READ, again=[(name, "Bearer a.b.c")], **words)
    assert (twice.status_code, twice.json()["code"]) == (400, "malformed_request")
    assert services.calls == []


def test_other_headers_may_repeat(gateway: Any) -> None:
    assert gateway.ask("GET", READ, again=[("Accept-Language", "zh"), ("Accept-Language", "en")]).status_code == 204
