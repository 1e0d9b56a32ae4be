"""The process of a service over RabbitMQ: `python -m runtime.amqp.serve <service>`, what `gongjian serve` becomes.

Eventlet patches the standard library before anything else is imported; psycopg would wait in C and stop every greenlet.
"""

from __future__ import annotations

import eventlet

eventlet.monkey_patch()

import signal  # noqa: E402 - everything below must see the patched modules
import sys  # noqa: E402

import structlog  # noqa: E402
from eventlet.event import Event  # noqa: E402
from nameko.containers import ServiceContainer  # noqa: E402
from psycopg import waiting  # noqa: E402

from contracts.confidential import is_confidential  # noqa: E402
from runtime import clocks, health, lasting, logs  # noqa: E402
from runtime.amqp import green_wait, sealing  # noqa: E402
from runtime.amqp.batch_door import BatchDoor  # noqa: E402
from runtime.amqp.carried import carried  # noqa: E402
from runtime.database import engine  # noqa: E402
from runtime.doors import load  # noqa: E402
from runtime.pace import Pace  # noqa: E402
from runtime.settings import settings  # noqa: E402

MAX_WORKERS = 16

log = structlog.get_logger("runtime.amqp.serve")


def main(service: str) -> None:
    """Carry the service until SIGTERM or SIGINT, then drain."""
    waiting.wait = green_wait.wait
    logs.configure(service)
    container = _container(service)
    for line in load(service).warnings():
        log.warning(line, service=service)
    stop = Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: stop.ready() or stop.send(None))
    _wind(service, stop)
    container.start()
    if settings.health_port:
        health.serve(service, settings.health_port)
    lasting.spare()
    log.info("serving", service=service)
    watcher = eventlet.spawn(_stop_when_told, stop, container)
    # Raises what killed the container; a process that lives on without its container would look healthy.
    container.wait()
    watcher.wait()
    log.info("drained", service=service)


def _container(service: str) -> ServiceContainer:
    door = load(service)
    if any(is_confidential(served.operation) for served in door.operations.values()):
        sealing.require_key()
    container = ServiceContainer(carried(door, engine(service), settings.amqp_uri), {"max_workers": MAX_WORKERS})
    doors = [entrypoint for entrypoint in container.entrypoints if isinstance(entrypoint, BatchDoor)]
    health.watch(service, "broker", lambda: all(each.link.channel is not None for each in doors))
    return container


def _wind(service: str, stop: Event) -> None:
    """Set the recurring jobs; the database may come up after us."""
    back_off = Pace(0.2, 5.0)
    while not stop.ready():
        try:
            clocks.wind(engine(service), load(service))
        except Exception as wrong:
            log.warning("database not ready", service=service, error=type(wrong).__name__)
            eventlet.sleep(back_off.after(worked=False))
        else:
            return


def _stop_when_told(stop: Event, container: ServiceContainer) -> None:
    stop.wait()
    container.stop()


if __name__ == "__main__":
    main(sys.argv[1])
