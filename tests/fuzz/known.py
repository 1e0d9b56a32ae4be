"""Ids that the city has told: put in the place of generated ones, they lead a case past "not found" to the rules."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

SAME = {
    **dict.fromkeys(("home_area", "parent_id", "below", "area", "scope"), "area_id"),
    **dict.fromkeys(("leader_id", "contact_id", "helper_id"), "person_id"),
    "helped_id": "person_id",
}
"""Fields that hold an id of another name's kind."""
KEPT = 40


class Known:
    """The newest ids of each kind, and how to put them into a request."""

    def __init__(self) -> None:
        self._by_name: dict[str, deque[Any]] = {}
        self._turn = 0

    def learn(self, told: Any) -> None:
        """Remember every id in an answer."""
        if isinstance(told, list):
            for each in told:
                self.learn(each)
        elif isinstance(told, Mapping):
            for name, value in told.items():
                if isinstance(value, list | Mapping):
                    self.learn(value)
                elif value is not None and (name.endswith("_id") or name in SAME):
                    self._remember(SAME.get(name, name), value)

    def fill(self, words: Any) -> None:
        """Put known ids into the request's fields of their names, in place."""
        if isinstance(words, list):
            for each in words:
                self.fill(each)
        elif isinstance(words, dict):
            for name, value in words.items():
                if isinstance(value, list | dict):
                    self.fill(value)
                elif pool := self._by_name.get(SAME.get(name, name)):
                    self._turn += 1
                    words[name] = pool[self._turn % len(pool)]

    def _remember(self, name: str, value: Any) -> None:
        pool = self._by_name.setdefault(name, deque(maxlen=KEPT))
        if value not in pool:
            pool.append(value)
