"""The table of contents refuses what does not fit."""

from __future__ import annotations

import pytest
from garden import contract, service
from garden.domain import Plot

from contracts.access import Resource, area_scope, public
from contracts.operations import Query
from runtime.doors import Door, Miswired
from runtime.guards import scopes_of


def answer(session: object, caller: object) -> None:
    return None


class Tree(Resource):
    key = "tree_id"
    area = area_scope()
    height = area_scope()


def test_only_own_operations_once():
    door = Door("garden")
    door.serve(contract.rest, answer)
    with pytest.raises(Miswired, match="twice"):
        door.serve(contract.rest, answer)
    with pytest.raises(Miswired, match="not garden's"):
        door.serve(Query("other.show_it", "GET /it", allow=[public()], about="It."), answer)


def test_clocks_and_jobs():
    door = Door("garden")
    with pytest.raises(Miswired, match="no period"):
        door.every(job=answer)
    door.when("close", answer)
    with pytest.raises(Miswired, match="two handlers"):
        door.when("close", answer)
    door.every(minutes=1, seconds=30, job=answer)
    assert door.jobs[0].seconds == 90


def test_a_resource_needs_a_guard_with_all_its_scopes():
    door = Door("garden")
    door.serve(Query("garden.show_tree", "GET /t/{tree_id}", on=Tree, allow=[public()], about="It."), answer)
    assert any("guards no Tree" in fault for fault in door.miswired())
    door.guard(Tree, Plot)
    assert any("Tree.height" in fault for fault in door.miswired())
    assert scopes_of(contract.Plot) == ("area", "person_id", "team_id", "unit_id")


def test_the_garden_is_wired():
    assert service.door.miswired() == []
