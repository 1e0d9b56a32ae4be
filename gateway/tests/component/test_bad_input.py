"""Whatever is sent, the answer is a problem document, never a 500 and never a trace."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from contracts.parking import parking_operations
from runtime.calls import DeadlinePassed, ServiceDown
from runtime.problems import (
    INVALID_REQUEST,
    KEY_REUSED,
    NOT_ALLOWED,
    NOT_FOUND,
    PRECONDITION_REQUIRED,
    STALE,
    TOKEN_EXPIRED,
    problem,
)

AREA = "01890a5d-ac96-774b-bcce-b302099a8057"
POST = "01890a5d-ac96-7009-8c01-000007e5b1a9"
GOOD = {"area_id": AREA, "title": "文明劝导"}
JSON = {"Content-Type": "application/json"}

MALFORMED: list[tuple[str, dict[str, Any], int, str]] = [
    ("no JSON", {"content": b"{", "headers": JSON}, 400, "malformed_json"),
    ("an array", {"content": b"[]", "headers": JSON}, 400, "malformed_json"),
    ("a number", {"content": b"1", "headers": JSON}, 400, "malformed_json"),
    ("NaN", {"content": b'{"title": NaN}', "headers": JSON}, 400, "malformed_json"),
    ("no UTF-8", {"content": b'{"title": "\xff"}', "headers": JSON}, 400, "malformed_json"),
    ("half a surrogate", {"content": b'{"title": "\\ud800"}', "headers": JSON}, 400, "malformed_json"),
    ("too deep", {"content": b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}", "headers": JSON}, 400, "malformed_json"),
    ("too deep a call", {"content": b'{"a":' + b"[" * 300 + b"]" * 300 + b"}", "headers": JSON}, 400, "malformed_json"),
    ("U+0000", {"content": b'{"title": "\\u0000"}', "headers": JSON}, 422, "invalid_request"),
    ("a form", {"data": {"title": "x"}}, 415, "unsupported_media_type"),
    ("no type", {"content": b"{}"}, 415, "unsupported_media_type"),
    ("too large", {"content": b" " * 200, "headers": JSON}, 413, "body_too_large"),
    ("no key", {"json": GOOD, "headers": {"Idempotency-Key": None}}, 400, "idempotency_key_required"),
    ("a key of blanks", {"json": GOOD, "headers": {"Idempotency-Key": "a b"}}, 400, "idempotency_key_invalid"),
    ("a query string", {"json": GOOD, "params": {"title": "x"}}, 422, "invalid_request"),
    ("XML wanted", {"json": GOOD, "headers": {"Accept": "application/xml"}}, 406, "not_acceptable"),
    ("another scheme", {"json": GOOD, "headers": {"Authorization": "Basic eDp5"}}, 401, "token_missing"),
    ("no token", {"json": GOOD, "token": None}, 401, "token_missing"),
]


def is_problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert (body["type"], body["status"], body["code"]) == (f"/problems/{code}", status, code)
    assert body["title"] and body["title_zh"]
    assert "Traceback" not in answer.text
    return body


@pytest.mark.parametrize(("words", "status", "code"), [row[1:] for row in MALFORMED], ids=[row[0] for row in MALFORMED])
def test_what_cannot_be_read_never_reaches_a_service(
    gateway_with: Any, services: Any, words: dict[str, Any], status: int, code: str
) -> None:
    gateway = gateway_with(max_body=100) if code == "body_too_large" else gateway_with(max_body=20_000)
    body = is_problem(gateway.ask("POST", "/api/v1/posts", **words), status, code)
    assert body["correlation_id"]
    assert services.calls == []


def test_a_body_without_a_length_is_cut_at_the_limit(gateway_with: Any) -> None:
    async def endless() -> Any:
        for _ in range(100):
            yield b" " * 50

    answer = gateway_with(max_body=100).ask("POST", "/api/v1/posts", content=endless(), headers=JSON)
    is_problem(answer, 413, "body_too_large")


def test_an_import_may_be_larger_than_a_command(gateway_with: Any, services: Any) -> None:
    gateway = gateway_with(max_body=10, max_import_body=1000)
    body = {"records": [{"record_key": "1", "source": "s", "title": "t"}]}
    assert gateway.ask("POST", "/api/v1/posts/imports", json=body).status_code == 204
    assert services.calls[0][1] == body


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("DELETE", "/api/v1/posts", "GET, HEAD, OPTIONS, POST"),
        ("POST", f"/api/v1/posts/{POST}", "GET, HEAD, OPTIONS, PATCH"),
        ("GET", "/api/v1/posts/imports", "OPTIONS, POST"),
    ],
)
def test_an_unknown_method_is_told_the_known_ones(gateway: Any, method: str, path: str, allow: str) -> None:
    answer = gateway.ask(method, path)
    is_problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == allow
    assert gateway.ask("OPTIONS", path).headers["allow"] == allow


def test_out_of_sight_unknown_and_nonsense_answer_with_the_same_bytes(gateway: Any, services: Any, say: Any) -> None:
    services.reply = say.no(NOT_FOUND)
    unknown = gateway.ask("GET", f"/api/v1/posts/{POST}")
    nonsense = gateway.ask("GET", "/api/v1/posts/not-a-uuid")
    nowhere = gateway.ask("GET", "/api/v1/nowhere")
    plain = gateway.ask("GET", "/nowhere")
    is_problem(unknown, 404, "not_found")
    assert unknown.content == nonsense.content == nowhere.content == plain.content
    assert unknown.headers["x-correlation-id"] != nonsense.headers["x-correlation-id"]
    length = {"content-length", "content-type", "cache-control"}
    assert [(n, v) for n, v in unknown.headers.items() if n in length] == [
        (n, v) for n, v in nonsense.headers.items() if n in length
    ]


@pytest.mark.parametrize("nonsense", ["seventeen", "0", "-1", "1.5", "1_7", "%D9%A1", "9" * 19, POST])
def test_what_is_no_number_names_nothing_where_numbers_do(gateway_with: Any, services: Any, nonsense: str) -> None:
    city = gateway_with(operations=parking_operations("patrol"))
    is_problem(city.ask("GET", f"/api/v1/operations/patrol/parking/{nonsense}"), 404, "not_found")
    assert services.calls == []
    assert city.ask("GET", "/api/v1/operations/patrol/parking/17").is_success
    assert [call[0] for call in services.calls] == ["patrol.show_parked"]


@pytest.mark.parametrize("kind", [TOKEN_EXPIRED, NOT_ALLOWED, KEY_REUSED, STALE, PRECONDITION_REQUIRED])
def test_what_a_service_says_is_passed_on(gateway: Any, services: Any, say: Any, kind: Any) -> None:
    services.reply = say.no(kind)
    answer = gateway.ask("PATCH", f"/api/v1/posts/{POST}", json={"title": "x"})
    is_problem(answer, kind.status, kind.code)
    assert ("www-authenticate" in answer.headers) == (kind.status == 401)


def test_pointers_of_a_service_are_passed_on(gateway: Any, services: Any, say: Any) -> None:
    errors = [{"pointer": "/title", "code": "missing", "detail": "Missing data for required field."}]
    services.reply = say.no(INVALID_REQUEST, errors=errors)
    answer = gateway.ask("POST", "/api/v1/posts", json={"colour": "red"})
    assert is_problem(answer, 422, "invalid_request")["errors"] == errors
    assert services.calls[0][1] == {"colour": "red"}


def test_a_name_in_path_and_body_is_refused(gateway: Any, services: Any) -> None:
    answer = gateway.ask("PATCH", f"/api/v1/posts/{POST}", json={"post_id": POST, "title": "x"})
    errors = is_problem(answer, 422, "invalid_request")["errors"]
    assert [error["pointer"] for error in errors] == ["/post_id"]
    assert services.calls == []


def test_u0000_is_pointed_at_where_it_lies(gateway: Any) -> None:
    body = {"area_id": AREA, "a/b": [{"c": "ok"}, {"c": "x\0y"}]}
    answer = gateway.ask("POST", "/api/v1/posts", json=body)
    assert is_problem(answer, 422, "invalid_request")["errors"][0]["pointer"] == "/a~1b/1/c"


@pytest.mark.parametrize("query", ["title=%00", "title=%ff", "&".join(f"f{i}=1" for i in range(300))])
def test_a_query_string_that_is_no_text_is_refused(gateway: Any, query: str) -> None:
    is_problem(gateway.ask("GET", f"/api/v1/posts?{query}"), 400, "malformed_query")


def test_repeated_and_unknown_names_of_a_query_go_to_the_service(gateway: Any, services: Any) -> None:
    gateway.ask("GET", "/api/v1/posts?limit=1&limit=2&kind=a&odd=&area_id=x")
    assert services.calls[0][1] == {"limit": ["1", "2"], "kind": ["a"], "odd": "", "area_id": "x"}


@pytest.mark.parametrize(
    ("tag", "status", "code"),
    [('W/"v3"', 412, "stale"), ("3", 400, "if_match_malformed"), ('"v1", "v2"', 400, "if_match_malformed")],
)
def test_an_entity_tag_must_be_one_strong_tag(gateway: Any, tag: str, status: int, code: str) -> None:
    answer = gateway.ask("PATCH", f"/api/v1/posts/{POST}", json={"title": "x"}, headers={"If-Match": tag})
    is_problem(answer, status, code)


@pytest.mark.parametrize(
    ("failure", "code"),
    [(ServiceDown("membership"), "service_unavailable"), (DeadlinePassed("membership"), "deadline_passed")],
)
def test_a_service_that_is_down_is_a_503(gateway: Any, services: Any, failure: Exception, code: str) -> None:
    def fail(operation: Any) -> None:
        raise failure

    services.reply = fail
    answer = gateway.ask("GET", f"/api/v1/posts/{POST}")
    is_problem(answer, 503, code)
    assert int(answer.headers["retry-after"]) >= 1


def test_a_service_that_hangs_is_a_503_within_the_deadline(gateway: Any, services: Any) -> None:
    async def hang(operation: Any) -> None:
        await asyncio.sleep(60)

    services.reply = hang
    answer = gateway.ask("POST", "/api/v1/posts", json=GOOD)
    assert "Idempotency-Key" in is_problem(answer, 503, "deadline_passed")["detail"]


def test_a_bug_is_a_500_without_a_trace(gateway: Any, services: Any) -> None:
    def stumble(operation: Any) -> None:
        raise RuntimeError("the password is hunter2")

    services.reply = stumble
    answer = gateway.ask("GET", f"/api/v1/posts/{POST}")
    is_problem(answer, 500, "internal_error")
    assert "hunter2" not in answer.text


def test_an_error_without_a_problem_is_a_500_that_says_nothing(gateway: Any, services: Any) -> None:
    services.reply = {"result": None, "error": {"exc_type": "MethodNotFound", "value": "secret", "problem": None}}
    answer = gateway.ask("GET", f"/api/v1/posts/{POST}")
    is_problem(answer, 500, "internal_error")
    assert "secret" not in answer.text


def test_a_rule_of_a_domain_keeps_its_titles(gateway: Any, services: Any) -> None:
    told = problem(KEY_REUSED) | {"code": "post_full", "title": "The post is full", "title_zh": "岗位已满"}
    services.reply = {"result": None, "error": {"exc_type": "PostFull", "problem": told}}
    body = is_problem(gateway.ask("POST", "/api/v1/posts", json=GOOD), 409, "post_full")
    assert body["title_zh"] == "岗位已满"
