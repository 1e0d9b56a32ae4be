"""The `city` of the mechanism and source tests: people by role, their clock, and the figures of the account."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import httpx

from runtime.testing.waiting import eventually
from tests.city.people import Citizen
from tests.city.record import Figure, Record

__all__ = ["SHANGHAI", "City", "Clock", "Replacing", "Stopping", "eventually"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
SETTLED_AFTER = 0.7


class Clock(Protocol):
    def now(self) -> datetime: ...

    def advance_to(self, moment: datetime) -> None: ...


Replacing = Callable[[str, str], AbstractContextManager[None]]
"""Lets another module carry a service: `in_place_of("patrol", "tests.access.careless")`."""
Stopping = Callable[[str], AbstractContextManager[None]]
"""Stops a service for a while: `without("patrol")`."""


class City:
    """What a test may touch: people who talk HTTP, the clock on the wall, the annual report, who carries a service,
    and where each tells how it is."""

    def __init__(
        self,
        base_url: str,
        accounts: list[dict[str, Any]],
        clock: Clock,
        bus: str,
        in_place_of: Replacing,
        without: Stopping,
        health: Mapping[str, str],
    ) -> None:
        self.base_url = base_url
        self.health = health
        self.in_place_of = in_place_of
        self.without = without
        self.bus = bus
        self.clock = clock
        self.record: Record | None = None
        self._accounts = {account["username"]: account for account in accounts}
        self._people: dict[str, Citizen] = {}

    def as_user(self, username: str) -> Citizen:
        """A demo account by its user name."""
        if username not in self._people:
            self._people[username] = Citizen(
                self.base_url,
                self._accounts[username],
                lambda: self.record,
                lambda: self.clock.now().timestamp(),
            )
        return self._people[username]

    def as_account(self, username: str, password: str, role: str) -> Citizen:
        """Somebody whose account a test has opened."""
        self._accounts[username] = {"username": username, "password": password, "role": role}
        return self.as_user(username)

    def as_role(self, role: str) -> Citizen:
        """The first demo account that holds a role."""
        return self.as_user(next(name for name, account in self._accounts.items() if account["role"] == role))

    def today(self) -> datetime:
        """The city's present moment in Asia/Shanghai."""
        return self.clock.now().astimezone(SHANGHAI)

    def evening(self, hour: int, minute: int, *, days: int = 0) -> datetime:
        """A moment of this or a later evening, Asia/Shanghai."""
        return (self.today() + timedelta(days=days)).replace(hour=hour, minute=minute, second=0, microsecond=0)

    def area(self, name: str, kind: str = "community") -> dict[str, Any]:
        """An area of the demo city by its name."""
        reader = self.as_role("city_officer")
        items = reader.done(reader.get("/areas", kind=kind, q=name, limit=200))["items"]
        return next(item for item in items if item["name"] == name)

    def figure(self, metric: str, area_id: str, year: int) -> float:
        """The figure's value as the annual report states it now."""
        return float(self.figures(area_id, year)[metric]["value"] or 0)

    def figures(self, area_id: str, year: int) -> dict[str, dict[str, Any]]:
        reader = self.as_role("city_officer")

        def heard() -> list[httpx.Response]:
            reply = reader.get("/reports/annual", area=area_id, year=year)
            return [] if reply.status_code == 404 else [reply]

        # Reporting hears a moment later of an area that was registered a moment ago.
        report = reader.done(eventually(heard, lambda: f"no report of {area_id}")[0])
        return {figure["metric"]: figure for section in report["sections"] for figure in section["figures"]}

    @contextmanager
    def moves(self, area_id: str, by: Mapping[str, float], *, year: int | None = None) -> Iterator[None]:
        """Asserts that what is done inside moves each figure of the annual report by exactly so much.

        Figures are read before, then until they stand where they must, then once more after a pause: a figure that
        overshoots is as wrong as one that stays.
        """
        of = year or self.today().year
        before = {metric: self.figure(metric, area_id, of) for metric in by}
        yield
        wanted = {metric: before[metric] + step for metric, step in by.items()}
        eventually(lambda: self._read(by, area_id, of) == wanted, lambda: f"{self._read(by, area_id, of)} ≠ {wanted}")
        time.sleep(SETTLED_AFTER)
        after = self._read(by, area_id, of)
        assert after == wanted, f"figures moved on: {after} ≠ {wanted}"
        if self.record is not None:
            self.record.figures.extend(Figure(metric, before[metric], after[metric]) for metric in by)

    def _read(self, metrics: Mapping[str, float], area_id: str, year: int) -> dict[str, float]:
        figures = self.figures(area_id, year)
        return {metric: float(figures[metric]["value"] or 0) for metric in metrics}

    def close(self) -> None:
        for person in self._people.values():
            person.close()
