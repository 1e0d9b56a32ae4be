"""The demo accounts at the API: their tokens, what these claim, and requests that are not retried or recorded."""

from __future__ import annotations

import base64
import json
import threading
import time
from typing import Any
from uuid import uuid4

import httpx

from tests.access.judge import Who

TOKEN_LASTS = 200.0
"""Seconds for which a token is used; the city gives five minutes."""
TRIES = 4
NEVER_A_VERSION = '"v2147483647"'
"""An entity tag of no row. It is looked at after access and before the rules, so a command that is let in changes nothing
wherever its row bears a version."""


class Caller:
    """One demo account."""

    def __init__(self, http: httpx.Client, account: dict[str, Any]) -> None:
        self.role: str = account["role"]
        self.http = http
        self._credentials = {"username": account["username"], "password": account["password"]}
        self._lock = threading.Lock()
        self._token = ""
        self._since = float("-inf")

    @property
    def token(self) -> str:
        with self._lock:
            if time.monotonic() - self._since > TOKEN_LASTS:
                self._token, self._since = self.new_token(), time.monotonic()
            return self._token

    def new_token(self) -> str:
        """The token of a session of its own."""
        reply = answered(self.http, "POST", "/auth/token", json=self._credentials)
        assert reply.status_code == 200, f"{self._credentials['username']} cannot sign in: {reply.text}"
        token: str = reply.json()["access_token"]
        return token

    @property
    def who(self) -> Who:
        claims = claims_of(self.token)
        grants = tuple((grant["role"], grant["kind"], grant["scope"]) for grant in claims["grants"])
        return Who(claims["sub"], claims["person"], grants)

    def get(self, path: str, **query: Any) -> Any:
        return self.done(ask(self.http, self.token, "GET", path, query))

    def post(self, path: str, body: dict[str, Any]) -> Any:
        return self.done(ask(self.http, self.token, "POST", path, body, careful=False))

    def delete(self, path: str) -> Any:
        return self.done(ask(self.http, self.token, "DELETE", path, {}, careful=False))

    @staticmethod
    def done(reply: httpx.Response) -> Any:
        assert reply.status_code < 300, f"{reply.request.method} {reply.request.url}: {reply.text}"
        return reply.json()


def given_by_two(giver: Caller, approver: Caller, account_id: str, grant: dict[str, Any]) -> dict[str, Any]:
    """A grant by one where one is enough, else proposed by the one and approved by the other. At least its id."""
    given = ask(giver.http, giver.token, "POST", f"/accounts/{account_id}/grants", grant, careful=False)
    if given.status_code == 409 and given.json()["code"] == "grant_needs_approval":
        proposed = giver.post(f"/accounts/{account_id}/grant-proposals", grant)
        made: dict[str, Any] = approver.post(f"/grant-proposals/{proposed['proposal_id']}/approval", {})
        return made
    done: dict[str, Any] = Caller.done(given)
    return done


def ask(
    http: httpx.Client, token: str | None, method: str, path: str, words: dict[str, Any], *, careful: bool = True
) -> httpx.Response:
    """One request. A careful command names a version that its row has not."""
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    if method == "GET":
        return answered(http, "GET", path, params=words, headers=headers)
    headers["Idempotency-Key"] = str(uuid4())
    if careful:
        headers["If-Match"] = NEVER_A_VERSION
    return answered(http, method, path, json=None if method == "DELETE" else words, headers=headers)


def answered(http: httpx.Client, method: str, path: str, **words: Any) -> httpx.Response:
    """The reply; where a service had no time for it, the reply to the same request once more."""
    for _ in range(TRIES):
        reply = http.request(method, path, **words)
        if reply.status_code != 503:
            break
    return reply


def claims_of(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims


def forged(token: str) -> str:
    """A token whose claims were raised to a city officer's after it was signed."""
    head, _, signature = token.split(".")
    claims = claims_of(token)
    claims["grants"] = [{**grant, "role": "city_officer"} for grant in claims["grants"]]
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"{head}.{payload}.{signature}"
