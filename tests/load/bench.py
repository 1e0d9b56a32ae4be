"""`make bench`: Gongjian beside its peers, in turns on one machine, in one run; ratios first.

    python -m tests.load.bench [--only writes,reads,backlog,latency,embedded] [--peers monolith,faststream,nameko] [--fsync off]

GONGJIAN_SCALE below 1 is a quick look (about four minutes), 1 the real thing. Results go to .gongjian/bench.json.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any

from tests.load import measure
from tests.load.contestants import Ceiling, Contestant, FastStreamCity, Monolith, NamekoCity
from tests.load.embedded import embedded
from tests.load.gongjian import Gongjian
from tests.load.ground import ROOT, Ground, ground, make_environment
from tests.load.report import Report

PARTS = ("writes", "reads", "latency", "backlog", "embedded")
PEERS = {"monolith": Monolith, "faststream": FastStreamCity, "nameko": NamekoCity}
EVENTS_PER_SECOND = 300.0
RESULTS = ROOT / ".gongjian" / "bench.json"

Measurement = Callable[[Contestant], dict[str, Any]]


def main() -> int:
    """Measure, print, write; 1 when a figure that must be reached was not."""
    asked = _arguments()
    # A terminated bench must end what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    make_environment()
    report = Report(measure.Sizes.of(asked.scale), fsync=asked.fsync == "on", ahead=asked.ahead)
    try:
        measured(asked, report)
    finally:
        # Also when a part failed: what was measured before is not lost.
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(report.as_json(), indent=2) + "\n", encoding="utf-8")
        print(f"{report.table()}\nwritten to {RESULTS.relative_to(ROOT)}")
    return 0 if report.reached() else 1


def measured(asked: argparse.Namespace, report: Report) -> None:
    """Every part that was asked for."""
    parts = asked.only.split(",")
    if set(parts) - {"embedded"}:
        with ground(fsync=report.fsync) as servers, ExitStack() as stack:
            contestants = [Gongjian(servers), *(PEERS[name](servers) for name in asked.peers.split(",") if name)]
            compare(servers, contestants, parts, report, stack)
    if "embedded" in parts:
        report.embedded = embedded()


def compare(
    servers: Ground, contestants: Sequence[Contestant], parts: Sequence[str], report: Report, stack: ExitStack
) -> None:
    """Everything that is measured side by side."""
    sizes = report.sizes
    for contestant in contestants:
        begin(contestant, stack)
    if "writes" in parts:
        rounds("writes", contestants, lambda one: measure.write(one, sizes), report)
    if "reads" in parts:
        rounds("reads", contestants, lambda one: measure.read(one, sizes), report)
        report.rpc_echo = measure.rpc_echo(servers, sizes.window / 2)
    if "latency" in parts:
        bus = [one for one in contestants if one.relay]
        rounds("latency", bus, lambda one: measure.latency(one, sizes, EVENTS_PER_SECOND), report)
    if "backlog" in parts:
        ceiling = Ceiling(servers)
        begin(ceiling, stack)
        carriers = [*(one for one in contestants if one.relay), ceiling]
        rounds("backlog", carriers, lambda one: measure.backlog(one, sizes), report)


def begin(contestant: Contestant, stack: ExitStack) -> None:
    print(f"starting {contestant.name}", flush=True)
    stack.callback(contestant.stop)
    contestant.start()
    contestant.crew.pause()


def rounds(part: str, contestants: Sequence[Contestant], one: Measurement, report: Report) -> None:
    """In turns: A B C, A B C, … so that a slow minute of the machine meets everybody."""
    for number in range(report.sizes.rounds):
        for contestant in contestants:
            report.noise.append(measure.others_share())
            with measure.running(contestant, ahead=report.ahead):
                result = one(contestant)
            report.add(part, contestant.name, result)
            print(f"{part} {number + 1}: {contestant.name} {report.shown(part, result)}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--fsync", choices=("on", "off"), default="on")
    parser.add_argument("--ahead", action="store_true", help="contestants go before the machine's other work (root)")
    parser.add_argument("--scale", type=float, default=float(os.environ.get("GONGJIAN_SCALE", "0.1")))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
