"""RabbitMQ for tests: the given one, a private node, a container, or the Debian package installed first; never a skip.

Order: `AMQP_URI` (or GONGJIAN_AMQP_URI) · a private node of the installed `rabbitmq-server` · Docker · as root on Debian
or Ubuntu the package is installed · else `NoRabbit` says what to install.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from runtime.testing.memory import MEMORY
from runtime.testing.rabbit_container import ContainerNode
from runtime.testing.rabbit_node import PrivateNode, clear_left_behind, server_script

log = logging.getLogger(__name__)

WHAT_TO_INSTALL = (
    "Tests need a RabbitMQ (3.10 or newer). Give one of: AMQP_URI=amqp://user:password@host:5672// · "
    "the program rabbitmq-server (Debian, Ubuntu: apt-get install rabbitmq-server; Fedora: dnf install rabbitmq-server; "
    "macOS: brew install rabbitmq) · a running Docker."
)


class NoRabbit(RuntimeError):
    """No broker is to be had here; the message says what to install."""


class Broker(Protocol):
    """A broker under a test's control. `stop` and `start` restart it with all durable state kept."""

    @property
    def uri(self) -> str: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...
    def kill(self) -> None: ...
    def remove(self) -> None: ...


class GivenBroker:
    """A broker somebody else runs: tests may use it but not stop it."""

    def __init__(self, uri: str) -> None:
        self.uri = uri

    def start(self) -> None:
        """Nothing to start: it runs already."""

    def remove(self) -> None:
        """Nothing to remove: it is not ours."""

    def stop(self) -> None:
        raise NoRabbit("fault tests stop and restart the broker; unset AMQP_URI so that they get a private one")

    def kill(self) -> None:
        self.stop()


def broker(within: Path | None = None) -> Broker:
    """The broker to test on, not yet started; a private one keeps its data in the folder `within`."""
    given = os.environ.get("AMQP_URI") or os.environ.get("GONGJIAN_AMQP_URI")
    return GivenBroker(given) if given else own_broker(within)


def own_broker(within: Path | None = None) -> Broker:
    """A broker that may be stopped and killed, whatever AMQP_URI says: what fault tests need."""
    if server_script() is None:
        if docker_runs():
            return ContainerNode()
        install_package()
    clear_left_behind(MEMORY)
    return PrivateNode(within=within)


@contextmanager
def running_broker(within: Path | None = None) -> Iterator[Broker]:
    """The broker to test on, started, and ended with the block; `within` as for `broker`."""
    one = broker(within)
    try:
        one.start()
        yield one
    finally:
        one.remove()


def docker_runs() -> bool:
    """Whether a Docker client is installed and its daemon answers."""
    if shutil.which("docker") is None:
        return False
    try:
        return subprocess.run(["docker", "info"], capture_output=True, timeout=20, check=False).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def install_package() -> None:
    """Install Debian's `rabbitmq-server`; raise `NoRabbit` where that cannot be done."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None or not _is_debian():
        raise NoRabbit(WHAT_TO_INSTALL)
    log.warning("installing Debian's rabbitmq-server: broker tests need it")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "rabbitmq-server"]):
        # The package's own service is not wanted and may fail to start in a container; only the program matters.
        subprocess.run(["apt-get", *words], env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if server_script() is None:
        raise NoRabbit(f"apt-get could not install rabbitmq-server. {WHAT_TO_INSTALL}")


def _is_debian() -> bool:
    try:
        known = Path("/etc/os-release").read_text(encoding="utf-8").lower()
    except FileNotFoundError:
        return False
    return "debian" in known or "ubuntu" in known
