"""Asks a service and turns what it answers into a reply. The only place that knows what a call looks like."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, cast

import orjson

from contracts.operations import Operation, Query
from gateway.answers import Answer, Header
from gateway.exchange import Exchange
from gateway.inputs import expected_version, is_known
from gateway.limits import KnownTokens
from gateway.plans import Plan
from gateway.problems import Refused, problem_answer
from runtime.calls import CallMeta, DeadlinePassed, Operations, ServiceDown
from runtime.problems import UNKNOWN_OUTCOME

_JSON: Header = (b"content-type", b"application/json")
_NOT_KEPT: Header = (b"cache-control", b"no-store")
_ASKED_AGAIN: Header = (b"cache-control", b"private, no-cache")
_VARY: Header = (b"vary", b"Authorization, Accept")


class Problem(Exception):
    """A service said no, or could not answer; `told` is its problem document before encoding."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        super().__init__(told["code"])
        self.told = told


class Asking:
    """The services behind the door, and the tokens they have accepted."""

    def __init__(self, operations: Operations, known: KnownTokens) -> None:
        self._operations = operations
        self._known = known

    async def ask(
        self,
        plan: Plan,
        arguments: dict[str, Any],
        exchange: Exchange,
        *,
        token: str | None = None,
        idempotency_key: str | None = None,
    ) -> Mapping[str, Any]:
        """What the service answered: status, data, version, replayed. Raises `Problem` when it says no and `Refused`
        when nothing came before the operation's deadline."""
        meta = CallMeta(
            token=token,
            idempotency_key=idempotency_key,
            if_match=expected_version(exchange.headers),
            correlation_id=exchange.correlation_id,
            traceparent=exchange.traceparent,
        )
        reply = await self._call(plan.operation, arguments, meta)
        error = reply["error"]
        told = None if error is None else _told(error)
        if token is not None and not plan.public:
            self._learn(token, told)
        if told is not None:
            raise Problem(told)
        return cast(Mapping[str, Any], reply["result"])

    def _learn(self, token: str, told: Mapping[str, Any] | None) -> None:
        """A service looks at the token first, so whatever else it says, it has accepted it."""
        accepted = told is None or told["status"] not in (401, 500, 503)
        if accepted and self._known.account(token) is None:
            self._known.learn(token, account_of(token))

    async def _call(self, operation: Operation, arguments: dict[str, Any], meta: CallMeta) -> Mapping[str, Any]:
        detail = "" if isinstance(operation, Query) else UNKNOWN_OUTCOME
        try:
            return await self._operations.call(operation, arguments, meta)
        except ServiceDown:
            raise Refused("service_unavailable") from None
        except DeadlinePassed:
            raise Refused("deadline_passed", detail) from None


def _told(error: Mapping[str, Any]) -> Mapping[str, Any]:
    """The problem of an error; one without a problem was not meant to be seen."""
    told = error.get("problem")
    if not told:
        raise UnexpectedError(f"{error.get('exc_type')}: {error.get('value')}")
    return cast(Mapping[str, Any], told)


class UnexpectedError(Exception):
    """A service failed without a problem document (an exception of nameko itself): logged, answered with 500."""


def account_of(token: str) -> str:
    """The account that a token names, unverified; the token itself where it cannot be read."""
    try:
        return str(words_of(token)["sub"])
    except (KeyError, TypeError, ValueError):
        return token


def words_of(token: str) -> Mapping[str, Any]:
    """What a token says, unverified. Raises ValueError where it cannot be read."""
    _, _, rest = token.partition(".")
    payload, _, _ = rest.partition(".")
    words = orjson.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    if not isinstance(words, dict):
        raise ValueError("a token's payload is an object")
    return words


def reply_answer(result: Mapping[str, Any], exchange: Exchange, *, reading: bool) -> Answer:
    """The JSON answer to `result`; a reading of a version that the client has is 304."""
    version, data = result.get("version"), result.get("data")
    headers: list[Header] = [_VARY]
    if version is not None:
        headers.append((b"etag", b'"v%d"' % version))
        if reading and is_known(version, exchange.headers):
            return Answer(304, b"", headers)
    headers.append(_ASKED_AGAIN if reading and version is not None else _NOT_KEPT)
    if result.get("replayed"):
        headers.append((b"idempotency-replayed", b"true"))
    if data is None:
        return Answer(204, b"", headers)
    headers.append(_JSON)
    return Answer(result.get("status") or 200, orjson.dumps(data), headers)


def answer_of(problem: Problem, exchange: Exchange) -> Answer:
    return problem_answer(problem.told, exchange.correlation_id)
