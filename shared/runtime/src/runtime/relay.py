"""The relay (转发): a plain process, never monkey-patched, that carries committed events from outboxes to RabbitMQ.

One thread per service and lane, so that a lane full of imports keeps no call for help waiting; idle ones sleep until the
service's lookout has seen something. Any number of relays may run; per service and lane one of them leads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import structlog
from sqlalchemy import Engine

from contracts.events import Lane
from runtime.amqp.connection import uri_for
from runtime.amqp.publisher import Publisher
from runtime.database import engine
from runtime.outlet import GATHERS, Lookout, Outlet
from runtime.pace import Pace

FIRST_BACK_OFF, LONGEST_BACK_OFF = 0.1, 5.0
LOOKS = 0.005, 0.05
"""Seconds between two looks of the lookout: after news, and at most."""
ASLEEP = 1.0
"""Seconds that an idle lane sleeps at most, whatever the lookout sees."""

log = structlog.get_logger("runtime.relay")


class Relay:
    """Relays the outboxes of `services` to the broker at `uri` (a template where each service has its own user)."""

    def __init__(self, services: Sequence[str], uri: str, engine_of: Callable[[str], Engine] = engine) -> None:
        self._uri = uri
        self._engine_of = engine_of
        self._stop = threading.Event()
        self._bells = {(service, lane): threading.Event() for service in services for lane in Lane}
        self._asleep: set[tuple[str, Lane]] = set()
        self._threads = [
            threading.Thread(target=self._run, args=place, name="relay-{}-{}".format(*place), daemon=True)
            for place in self._bells
        ] + [
            threading.Thread(target=self._look_out, args=(service,), name=f"lookout-{service}", daemon=True)
            for service in services
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, within: float = 40.0) -> None:
        """Finish the batches in hand and give up the locks."""
        self._stop.set()
        for bell in self._bells.values():
            bell.set()
        for thread in self._threads:
            thread.join(within)

    def _run(self, service: str, lane: Lane) -> None:
        publisher = Publisher(uri_for(self._uri, service), f"relay {service} {lane}")
        back_off = Pace(FIRST_BACK_OFF, LONGEST_BACK_OFF)
        with Outlet(self._engine_of(service), lane, publisher.publish, longest=ASLEEP) as outlet:
            while not self._stop.is_set():
                try:
                    publisher.breathe()
                    wait = outlet.turn()
                    back_off.after(worked=True)
                except Exception as wrong:  # broker or database gone: whatever it was, this thread must come back
                    wait = back_off.after(worked=False)
                    log.warning("relay waits", service=service, lane=str(lane), error=repr(wrong), seconds=wait)
                if outlet.leads and wait > GATHERS:
                    self._sleep(service, lane, wait)
                else:
                    self._stop.wait(wait)
        publisher.close()

    def _sleep(self, service: str, lane: Lane, wait: float) -> None:
        """Until the lookout rings, or the wait is over."""
        bell = self._bells[service, lane]
        self._asleep.add((service, lane))
        bell.wait(wait)
        self._asleep.discard((service, lane))
        bell.clear()

    def _asleep_of(self, service: str) -> set[Lane]:
        return {lane for lane in Lane if (service, lane) in self._asleep}

    def _look_out(self, service: str) -> None:
        """Ring for sleeping lanes in which something waits; while none sleeps nobody looks. Often while there is news, seldom
        while all is quiet or the same lane is rung for again (what waits there is held back)."""
        lookout = Lookout(self._engine_of(service))
        pace, back_off = Pace(*LOOKS), Pace(FIRST_BACK_OFF, LONGEST_BACK_OFF)
        before: set[Lane] = set()
        while not self._stop.is_set():
            try:
                asleep = self._asleep_of(service)
                rung = asleep and lookout.lanes(asleep)
                for lane in rung:
                    self._bells[service, lane].set()
                wait = pace.after(worked=bool(rung - before)) or LOOKS[0]
                before = rung
                back_off.after(worked=True)
            except Exception as wrong:  # the lanes say why; they also look by themselves, only less often
                wait = back_off.after(worked=False)
                log.debug("lookout waits", service=service, error=repr(wrong))
            self._stop.wait(wait)
        lookout.close()
