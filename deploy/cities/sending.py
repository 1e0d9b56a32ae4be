"""Sends records to a city over HTTP: signs in, enters registers record by record key, waits for what others must hear."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import httpx

from deploy.cities.zhenwei.words import Record, Ref

CHUNK = 500
TOKEN_SECONDS = 200.0
HEARD_WITHIN = 90.0
ASK_AGAIN_AFTER = 0.4
OWN_WORDS = frozenset({"why_not", "refused_as"})
NOT_HEARD_YET = frozenset(
    {
        "area_unknown",
        "card_kind_unknown",
        "claimant_unknown",
        "contact_unknown",
        "grant_scope_unknown",
        "helped_elsewhere",
        "helped_unknown",
        "helper_unknown",
        "not_a_volunteer",
        "not_found",
        "not_in_team",
        "not_on_shift",
        "obligation_unknown",
        "person_lives_elsewhere",
        "person_unknown",
        "post_unknown",
        "team_not_on_patrol",
        "team_unknown",
        "unit_unknown",
    }
)
"""Refusals that pass by themselves while a service has not heard yet of what another one was told a moment ago."""


class LoadRefused(RuntimeError):
    """The city refused a record or an act for a reason that waiting does not mend."""


class Speaker:
    """Somebody signed in, who speaks to the API below /api/v1. Signs in anew before the token ends."""

    def __init__(self, base_url: str, username: str, password: str) -> None:
        self.base_url = base_url
        self.username = username
        self._credentials = {"username": username, "password": password}
        self._http = httpx.Client(base_url=f"{base_url}/api/v1", timeout=120)
        self._signed_in_at: float | None = None

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        return self._done(self.request("GET", path, params=query))

    def act(self, path: str, body: Mapping[str, Any], *, unless: Collection[str] = ()) -> dict[str, Any] | None:
        """Posts an act, patiently; None when it was refused with a code of `unless`: it has been done before."""
        deadline = time.monotonic() + HEARD_WITHIN
        key = str(uuid5(NAMESPACE_URL, f"{self.username} {path} {sorted(body.items())}"))
        while True:
            reply = self.request("POST", path, json=dict(body), headers={"Idempotency-Key": key})
            code = code_of(reply)
            if code is not None and code in unless:
                return None
            if code not in NOT_HEARD_YET or time.monotonic() > deadline:
                return self._done(reply)
            time.sleep(ASK_AGAIN_AFTER)

    def request(self, method: str, path: str, **words: Any) -> httpx.Response:
        """One call; waits where the city asks to wait (429) or a service is not there for a moment (503)."""
        self._sign_in_if_needed()
        for _ in range(20):
            reply = self._http.request(method, path, **words)
            if reply.status_code not in (429, 503):
                break
            time.sleep(float(reply.headers.get("Retry-After", "1")))
        return reply

    def close(self) -> None:
        self._http.close()

    def _sign_in_if_needed(self) -> None:
        if self._signed_in_at is not None and time.monotonic() - self._signed_in_at < TOKEN_SECONDS:
            return
        reply = self._http.post("/auth/token", json=self._credentials)
        self._http.headers["Authorization"] = f"Bearer {self._done(reply)['access_token']}"
        self._signed_in_at = time.monotonic()

    def _done(self, reply: httpx.Response) -> dict[str, Any]:
        if not reply.is_success:
            raise LoadRefused(f"{self.username}: {reply.request.method} {reply.request.url.path}: {reply.text}")
        body: dict[str, Any] = reply.json()
        return body


class Ledger:
    """The ids that the city gave to the records' keys, and the entering of whole registers."""

    def __init__(self, progress: Callable[[str], None]) -> None:
        self.ids: dict[str, str] = {}
        self._progress = progress

    def enter(self, registrar: Speaker, register: str, records: Sequence[Record]) -> None:
        """Enters all records through the register's import door; a record entered before is only looked up.

        Raises LoadRefused for a refusal that neither the record expects nor waiting mends.
        """
        began = time.monotonic()
        waiting = list(records)
        while waiting:
            later = [record for chunk in _chunks(waiting) for record in self._enter(registrar, register, chunk)]
            if later and time.monotonic() - began > HEARD_WITHIN:
                raise LoadRefused(f"{register}: {len(later)} records still refused, such as {later[0]['record_key']}")
            if later:
                time.sleep(ASK_AGAIN_AFTER)
            waiting = later
        self._progress(f"{register}: {len(records)} records in {time.monotonic() - began:.1f} s")

    def _enter(self, registrar: Speaker, register: str, chunk: Sequence[Record]) -> Iterator[Record]:
        """Enters one chunk; yields the records to be tried again."""
        body = {"records": [as_sent(record, self.ids.__getitem__) for record in chunk]}
        reply = registrar.request("POST", f"/{register}/imports", json=body)
        if not reply.is_success:
            raise LoadRefused(f"{register}: {reply.text}")
        for record, result in zip(chunk, reply.json()["results"], strict=True):
            if result["outcome"] != "refused":
                self.ids[record["record_key"]] = result["id"]
            elif result["code"] in NOT_HEARD_YET:
                yield record
            elif result["code"] != record.get("refused_as"):
                raise LoadRefused(f"{register}: {record['record_key']}: {result}")


def as_sent(record: Record, id_of: Callable[[str], str]) -> dict[str, Any]:
    """The record as its door takes it: ids for references, ISO texts for dates and moments."""
    return {word: _value(value, id_of) for word, value in record.items() if word not in OWN_WORDS}


def code_of(reply: httpx.Response) -> str | None:
    """The code of a problem document, None of a success."""
    return None if reply.is_success else reply.json().get("code")


def _value(value: Any, id_of: Callable[[str], str]) -> Any:
    match value:
        case Ref():
            return id_of(value)
        case datetime() | date():
            return value.isoformat()
        case dict():
            return {word: _value(inner, id_of) for word, inner in value.items()}
        case list():
            return [_value(inner, id_of) for inner in value]
        case _:
            return value


def _chunks(records: Sequence[Record]) -> Iterator[Sequence[Record]]:
    for first in range(0, len(records), CHUNK):
        yield records[first : first + CHUNK]
