"""What `allow` and `see` declare is what HTTP answers, for every operation, role and place."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from contracts.access import signed_in
from contracts.operations import Operation
from contracts.roles import ALL
from tests.access.breaches import BREACHES
from tests.access.ground import NEIGHBOUR, OWN, SIBLING, Ground
from tests.access.judge import FORBIDDEN, LET_IN, UNAUTHENTICATED, UNSEEN, Judge
from tests.access.matrix import BODIES, NOT_ASKED, Cell, answers, cells, operations, words_for
from tests.access.neighbours import personal_clauses
from tests.city.city import City

EXPOSED = {"areas": 40, "people": 20, "rows": 50}
"""In how many operations at least each breach must show, also in the tenth that `make test` asks."""

OPENED = 5
"""Operations at least that a patrol which does not look at the row opens to others."""

SCALE = float(os.environ.get("GONGJIAN_SCALE", "1"))


def named(name: str) -> Operation:
    return next(operation for operation in operations() if operation.name == name)


def test_every_role_has_an_account_and_every_resource_a_row_on_both_sides(ground: Ground) -> None:
    assert set(ground.callers) == set(ALL)
    resources = {(one.service, one.on.__name__) for one in operations() if one.on is not None}
    assert [of for of in resources if not {OWN, SIBLING} <= set(ground.rows.get(of, ()))] == []


def test_what_is_not_asked_is_listed() -> None:
    names = {operation.name for operation in operations()}
    assert len(NOT_ASKED) == 1
    assert set(NOT_ASKED) <= names
    assert set(BODIES) <= names


def test_every_cell_is_answered_as_declared(whole_city: City, ground: Ground) -> None:
    asked = list(cells(ground, SCALE))
    assert {cell.operation.name for cell in asked} == {operation.name for operation in operations()}
    outcome = answers(ground, whole_city.base_url, asked)
    assert outcome.broken == []
    assert set(outcome.counted) == {UNAUTHENTICATED, UNSEEN, FORBIDDEN, LET_IN}
    # What is not there and what is not theirs to see: the same bytes, of every service and operation.
    assert len(outcome.not_found) == 1


def test_every_clause_about_somebody_has_a_neighbour_to_be_kept_from(ground: Ground) -> None:
    """For each clause about a person, unit or team: a row of the own community that it opens to nobody, beside the callers'."""
    judge = Judge(ground.paths)
    lacking = set()
    for operation, clause in personal_clauses():
        on = operation.on
        assert on is not None
        rows = ground.rows.get((operation.service, on.__name__), {})
        near = [rows[place] for place in (OWN, NEIGHBOUR) if place in rows]
        open_to = [sum(judge.reaches(clause, who.who, row) for who in ground.callers.values()) for row in near]
        if 0 not in open_to:
            lacking.add((operation.service, on.__name__))
    assert lacking == set()


@pytest.mark.parametrize(("breach", "blind"), BREACHES.items())
def test_a_service_that_does_not_look_would_be_noticed(ground: Ground, breach: str, blind: type[Judge]) -> None:
    """A guard with the breach answers as the blind judge does: the asked cells must tell the two apart."""
    judge = blind(ground.paths)
    asked = list(cells(ground, SCALE))
    noticed = {cell.operation.name for cell in asked if as_told_by(judge, ground, cell) != cell}
    assert len(noticed) >= EXPOSED[breach], f"{breach} shows in {len(noticed)} operations only"


def test_a_service_that_does_not_look_is_noticed(whole_city: City, ground: Ground) -> None:
    """Patrol, carried by a process whose guard is really broken, answers as the blind judge says, and so the matrix fails."""
    judge = BREACHES["rows"](ground.paths)
    asked = [cell for cell in cells(ground, SCALE) if cell.operation.service == "patrol"]
    blind = [as_told_by(judge, ground, cell) for cell in asked]
    with whole_city.in_place_of("patrol", "tests.access.careless"):
        assert answers(ground, whole_city.base_url, blind).broken == []
        broken = answers(ground, whole_city.base_url, asked).broken
    wrong = {str(true) for true, other in zip(asked, blind, strict=True) if true != other}
    assert {one.partition(":")[0] for one in broken} == wrong
    assert len({one.split()[0] for one in wrong}) >= OPENED
    assert answers(ground, whole_city.base_url, asked).broken == []


def as_told_by(judge: Judge, ground: Ground, cell: Cell) -> Cell:
    """The cell as another judge answers it; a token that no service honours is nobody's to any of them."""
    on, caller = cell.operation.on, ground.callers.get(cell.role)
    if caller is None:
        return cell
    rows = {} if on is None else ground.rows.get((cell.operation.service, on.__name__), {})
    return replace(cell, promised=judge.verdict(cell.operation, caller.who, rows.get(cell.place), cell.words))


def test_a_declaration_that_is_not_kept_is_noticed(whole_city: City, ground: Ground) -> None:
    told = replace(named("membership.set_up_post"), allow=[signed_in()])
    words = words_for(told, ground.rows["membership", "Area"][OWN])
    outcome = answers(ground, whole_city.base_url, [Cell(told, OWN, "resident", words, LET_IN)])
    assert len(outcome.broken) == 1
    assert "promised let in, got 403" in outcome.broken[0]


@pytest.mark.parametrize(
    ("name", "role", "place", "answer"),
    [
        ("membership.show_person", "family", "kin", 200),
        ("membership.show_person", "volunteer", OWN, 200),
        ("membership.show_person", "volunteer", "kin", 404),
        ("membership.publish_pledge", "unit_contact", OWN, 422),
        ("membership.publish_pledge", "unit_contact", SIBLING, 403),
        ("volunteering.rename_team", "team_leader", OWN, 412),
        ("volunteering.rename_team", "team_leader", SIBLING, 403),
        ("eldercare.show_elder", "family", OWN, 200),
        ("eldercare.show_elder", "community_secretary", SIBLING, 404),
        ("patrol.close_shift", "patrol_member", OWN, 403),
        ("patrol.close_shift", "patrol_captain", OWN, 412),
        ("patrol.close_shift", "patrol_captain", SIBLING, 404),
    ],
)
def test_some_answers_in_plain_words(
    whole_city: City, ground: Ground, name: str, role: str, place: str, answer: int
) -> None:
    """Written by hand, so that an error common to the declarations' two readers would show."""
    operation = named(name)
    row = ground.rows[operation.service, operation.on.__name__ if operation.on else ""][place]
    cell = Cell(operation, place, role, words_for(operation, row), "a status")
    told = answers(ground, whole_city.base_url, [cell]).broken[0]
    assert f"got {answer} " in told
