"""Alpha and beta as processes on a real RabbitMQ, with databases of one test's own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import amqp
from alpha.contract import AlarmRaisedV1, ThingDoneV1
from alpha.service import door as alpha_door
from beta.service import door as beta_door
from sqlalchemy import Engine

from contracts.events import Lane
from kernel.ids import uuid7
from runtime.amqp.connection import connect
from runtime.amqp.names import event_queue, rpc_queue
from runtime.child_processes import die_with_parent
from runtime.database import transaction
from runtime.outbox import emit
from runtime.topology import Topology

WITHIN = 180.0


@dataclass
class TwoServices:
    """`start("serve", "beta")` and so on; everything still running is killed at the end."""

    alpha: Engine
    beta: Engine
    uri: str
    environment: Mapping[str, str]
    logs: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """A process of `gongjian`; more environment by keyword."""
        command, *rest = arguments
        # `gongjian serve` becomes the second; starting that at once saves the imports of the first.
        module = ["runtime.amqp.serve"] if command == "serve" else ["runtime.cli", command]
        return self.run("-".join(arguments), "-m", *module, *rest, **environment)

    def run(self, name: str, *words: str, **environment: str) -> subprocess.Popen[bytes]:
        """A process of Python, ended with the test; what it says goes into a log of this name."""
        with (self.logs / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *words],
                env={**self.environment, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent(signal.SIGKILL),  # noqa: PLW1509 - it loads nothing after the fork
            )
        self.running.append(process)
        return process

    def apply_topology(self) -> None:
        """Empty queues, as at the first deployment."""
        with connect(self.uri, "tests") as connection:
            channel = connection.channel()
            for door in (alpha_door, beta_door):
                for queue in [rpc_queue(door.service), *(event_queue(door.service, lane) for lane in Lane)]:
                    channel.queue_delete(queue)
        Topology.of([alpha_door, beta_door]).apply(self.uri)

    def publish(self, exchange: str, key: str, body: bytes, **properties: object) -> None:
        """Put a raw message on the bus, past every outbox."""
        with connect(self.uri, "tests") as connection:
            connection.channel().basic_publish(amqp.Message(body, delivery_mode=2, **properties), exchange, key)

    def waiting(self, service: str) -> int:
        """How many events wait in a service's queues; none of its consumers may run, or it is a guess."""
        with connect(self.uri, "tests") as connection:
            channel = connection.channel()
            return sum(channel.queue_declare(event_queue(service, lane), passive=True).message_count for lane in Lane)

    def tell(self, count: int, *, things: int = 30, number: int = 1) -> None:
        """Emit `count` events, one in ten urgent, in transactions of up to five."""
        ids, alarms = ([uuid7() for _ in range(things)] for _ in range(2))
        for start in range(0, count, 5):
            with transaction(self.alpha) as session:
                for each in range(start, min(start + 5, count)):
                    event, known = (AlarmRaisedV1, alarms) if each % 10 == 0 else (ThingDoneV1, ids)
                    emit(session, event, aggregate_id=known[each * 7 % things], number=number)

    def tails(self) -> str:
        """The ends of all logs, for a failure's message."""
        return "\n".join(
            f"--- {log.name}\n" + "\n".join(log.read_text(errors="replace").splitlines()[-25:])
            for log in sorted(self.logs.glob("*.log"))
        )

    def until(self, holds: Callable[[], object], within: float = WITHIN) -> None:
        """Wait for a condition; the logs are in the message when it does not come true."""
        deadline = time.monotonic() + within
        while not holds():
            if time.monotonic() > deadline:
                raise AssertionError(f"did not happen within {within:.0f} s\n{self.tails()}")
            time.sleep(0.05)

    def end(self) -> None:
        for process in self.running:
            if process.poll() is None:
                process.kill()
            process.wait()


def environment(postgres_url: str, uri: str, services: Path) -> dict[str, str]:
    """What the processes of these tests need to know."""
    paths = [str(services), *sys.path]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
        "GONGJIAN_MODE": "broker",
        "GONGJIAN_TEST": "1",
        "GONGJIAN_DATABASE_URL": postgres_url,
        "GONGJIAN_AMQP_URI": uri,
        "GONGJIAN_PARKING_URGENT_MS": "100,100,100",
        "GONGJIAN_PARKING_MS": "100,100,100,100",
        "GONGJIAN_LOG_LEVEL": "info",
    }
