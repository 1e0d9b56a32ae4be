"""What was measured, as a table with ratios first, and as JSON."""

from __future__ import annotations

import os
import platform
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from statistics import median
from typing import Any, NamedTuple

from tests.load.measure import Sizes

Result = dict[str, Any]


class Target(NamedTuple):
    """A ratio of Gongjian to a peer that must, and one that should, be reached."""

    part: str
    peer: str
    must: float
    aim: float | None


TARGETS = (
    Target("writes", "monolith", 0.8, 1.3),
    Target("reads", "monolith", 1.0, 1.3),
    Target("writes", "faststream", 1.5, None),
    Target("reads", "faststream", 2.0, None),
    Target("backlog", "ceiling", 0.4, 0.6),
)
EMBEDDED_AIM_MB = 300.0
OURS = "gongjian"


@dataclass
class Report:
    """Results by part and contestant, a list of rounds each."""

    sizes: Sizes
    fsync: bool
    ahead: bool
    results: dict[str, dict[str, list[Result]]] = field(default_factory=dict)
    noise: list[float] = field(default_factory=list)
    embedded: Result | None = None
    rpc_echo: float | None = None
    load_before: tuple[float, float, float] = field(default_factory=os.getloadavg)

    def add(self, part: str, name: str, result: Result) -> None:
        self.results.setdefault(part, {}).setdefault(name, []).append(result)

    def ratio(self, target: Target) -> float | None:
        """The median over the rounds of ours to theirs, each within one round; None where one was not measured."""
        measured = self.results.get(target.part, {})
        if OURS not in measured or target.peer not in measured:
            return None
        # A run that was broken off may have measured one of them once more.
        pairs = zip(measured[OURS], measured[target.peer], strict=False)
        return median(ours["per_second"] / theirs["per_second"] for ours, theirs in pairs)

    def reached(self) -> bool:
        """Whether every ratio that was measured is at least what it must be."""
        return all(found >= target.must for target in TARGETS if (found := self.ratio(target)) is not None)

    def shown(self, part: str, result: Result) -> str:
        """One result on one line."""
        if part == "latency":
            words = " · ".join(f"p{share} {result[f'effect_p{share}']:.0f} ms" for share in (50, 95, 99))
            return f"commit → effect {words} at {result['per_second']:.0f} answers/s"
        line = f"{result['per_second']:.0f}/s"
        if "p50" in result:
            line += f", answers p50 {result['p50']:.1f} p95 {result['p95']:.1f} p99 {result['p99']:.1f} ms"
        return line + (f", {result['lost']} LOST" if result.get("lost") else "")

    def table(self) -> str:
        lines = ["", "Ratios (Gongjian ÷ peer, median of the rounds)", *self._ratios(), "", *self._figures()]
        if self.rpc_echo is not None:
            lines.append(f"  RPC echo over RabbitMQ by hand, 64 in flight: {self.rpc_echo:.0f} calls/s")
        if self.embedded is not None:
            lines += ["", *self._embedded(self.embedded)]
        return "\n".join([*lines, "", *self._circumstances()])

    def as_json(self) -> dict[str, Any]:
        return {
            "at": datetime.now(UTC).isoformat(),
            "machine": {"processors": os.cpu_count(), "python": platform.python_version(), "system": platform.system()},
            "fsync": self.fsync,
            "ahead": self.ahead,
            "sizes": asdict(self.sizes),
            "ratios": {f"{t.part}/{t.peer}": {"ratio": self.ratio(t), "must": t.must, "aim": t.aim} for t in TARGETS},
            "rpc_echo_per_second": self.rpc_echo,
            "embedded": self.embedded,
            "others_share": self.noise,
            "load_before": self.load_before,
            "results": self.results,
        }

    def _ratios(self) -> list[str]:
        lines = []
        for target in TARGETS:
            found = self.ratio(target)
            if found is None:
                continue
            verdict = (
                "missed" if found < target.must else "reached" if target.aim is None else _aimed(found, target.aim)
            )
            aim = "" if target.aim is None else f", aim {target.aim}"
            lines.append(f"  {target.part:<8} ÷ {target.peer:<11} {found:5.2f}   must {target.must}{aim}: {verdict}")
        return lines

    def _figures(self) -> list[str]:
        lines = []
        for part, by_name in self.results.items():
            lines.append(f"{part.capitalize()} (median of {self.sizes.rounds} rounds, lowest to highest)")
            lines += [self._line(part, name, results) for name, results in by_name.items()]
        return lines

    def _line(self, part: str, name: str, results: list[Result]) -> str:
        rates = sorted(result["per_second"] for result in results)
        if part == "latency":
            middle = sorted(results, key=lambda result: float(result["effect_p50"]))[len(results) // 2]
            return f"  {name:<11} {self.shown(part, middle)}"
        words = f"  {name:<11} {median(rates):7.0f}/s  ({rates[0]:.0f} to {rates[-1]:.0f})"
        if "p50" in results[0]:
            words += "  answers " + " ".join(f"p{s} {median(r[f'p{s}'] for r in results):.0f} ms" for s in (50, 95, 99))
        if "processor_ms" in results[0]:
            words += f"  {median(r['processor_ms'] for r in results):.2f} ms of processor each"
        lost = sum(result.get("lost", 0) for result in results)
        return words + (f"  {lost} acts without effect" if lost else "")

    @staticmethod
    def _embedded(found: Result) -> list[str]:
        verdict = "reached" if found["city_mb"] <= EMBEDDED_AIM_MB else "missed"
        return [
            "Embedded city",
            f"  start-up {found['first_start_s']:.1f} s on an empty folder, {found['next_start_s']:.1f} s the next time",
            f"  memory {found['city_mb']:.0f} MB of the city's process (aim ≤ {EMBEDDED_AIM_MB:.0f}: {verdict}), "
            f"{found['database_mb']:.0f} MB of its PostgreSQL (proportional set sizes)",
        ]

    def _circumstances(self) -> list[str]:
        lines = [f"PostgreSQL with fsync {'on' if self.fsync else 'off'} for everybody; {os.cpu_count()} processors"]
        if self.ahead:
            lines.append("Contestants went ahead of the machine's other work")
        if self.noise:
            shares = sorted(self.noise)
            lines.append(
                f"Others used {median(shares):.0%} of the processors between the turns ({shares[0]:.0%} to {shares[-1]:.0%})"
            )
        return lines


def _aimed(found: float, aim: float) -> str:
    return "aim reached" if found >= aim else "reached"
