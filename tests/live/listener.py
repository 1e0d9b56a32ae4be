"""Somebody of the city with a live stream open."""

from __future__ import annotations

import json
import threading
from typing import Any

import httpx

from tests.city.city import City, eventually


class Listener:
    """What one token is told; a thread reads."""

    def __init__(self, city: City, token: str) -> None:
        self.hints: list[tuple[str, str]] = []
        self.ended: str | None = None
        self._http = httpx.Client(base_url=f"{city.base_url}/api/v1", timeout=60)
        self._http.headers["Authorization"] = f"Bearer {token}"
        self._answer = self._http.send(self._http.build_request("GET", "/live"), stream=True)
        assert self._answer.status_code == 200, self._answer.read()
        self._opened = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        assert self._opened.wait(30)

    def _read(self) -> None:
        event = ""
        try:
            for line in self._answer.iter_lines():
                self._opened.set()
                word, _, rest = line.partition(": ")
                if word == "event":
                    event = rest
                elif word == "data":
                    self._take(event, json.loads(rest))
        except httpx.HTTPError:
            pass  # closed by the test

    def _take(self, event: str, data: dict[str, Any]) -> None:
        if event == "hint":
            assert set(data) == {"type", "id"}
            self.hints.append((data["type"], data["id"]))
        elif event == "end":
            self.ended = data["reason"]

    def hears(self, type_: str, id_: str) -> None:
        eventually(lambda: (type_, id_) in self.hints, lambda: f"{(type_, id_)} not in {self.hints}")

    def close(self) -> None:
        self._answer.close()
        self._http.close()
