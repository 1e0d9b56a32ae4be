"""The door for clocks: inside the service's container it runs what is due, and retries what is parked."""

from __future__ import annotations

from typing import Any

import eventlet
import structlog
from eventlet.event import Event
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint

from runtime.pace import Pace

EVERY, IDLE = 0.1, 0.25
"""Seconds between two looks, and while nothing has been due for some time; a failed urgent event is due again after 0.2."""

log = structlog.get_logger("runtime.amqp.clock_door")


class ClockDoor(Entrypoint):
    """Calls its method again and again; the method says whether there was anything to do. Replicas share by row locks."""

    def setup(self) -> None:
        self._stopping = False
        self._stopped = Event()
        self._pace = Pace(EVERY, IDLE)
        self._back_off = Pace(EVERY, 5.0)

    def start(self) -> None:
        self.container.spawn_managed_thread(self._run, identifier="clocks")

    def stop(self) -> None:
        """Let the tick in hand end."""
        self._stopping = True
        self._stopped.wait()

    def kill(self) -> None:
        self._stopping = True

    def _run(self) -> None:
        while not self._stopping:
            ended = Event()
            try:
                self.container.spawn_worker(self, (), {}, context_data={}, handle_result=_tell(ended))
            except ContainerBeingKilled:
                break
            worked, error = ended.wait()
            if error is None:
                eventlet.sleep(self._pace.after(worked))
                self._back_off.after(worked=True)
            else:
                log.warning("clocks wait", service=self.container.service_name, error=type(error).__name__)
                eventlet.sleep(self._back_off.after(worked=False))
        self._stopped.send(None)


def _tell(ended: Event) -> Any:
    def handle_result(context: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        ended.send((result, exc_info[1] if exc_info else None))
        return result, exc_info

    return handle_result
