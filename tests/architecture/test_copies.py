"""A person's copy is whole: every table with somebody's id is named by its service's door."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from runtime.doors import load

SERVICES = ("membership", "volunteering", "eldercare", "patrol", "cobuilding")
OF_PEOPLE = {"person_id", "helper_id", "asker_id", "kin_id", "guardian_id", "leader_id", "keeper_id", "contact_id"}
HASHED = "helped_key"


def tables(service: str) -> list[Any]:
    load(service)
    return list(importlib.import_module(f"{service}.domain.base").Base.metadata.sorted_tables)


@pytest.mark.parametrize("service", SERVICES)
def test_every_table_with_somebodys_id_is_held(service: str) -> None:
    held: dict[str, set[str]] = {}
    for holding in load(service).holdings:
        named = {HASHED} if holding.also is not None else set()
        held.setdefault(holding.table.name, set()).update(holding.by, named)
    columns = {(table.name, column.name) for table in tables(service) for column in table.columns}
    of_people = {(table, column) for table, column in columns if column in OF_PEOPLE | {HASHED}}
    forgotten = {(table, column) for table, column in of_people if column not in held.get(table, set())}
    # The leader stands on each line of a sheet, so that the leader may see it; the line is of whoever came, or is looked after.
    kept_by = {("attendance", "leader_id"), ("sign_up", "leader_id"), ("camp_place", "leader_id")}
    assert forgotten <= kept_by | {("school_place", "leader_id")}


def test_nobodys_position_is_kept() -> None:
    """Where people were is compared and forgotten; only places have a position."""
    words = ("latitude", "longitude", "position", "geo")
    kept = {
        (service, table.name)
        for service in SERVICES
        for table in tables(service)
        for column in table.columns
        if any(word in column.name for word in words)
    }
    # The position of a restructuring's step is its place in the order of steps.
    assert kept == {("patrol", "checkpoint"), ("membership", "restructuring_step")}


@pytest.mark.parametrize("service", SERVICES)
def test_what_is_sealed_is_opened_or_left_out_on_purpose(service: str) -> None:
    for holding in load(service).holdings:
        columns = set(holding.table.columns.keys())
        assert {*holding.sealed, *holding.sealed.values(), *holding.hidden} <= columns
        assert set(holding.sealed).isdisjoint(holding.hidden)
