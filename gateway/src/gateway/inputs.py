"""Reads a request into the flat arguments of an operation. Nothing of the domain is validated here: unknown, missing and
wrong fields are the service's to refuse, with a pointer each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.types import Receive

from gateway.plans import Plan
from gateway.problems import Refused

Headers = dict[bytes, bytes]

_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
_KEY = re.compile(rb"[\x21-\x7e]{1,200}")
_ENTITY_TAG = re.compile(rb'(?:W/)?"v(\d{1,18})"')

_SAID_ONCE = frozenset({b"authorization", b"content-type", b"idempotency-key", b"if-match"})

MAX_DEPTH = 32
"""Levels of a body. Far more than any schema has, far fewer than a call to a service can carry."""


def is_uuid(text: str) -> bool:
    return _UUID.fullmatch(text) is not None


async def arguments(
    plan: Plan, values: dict[str, str], query: bytes, headers: Headers, receive: Receive
) -> dict[str, Any]:
    """Path parameters, query string and body as one flat mapping. Raises `Refused` for what cannot be read."""
    for name in plan.uuids:
        if not is_uuid(values[name]):
            raise Refused("not_found")
    for name in plan.numbers:
        if not _NUMBER.fullmatch(values[name]):
            raise Refused("not_found")
    given = query_arguments(query, plan.lists) if query else {}
    if plan.max_body:
        _refuse_query(given)
        given = await _body(plan.max_body, headers, receive)
    _join(given, values)
    return given


def _refuse_query(given: dict[str, Any]) -> None:
    """A command is told by its path and body alone."""
    if given:
        detail = "A command takes nothing from the query string."
        raise Refused("invalid_request", errors=[_error(f"/{name}", "unknown_field", detail) for name in sorted(given)])


def query_arguments(query: bytes, lists: frozenset[str]) -> dict[str, Any]:
    """A name that comes twice becomes a list, which a schema without a list refuses."""
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=200)
    except ValueError:
        raise Refused("malformed_query") from None
    given: dict[str, Any] = {}
    for name, value in pairs:
        if "\0" in name or "\0" in value:
            raise Refused("malformed_query", "U+0000 is no text.")
        if name in given:
            before = given[name]
            given[name] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            given[name] = [value] if name in lists else value
    return given


async def _body(limit: int, headers: Headers, receive: Receive) -> dict[str, Any]:
    raw = await read_body(limit, headers, receive)
    if not raw:
        return {}
    if headers.get(b"content-type", b"").partition(b";")[0].strip().lower() != b"application/json":
        raise Refused("unsupported_media_type")
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise Refused("malformed_json", f"Line {error.lineno}, column {error.colno}.") from None
    if not isinstance(body, dict):
        raise Refused("malformed_json", "The body must be a JSON object.")
    if raw.count(b"[") + raw.count(b"{") > MAX_DEPTH and _is_deeper(body, MAX_DEPTH):
        raise Refused("malformed_json", f"At most {MAX_DEPTH} levels.")
    if b"\\u0000" in raw:
        _refuse_nul(body, "")
    return body


def _is_deeper(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    within = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_is_deeper(one, levels - 1) for one in within)


async def read_body(limit: int, headers: Headers, receive: Receive) -> bytes:
    """The body, if it is not over `limit` bytes, whatever its Content-Length claims."""
    length = headers.get(b"content-length", b"")
    if length.isdigit() and int(length) > limit:
        raise _too_large(limit)
    chunks, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            raise _too_large(limit)
        chunks.append(chunk)
        if not message.get("more_body", False):
            return b"".join(chunks)


class ClientGone(Exception):
    """The client hung up before its request was complete: nobody is there to answer."""


def _too_large(limit: int) -> Refused:
    return Refused("body_too_large", f"At most {limit} bytes.", headers=[(b"connection", b"close")])


def _refuse_nul(value: Any, pointer: str) -> None:
    """U+0000 is valid JSON that no PostgreSQL text can hold: refused at the door, for all services alike."""
    if isinstance(value, str) and "\0" in value:
        raise _invalid(pointer, "nul_character", "U+0000 is no text.")
    if isinstance(value, dict):
        for name, one in value.items():
            _refuse_nul(name, pointer)
            _refuse_nul(one, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}")
    if isinstance(value, list):
        for index, one in enumerate(value):
            _refuse_nul(one, f"{pointer}/{index}")


def _join(given: dict[str, Any], more: dict[str, Any]) -> None:
    """Adds `more`; the same name in two places is refused, because nobody could say which one counts."""
    twice = given.keys() & more.keys()
    if twice:
        raise Refused(
            "invalid_request",
            errors=[_error(f"/{name}", "given_twice", "Given in two places of the request.") for name in sorted(twice)],
        )
    given.update(more)


def _invalid(pointer: str, code: str, detail: str) -> Refused:
    return Refused("invalid_request", errors=[_error(pointer, code, detail)])


def _error(pointer: str, code: str, detail: str) -> dict[str, str]:
    return {"pointer": pointer, "code": code, "detail": detail}


def refuse_repeated(headers: Sequence[tuple[bytes, bytes]]) -> None:
    """Raises `Refused` for a second token, key or version: a proxy in front of us may have read the other one."""
    named = [name for name, _ in headers if name in _SAID_ONCE]
    if len(named) != len(set(named)):
        raise Refused("malformed_request", "A header that may be sent once was sent twice.")


def idempotency_key(plan: Plan, headers: Headers) -> str | None:
    """The key of a repeatable command. Raises `Refused` when it is required and missing, or no key at all."""
    key = headers.get(b"idempotency-key")
    if key is None:
        if plan.needs_key:
            raise Refused("idempotency_key_required")
        return None
    if not _KEY.fullmatch(key):
        raise Refused("idempotency_key_invalid")
    return key.decode("ascii")


def expected_version(headers: Headers) -> int | None:
    """The version named by If-Match. A weak tag never matches (RFC 9110, 13.1.1); `*` names no version, as if nothing
    had been said."""
    tag = headers.get(b"if-match", b"*").strip()
    if tag == b"*":
        return None
    match = _ENTITY_TAG.fullmatch(tag)
    if match is None:
        raise Refused("if_match_malformed", 'Send the ETag of the reply that you edit, such as "v3".')
    if tag.startswith(b"W/"):
        raise Refused("stale", "If-Match compares strongly; a weak entity tag matches nothing.")
    return int(match.group(1))


def is_known(version: int, headers: Headers) -> bool:
    """Whether If-None-Match names this version (compared weakly, as for every GET)."""
    named = headers.get(b"if-none-match")
    if named is None:
        return False
    tags = [tag.strip().removeprefix(b"W/") for tag in named.split(b",")]
    return b"*" in tags or b'"v%d"' % version in tags


def bearer(headers: Headers) -> str | None:
    """The token of the Authorization header; None without one. Another scheme is no sign-in."""
    value = headers.get(b"authorization")
    if value is None:
        return None
    scheme, _, token = value.partition(b" ")
    token = token.strip()
    if scheme.lower() != b"bearer" or not token or not token.isascii():
        raise Refused("token_missing", "Send Authorization: Bearer <token>.")
    return token.decode("ascii")
