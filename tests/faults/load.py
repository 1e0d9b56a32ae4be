"""Load: acts that go on while something breaks, at least `EVENTS` of them, before, during and after the fault."""

from __future__ import annotations

import itertools
import threading
from types import TracebackType
from typing import Self
from uuid import UUID

from alpha.contract import AlarmRaisedV1, ThingDoneV1
from sqlalchemy.exc import DBAPIError
from two import WITHIN, TwoServices

from kernel.ids import uuid7
from runtime.database import transaction
from runtime.database_errors import is_environment
from runtime.outbox import emit
from runtime.settings import settings

EVENTS = min(2_000, round(3_000 * settings.scale))
"""The least that happens in each test of a fault: 2,000 at full size, 300 at a tenth."""
BURST = 30
AT_LEISURE = 0.02
"""Seconds between two acts once there are enough: the load goes on as long as the fault does, without piling up."""


class Load:
    """Goes on in a thread of its own from the beginning of the block until its end, and at least for `EVENTS` acts."""

    def __init__(self, services: TwoServices, least: int = EVENTS) -> None:
        self.services = services
        self.least = least
        self.done = 0
        self.given_up = False
        self._enough = threading.Event()
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="load")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.given_up = error is not None
        self._enough.set()
        self._thread.join(WITHIN)
        assert not self._thread.is_alive(), f"{self.done} acts, and no end\n{self.services.tails()}"
        if error is None and self._failed is not None:
            raise self._failed

    def goes_on(self, by: int = BURST) -> None:
        """Wait until so many more acts are done."""
        wanted = self.done + by
        self.services.until(lambda: self.done >= wanted or self._failed)
        if self._failed is not None:
            raise self._failed

    def act(self) -> None:
        """Some acts, one after the other or all at once, until `over`."""
        raise NotImplementedError

    def over(self) -> bool:
        return self._enough.is_set() and (self.done >= self.least or self.given_up)

    def rest(self) -> float:
        """Seconds to wait before the next act."""
        return 0.0 if self.done < self.least else AT_LEISURE

    def _run(self) -> None:
        try:
            self.act()
        except BaseException as wrong:  # told where the load is waited for
            self._failed = wrong


class Telling(Load):
    """Alpha's transactions without its door: five events each, one in ten urgent, in things that go on all the time."""

    def __init__(self, services: TwoServices, least: int = EVENTS, *, things: int = 30, number: int = 1) -> None:
        super().__init__(services, least)
        self.committed: list[UUID] = []
        self._number = number
        self._places = itertools.count()
        self._things, self._alarms = ([uuid7() for _ in range(things)] for _ in range(2))

    def act(self) -> None:
        while not self.over():
            try:
                self.committed += self._tell()
            except DBAPIError as wrong:
                if not is_environment(wrong):
                    raise
            self.done = len(self.committed)
            self._enough.wait(self.rest())

    def _tell(self) -> list[UUID]:
        told: list[UUID] = []
        with transaction(self.services.alpha) as session:
            for place in itertools.islice(self._places, 5):
                event, known = (AlarmRaisedV1, self._alarms) if place % 10 == 0 else (ThingDoneV1, self._things)
                aggregate_id = known[place * 7 % len(known)]
                told.append(emit(session, event, aggregate_id=aggregate_id, number=self._number))
        return told
