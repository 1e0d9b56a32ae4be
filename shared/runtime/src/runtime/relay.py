"""The relay (转发): a plain process, never monkey-patched, that carries committed events from outboxes to RabbitMQ.

One thread per service and lane, so that a lane full of imports keeps no call for help waiting. Any number of relays may
run; per service and lane one of them leads.
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
from runtime.outlet import Outlet
from runtime.pace import Pace

FIRST_BACK_OFF, LONGEST_BACK_OFF = 0.1, 5.0

log = structlog.get_logger("runtime.relay")


class Relay:
    """Relays the outboxes of `services` to the broker at `uri` (a template where each service has its own user)."""

    def __init__(self, services: Sequence[str], uri: str, engine_of: Callable[[str], Engine] = engine) -> None:
        self._uri = uri
        self._engine_of = engine_of
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(service, lane), name=f"relay-{service}-{lane}", daemon=True)
            for service in services
            for lane in Lane
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, within: float = 40.0) -> None:
        """Finish the batches in hand and give up the locks."""
        self._stop.set()
        for thread in self._threads:
            thread.join(within)

    def _run(self, service: str, lane: Lane) -> None:
        publisher = Publisher(uri_for(self._uri, service), f"relay {service} {lane}")
        back_off = Pace(FIRST_BACK_OFF, LONGEST_BACK_OFF)
        with Outlet(self._engine_of(service), lane, publisher.publish) as outlet:
            while not self._stop.is_set():
                try:
                    publisher.breathe()
                    wait = outlet.turn()
                    back_off.after(worked=True)
                except Exception as wrong:  # broker or database gone: whatever it was, this thread must come back
                    wait = back_off.after(worked=False)
                    log.warning("relay waits", service=service, lane=str(lane), error=repr(wrong), seconds=wait)
                self._stop.wait(wait)
        publisher.close()
