"""Someone of the city at a keyboard: an HTTP client signed in as a demo account, whose calls are recorded."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx

from tests.city.record import Call, Record

TOKEN_LASTS = 240.0
"""Seconds of the city's clock after which a token is asked for anew; the city gives five minutes."""


class Citizen:
    """Calls the API below /api/v1 as one demo account; signs in when needed, also after the city's clock moved on."""

    def __init__(
        self, base_url: str, account: dict[str, Any], record: Callable[[], Record | None], clock: Callable[[], float]
    ) -> None:
        self.account = account
        self.role: str = account["role"]
        self._record = record
        self._clock = clock
        self._signed_in_at: float | None = None
        self._lock = threading.Lock()
        self._http = httpx.Client(base_url=f"{base_url}/api/v1", timeout=30)

    def get(self, path: str, **query: Any) -> httpx.Response:
        wanted = {name: value for name, value in query.items() if value is not None}
        return self.request("GET", path, params=wanted)

    def post(self, path: str, body: dict[str, Any] | None = None, **headers: str) -> httpx.Response:
        headers.setdefault("Idempotency-Key", str(uuid4()))
        return self.request("POST", path, json=body or {}, headers=headers)

    def patch(self, path: str, body: dict[str, Any], **headers: str) -> httpx.Response:
        return self.request("PATCH", path, json=body, headers=headers)

    def delete(self, path: str) -> httpx.Response:
        return self.request("DELETE", path)

    def request(self, method: str, path: str, *, headers: dict[str, str] | None = None, **words: Any) -> httpx.Response:
        self._sign_in_if_needed()
        words["headers"] = {key.replace("_", "-"): value for key, value in (headers or {}).items()}
        reply = self._http.request(method, path, **words)
        if (record := self._record()) is not None:
            record.calls.append(Call(self.role, method, f"/api/v1{path}", reply.status_code, code_of(reply)))
        return reply

    def done(self, reply: httpx.Response) -> dict[str, Any]:
        """The body of an answer that must be a success."""
        assert 200 <= reply.status_code < 300, f"{reply.request.method} {reply.request.url}: {reply.text}"
        body: dict[str, Any] = reply.json()
        return body

    def close(self) -> None:
        self._http.close()

    def _sign_in_if_needed(self) -> None:
        with self._lock:
            at = self._clock()
            if self._signed_in_at is not None and 0 <= at - self._signed_in_at < TOKEN_LASTS:
                return
            credentials = {"username": self.account["username"], "password": self.account["password"]}
            reply = self._http.post("/auth/token", json=credentials)
            assert reply.status_code in (200, 201), f"{self.account['username']} cannot sign in: {reply.text}"
            self._http.headers["Authorization"] = f"Bearer {reply.json()['access_token']}"
            self._signed_in_at = at


def code_of(reply: httpx.Response) -> str | None:
    if "problem+json" not in reply.headers.get("content-type", ""):
        return None
    code: str | None = reply.json().get("code")
    return code
