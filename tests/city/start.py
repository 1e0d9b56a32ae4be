"""Brings a city up for a test session: database, broker, processes, the demo year, and a clock that tests hold."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from runtime.testing.clock import TestClock
from tests.city.city import City
from tests.city.processes import ROOT, CityProcesses

ACCOUNTS = ROOT / "deploy" / "cities" / "demo" / "accounts.yaml"


class Wall:
    """The clock on the city's wall: it runs, and tests move it on; never back."""

    def __init__(self, clock: TestClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()

    def advance_to(self, moment: datetime) -> None:
        ahead = moment - self.now()
        if ahead.total_seconds() > 0:
            self._clock.advance(ahead)


@contextmanager
def running_city(
    rabbit: Any, postgres_server: Any, folder: Path, name: str = "city", **settings: str
) -> Iterator[City]:
    """A city with 圳尾's year loaded, stopped at the end; its logs stay in `folder`. Its databases begin with `name`; two
    cities at once need a broker each. `settings` are more of its environment.
    """
    clock = TestClock(folder / "clock")
    environment = _environment(rabbit, postgres_server, folder, clock)
    environment["GONGJIAN_DATABASE_URL"] = postgres_server.url(f"{name}_{{service}}")
    processes = CityProcesses({**environment, **settings}, folder)
    try:
        processes.prepare()
        processes.start()
        _load(processes)
        accounts = yaml.safe_load(ACCOUNTS.read_text(encoding="utf-8"))["accounts"]
        city = City(
            processes.base_url,
            accounts,
            Wall(clock),
            bus="rabbitmq",
            in_place_of=processes.in_place_of,
            without=processes.without,
            health=processes.health,
        )
        yield city
        city.close()
    finally:
        processes.stop()


def _environment(rabbit: Any, postgres_server: Any, folder: Path, clock: TestClock) -> dict[str, str]:
    return {
        **os.environ,
        "GONGJIAN_MODE": "broker",
        "GONGJIAN_TEST": "1",
        "GONGJIAN_TEST_CLOCK": str(clock.path),
        "GONGJIAN_AMQP_URI": rabbit.uri,
        "GONGJIAN_KEYS_DIR": str(folder / "keys"),
        "GONGJIAN_PACKS_DIR": str(ROOT / "deploy" / "packs"),
        "GONGJIAN_RATE_LIMIT": "off",
        "GONGJIAN_SECOND_FACTOR": "off",
    }


def _load(processes: CityProcesses) -> None:
    script = ROOT / "deploy" / "cities" / "load.py"
    spec = importlib.util.spec_from_file_location("city_loader", script)
    assert spec and spec.loader
    loader = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loader)
    loader.load(processes.base_url, processes.environment)
