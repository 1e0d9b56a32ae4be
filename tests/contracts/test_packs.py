"""Every pack of the repository loads by the schemas of the services it speaks to, and names nothing that is not there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from contracts import catalogue
from contracts.packs import PackHead

PACKS = Path(__file__).resolve().parents[2] / "deploy" / "packs"
VERSIONS = sorted(head.parent for head in PACKS.glob("*/*/pack.yaml"))


def read(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", VERSIONS, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
class TestPack:
    def test_its_head_says_where_it_lies(self, folder: Path) -> None:
        head = PackHead().load(read(folder / "pack.yaml"))
        assert (head["name"], head["version"]) == (folder.parent.name, folder.name)

    def test_each_part_is_as_its_service_wants_it(self, folder: Path) -> None:
        parts = {file.stem: file for file in folder.glob("*.yaml") if file.stem != "pack"}
        assert parts.keys() <= set(catalogue.SERVICES)
        for service, file in parts.items():
            declared = catalogue.pack_part(service)
            assert declared is not None, f"{service} declares no part of a pack"
            declared.schema().load(read(file))

    def test_what_names_a_programme_names_one_of_its_tree(self, folder: Path) -> None:
        file, declared = folder / "volunteering.yaml", catalogue.pack_part("volunteering")
        assert declared is not None
        words = declared.schema().load(read(file) or {} if file.exists() else {})
        tree = {node["code"] for node in words["programmes"]}
        named = {each["programme"] for each in (*words["cadences"], *words["need_categories"])}
        assert (named | {node["under"] for node in words["programmes"]}) - {None} <= tree

    def test_its_report_names_only_declared_metrics_each_once(self, folder: Path) -> None:
        sections = read(folder / "reporting.yaml")["sections"]
        named = [metric for section in sections for metric in section["metrics"]]
        assert len(named) == len(set(named))
        assert set(named) <= {metric.id for metric in catalogue.metrics()}


def test_there_is_a_pack() -> None:
    assert VERSIONS
