"""The measurements: one contestant at a time, all others held still."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from tests.load import processor
from tests.load.contestants import Contestant
from tests.load.crew import Crew
from tests.load.generator import Job
from tests.load.ground import HERE, PYTHON, ROOT, Ground, plain_environment

SETTLES_WITHIN = 120.0


@dataclass(frozen=True)
class Sizes:
    """How long and how often. Times in seconds."""

    rounds: int
    warm_up: float
    window: float
    backlog: int

    @classmethod
    def of(cls, scale: float) -> Sizes:
        """A quick look below full scale, the real thing at 1."""
        return cls(5, 2.0, 10.0, 20_000) if scale >= 1 else cls(3, 1.5, 4.0, 6_000)


@contextmanager
def running(contestant: Contestant, *, ahead: bool) -> Iterator[None]:
    """The contestant's turn: it runs within the block, and only it; `ahead` of the machine's other work."""
    contestant.crew.complain_if_dead()
    contestant.crew.resume()
    try:
        contestant.wait_until_awake()
        if ahead:
            contestant.crew.put_ahead()
            contestant.ground.put_ahead()
        yield
    finally:
        contestant.crew.pause()


def write(contestant: Contestant, sizes: Sizes) -> dict[str, Any]:
    """Acts over HTTP, 32 connections; `per_second` counts acts whose effects were committed within the window."""
    job = _timed(contestant.write_job(), sizes)
    before = _processor_seconds(contestant)
    result = generate(job)
    lost = contestant.wait_until_done()
    result["processor_ms"] = 1000 * (_processor_seconds(contestant) - before) / result["sent"]
    result["answers_per_second"] = result["per_second"]
    finished = contestant.finished_between(result["begins"], result["ends"])
    return result | {"per_second": finished / sizes.window, "lost": lost}


def read(contestant: Contestant, sizes: Sizes) -> dict[str, Any]:
    """Readings of a row over HTTP, 32 connections."""
    job, before = _timed(contestant.read_job(), sizes), _processor_seconds(contestant)
    result = generate(job)
    return result | {"processor_ms": 1000 * (_processor_seconds(contestant) - before) / result["sent"]}


def latency(contestant: Contestant, sizes: Sizes, rate: float) -> dict[str, Any]:
    """Milliseconds from the commit of an act to the commit of its last effect, with `rate` acts per second."""
    job = _timed(contestant.write_job(), sizes)
    job.rate = rate
    result = generate(job)
    contestant.wait_until_done()
    delays = sorted(1000 * delay for delay in contestant.delays(result["begins"], result["ends"]))
    picked = {f"effect_p{share}": delays[min(len(delays) - 1, len(delays) * share // 100)] for share in (50, 95, 99)}
    return result | picked | {"effects": len(delays)}


def backlog(contestant: Contestant, sizes: Sizes) -> dict[str, Any]:
    """Events from an outbox full of them to committed effects, per second, from the moment that the relay may go."""
    assert contestant.relay is not None
    contestant.crew.pause(contestant.relay)
    before = contestant.finished()
    contestant.make_backlog(sizes.backlog)
    begins, used = time.time(), _processor_seconds(contestant)
    contestant.crew.resume(contestant.relay)
    seconds = _last_effect(contestant, before + sizes.backlog, begins) - begins
    each = 1000 * (_processor_seconds(contestant) - used) / sizes.backlog
    return {"per_second": sizes.backlog / seconds, "events": sizes.backlog, "seconds": seconds, "processor_ms": each}


def _processor_seconds(contestant: Contestant) -> float:
    """Of the contestant's processes, the database and the broker; while it is measured, those work for it alone."""
    return contestant.crew.processor_seconds() + contestant.ground.processor_seconds()


def _last_effect(contestant: Contestant, wanted: int, begins: float) -> float:
    """When the last effect was committed (Unix time)."""
    deadline = time.monotonic() + SETTLES_WITHIN
    while contestant.finished() < wanted:
        if time.monotonic() > deadline:
            raise RuntimeError(f"{contestant.name}: {wanted - contestant.finished()} events had no effect")
        time.sleep(0.25)  # counting costs, and the moment comes from the commits
    return contestant.last_effect_since(begins)


def rpc_echo(ground: Ground, seconds: float) -> float:
    """Calls per second of a raw echo over RabbitMQ: what no RPC on this machine can exceed."""
    crew, environment = Crew(ground.folder), plain_environment() | {"BENCH_AMQP": ground.amqp_uri}
    try:
        crew.spawn("echo", [str(PYTHON), "-m", "peers.ceiling", "echo"], environment, HERE)
        words = [str(PYTHON), "-m", "peers.ceiling", "ask", str(seconds)]
        done = subprocess.run(words, env=environment, cwd=HERE, capture_output=True, text=True, check=True, timeout=60)
        return float(done.stdout)
    finally:
        crew.stop()


class WrongAnswers(RuntimeError):
    """More than one of a thousand answers was not the one expected."""


def generate(job: Job) -> dict[str, Any]:
    """Run the load generator in a process of its own. Raises `WrongAnswers`."""
    command = [sys.executable, "-m", "tests.load.generator"]
    done = subprocess.run(
        command, input=json.dumps(asdict(job)), capture_output=True, text=True, check=False, cwd=ROOT, timeout=120
    )
    if done.returncode:
        raise RuntimeError(f"the load generator failed:\n{done.stderr}")
    result: dict[str, Any] = json.loads(done.stdout)
    if result["wrong"] > result["answers"] * 0.001:
        raise WrongAnswers(f"{result['wrong']} wrong answers, such as {result['examples']}")
    return result


def others_share(seconds: float = 0.4) -> float:
    """The share of all processors that others use while every contestant is held still: the noise of this machine."""
    before = processor.busy_and_total()
    time.sleep(seconds)
    after = processor.busy_and_total()
    total = after[1] - before[1]
    return (after[0] - before[0]) / total if total else 0.0


def _timed(job: Job, sizes: Sizes) -> Job:
    job.warm_up, job.window = sizes.warm_up, sizes.window
    return job
