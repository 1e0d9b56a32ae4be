"""A private RabbitMQ node: own name, ports, cookie and folders, so that it meets no other node on the machine."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from runtime.child_processes import die_with_parent, free_port, is_running

UP_WITHIN = 90.0
NO_BUSY_WAIT = "+sbwt none +sbwtdcpu none +sbwtdio none"
"""Erlang's schedulers spin before they sleep, which takes time from everybody on a machine that is shared."""
DOWN_WITHIN = 30.0
# The distribution's wrapper refuses to run for ordinary users; the script that it wraps does not.
SCRIPTS = (
    "/usr/lib/rabbitmq/bin/rabbitmq-server",
    "/usr/local/sbin/rabbitmq-server",
    "/opt/homebrew/sbin/rabbitmq-server",
)


class RabbitFailed(RuntimeError):
    """The node did not start; the message ends with the last lines of its log."""


def server_script() -> str | None:
    """Path of the installed `rabbitmq-server`, None where there is none."""
    for script in SCRIPTS:
        if os.access(script, os.X_OK):
            return script
    return shutil.which("rabbitmq-server", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


class PrivateNode:
    """A node of the installed RabbitMQ with data in a temporary folder, kept over `stop` and `start`; in the folder `within` or
    wherever temporary files lie.

    `definitions`, in RabbitMQ's own format, are what it holds from the start, users included; guest is not among them.
    """

    def __init__(self, definitions: Mapping[str, Any] | None = None, within: Path | None = None) -> None:
        self._definitions = definitions
        self.folder = Path(tempfile.mkdtemp(prefix=f"gongjian-mq-{os.getpid()}-", dir=within))
        self.port, self._dist_port, self._epmd_port = free_port(), free_port(), free_port()
        self._name = f"gongjian-{secrets.token_hex(4)}@localhost"
        self._epmd: subprocess.Popen[bytes] | None = None
        self._node: subprocess.Popen[bytes] | None = None
        self._write_configuration()

    @property
    def uri(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}//"

    @property
    def pid(self) -> int | None:
        return None if self._node is None else self._node.pid

    def start(self) -> None:
        """Return when the node accepts AMQP connections; raise `RabbitFailed` when it does not in time."""
        self._start_epmd()
        script = server_script()
        assert script is not None, "a private node needs rabbitmq-server"
        self._node = self._spawn([script], die_with=signal.SIGKILL)
        deadline = time.monotonic() + UP_WITHIN
        while not answers_amqp(self.port):
            if self._node.poll() is not None or time.monotonic() > deadline:
                raise RabbitFailed(f"RabbitMQ did not start:\n{self._log_tail()}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Shut down in order, as `rabbitmqctl stop` would; durable queues and messages stay."""
        if self._node is None:
            return
        self._node.terminate()
        try:
            self._node.wait(DOWN_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill()
        self._node = None

    def kill(self) -> None:
        """End the node as a power cut would (SIGKILL to its whole process group)."""
        if self._node is not None:
            _kill_group(self._node)
            self._node = None

    def remove(self) -> None:
        """End everything and delete the data."""
        self.kill()
        if self._epmd is not None:
            _kill_group(self._epmd)
            self._epmd = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start_epmd(self) -> None:
        # Started by ourselves in the foreground: the one that Erlang would start by itself is a daemon nobody ends.
        if self._epmd is not None and self._epmd.poll() is None:
            return
        epmd = shutil.which("epmd")
        assert epmd is not None, "Erlang brings epmd"
        self._epmd = self._spawn(
            [epmd, "-port", str(self._epmd_port), "-address", "127.0.0.1"], die_with=signal.SIGKILL
        )
        deadline = time.monotonic() + UP_WITHIN
        while not _accepts(self._epmd_port):
            if self._epmd.poll() is not None or time.monotonic() > deadline:
                raise RabbitFailed(f"epmd did not start:\n{self._log_tail()}")
            time.sleep(0.02)

    def _spawn(self, command: list[str], *, die_with: signal.Signals) -> subprocess.Popen[bytes]:
        with (self.folder / "console.log").open("ab") as console:
            return subprocess.Popen(
                command,
                env=self._environment(),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                start_new_session=True,
                preexec_fn=die_with_parent(die_with),  # noqa: PLW1509
            )

    def _write_configuration(self) -> None:
        (self.folder / "home").mkdir()
        cookie = self.folder / "home" / ".erlang.cookie"
        cookie.write_text(secrets.token_hex(16), encoding="utf-8")
        cookie.chmod(0o400)
        (self.folder / "enabled_plugins").write_text("[].\n", encoding="utf-8")
        (self.folder / "empty.conf").write_text("", encoding="utf-8")
        lines = [
            f"listeners.tcp.1 = 127.0.0.1:{self.port}",
            # A test node must not refuse publishers because the machine's disk is nearly full.
            "disk_free_limit.absolute = 50MB",
            "log.console = false",
            "log.file.level = warning",
        ]
        if self._definitions is not None:
            (self.folder / "definitions.json").write_text(json.dumps(self._definitions), encoding="utf-8")
            lines.append(f"load_definitions = {self.folder / 'definitions.json'}")
        (self.folder / "rabbitmq.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _environment(self) -> dict[str, str]:
        ours = {
            "HOME": str(self.folder / "home"),
            "ERL_EPMD_PORT": str(self._epmd_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": self._name,
            "RABBITMQ_DIST_PORT": str(self._dist_port),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbitmq.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "enabled_plugins"),
            "RABBITMQ_CONF_ENV_FILE": str(self.folder / "empty.conf"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(self.folder / "generated"),
            # With input allowed the script becomes the Erlang machine itself, so that its id is the one to signal;
            # the second word takes the input away again.
            "RABBITMQ_ALLOW_INPUT": "1",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": f"-noinput {NO_BUSY_WAIT} -kernel inet_dist_use_interface {{127,0,0,1}}",
        }
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("RABBITMQ_", "ERL_"))}
        return {**kept, **ours}

    def _log_tail(self) -> str:
        lines: list[str] = []
        for path in [self.folder / "console.log", *sorted((self.folder / "log").glob("*.log"))]:
            lines += path.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-25:])


def clear_left_behind(within: Path) -> None:
    """Delete what nodes whose makers are no more have left in that folder; the nodes ended with their makers."""
    for folder in within.glob("gongjian-mq-*-*"):
        maker = folder.name.split("-")[2]
        if maker.isdigit() and not is_running(int(maker)):
            shutil.rmtree(folder, ignore_errors=True)


def answers_amqp(port: int) -> bool:
    """Whether a broker speaks AMQP 0-9-1 there: it answers the protocol header with Connection.Start."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(b"AMQP\x00\x00\x09\x01")
            return connection.recv(1) == b"\x01"
    except OSError:
        return False


def _accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
