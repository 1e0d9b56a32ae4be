"""A RabbitMQ node in a container, for machines that have Docker but no `rabbitmq-server`."""

from __future__ import annotations

import secrets
import subprocess
import time

from runtime.child_processes import free_port
from runtime.testing.rabbit_node import UP_WITHIN, RabbitFailed, answers_amqp

IMAGE = "rabbitmq:4-management"


class ContainerNode:
    """A container with its port on the loopback interface, kept over `stop` and `start`."""

    def __init__(self) -> None:
        self.port = free_port()
        self._name = f"gongjian-mq-{secrets.token_hex(4)}"
        self._made = False

    @property
    def uri(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def start(self) -> None:
        """Return when the broker accepts AMQP connections; raise `RabbitFailed` when it does not in time."""
        if self._made:
            _docker("start", self._name)
        else:
            _docker("run", "--detach", "--name", self._name, "--publish", f"127.0.0.1:{self.port}:5672", IMAGE)
            self._made = True
        deadline = time.monotonic() + UP_WITHIN
        while not answers_amqp(self.port):
            if time.monotonic() > deadline:
                raise RabbitFailed(f"RabbitMQ did not start:\n{_docker('logs', '--tail', '25', self._name)}")
            time.sleep(0.2)

    def stop(self) -> None:
        """Shut down in order; durable queues and messages stay."""
        _docker("stop", self._name)

    def kill(self) -> None:
        """End the broker as a power cut would."""
        _docker("kill", self._name)

    def remove(self) -> None:
        """End it and delete its data."""
        if self._made:
            _docker("rm", "--force", "--volumes", self._name)
            self._made = False


def _docker(*words: str) -> str:
    done = subprocess.run(["docker", *words], capture_output=True, text=True, check=False, timeout=300)
    if done.returncode != 0:
        raise RabbitFailed(f"docker {words[0]} failed: {done.stderr.strip()}")
    return done.stdout + done.stderr
