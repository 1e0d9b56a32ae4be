"""The processes of one contestant: started together, held still while another one is measured, ended together."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from runtime.child_processes import die_with_parent
from tests.load import processor

STOP_WITHIN = 15.0


@dataclass
class Crew:
    """Processes by name, each a group of its own, with a log file each in `logs`."""

    logs: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def spawn(self, name: str, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        with (self.logs / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command,
                env=dict(environment),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGKILL),  # noqa: PLW1509
            )

    def pause(self, *names: str) -> None:
        """Hold still: a contestant that is not measured must not take the processor from the one that is."""
        self._signal(signal.SIGSTOP, names)

    def resume(self, *names: str) -> None:
        self._signal(signal.SIGCONT, names)

    def processor_seconds(self) -> float:
        return processor.seconds_of(pid for process in self.running.values() for pid in processor.tree(process.pid))

    def put_ahead(self) -> None:
        processor.put_ahead(pid for process in self.running.values() for pid in processor.tree(process.pid))

    def complain_if_dead(self) -> None:
        for name, process in self.running.items():
            if process.poll() is not None:
                raise RuntimeError(f"{name} ended with {process.returncode}\n{self.tail(name)}")

    def tail(self, name: str, lines: int = 25) -> str:
        text = (self.logs / f"{name}.log").read_text(errors="replace")
        return "\n".join(text.splitlines()[-lines:])

    def stop(self) -> None:
        """End them in order; whoever does not is killed."""
        self._signal(signal.SIGCONT, ())
        self._signal(signal.SIGTERM, ())
        deadline = time.monotonic() + STOP_WITHIN
        for process in self.running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.running.clear()

    def _signal(self, how: signal.Signals, names: Sequence[str]) -> None:
        for name in names or tuple(self.running):
            if self.running[name].poll() is None:
                os.killpg(self.running[name].pid, how)
