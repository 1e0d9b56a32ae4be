"""The table of the 126 mechanisms: which test proves which row, and what a row still lacks."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from contracts import catalogue
from tests.city.record import Record

ROWS = Path(__file__).resolve().parents[1] / "mechanisms" / "rows.yaml"
WRITTEN_TO = Path(".gongjian") / "mechanisms.json"


@dataclass
class Proof:
    """One run of one mechanism test."""

    test: str
    record: Record
    passed: bool


@dataclass
class Table:
    proofs: dict[str, list[Proof]] = field(default_factory=dict)

    def add(self, mechanism: str, proof: Proof) -> None:
        self.proofs.setdefault(mechanism, []).append(proof)

    def rows(self) -> list[dict[str, Any]]:
        return [self._row(row) for row in yaml.safe_load(ROWS.read_text(encoding="utf-8"))]

    def write(self) -> Path:
        WRITTEN_TO.parent.mkdir(exist_ok=True)
        WRITTEN_TO.write_text(json.dumps(self.rows(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return WRITTEN_TO

    def _row(self, row: dict[str, Any]) -> dict[str, Any]:
        proofs = self.proofs.get(row["id"], [])
        told = {name: row[name] for name in ("id", "owner", "term")}
        told |= {"tests": [proof.test for proof in proofs], "waits_for": waits_for(row)}
        together = Record(bus=proofs[0].record.bus if proofs else "")
        for proof in proofs:
            together.calls += proof.record.calls
            together.figures += proof.record.figures
        return {**told, "result": result_of(proofs, together, row), **together.as_row()}


def waits_for(row: dict[str, Any]) -> list[str]:
    """Services that do not yet tell what the row hears of."""
    heard = [catalogue.event_named(name) for name in row.get("hears", ())]
    return sorted({event.producer() for event in heard if event is not None and event.emitted_since is None})


def result_of(proofs: list[Proof], together: Record, row: dict[str, Any]) -> str:
    if not proofs:
        return "no test"
    if not all(proof.passed for proof in proofs):
        return "failed"
    missing = together.missing(needs_figure=bool(row["figures"]))
    return "proven" if not missing else "lacks " + ", ".join(missing)
