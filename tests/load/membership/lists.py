"""Membership's lists and searches, in the ways that screens ask for them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text

from contracts.membership import operations as ops
from contracts.operations import Operation
from runtime.testing.harness import DoorUnderTest, SignedIn

Ids = dict[str, list[UUID]]
Ask = tuple[str, Operation, Callable[[], dict[str, Any]]]

ROLES = ("community_secretary", "city_officer", "security_admin")
TYPED = ("王", "王芳", "wang", "zhangwei", "lx", "任翔x")
PLACES = ("community", "street", "district", "city")


def ids_of(engine: Engine) -> Ids:
    """Ids to ask for, by kind."""
    areas = "SELECT area_id FROM area WHERE kind = '{}' ORDER BY number LIMIT 500"
    queries = {kind: areas.format(kind) for kind in PLACES} | {
        "organisation": "SELECT organisation_id FROM organisation WHERE kind <> 'party_group' LIMIT 500",
        "board": "SELECT board_id FROM roll_board LIMIT 500",
    }
    with engine.connect() as connection:
        return {kind: list(connection.execute(text(query)).scalars()) for kind, query in queries.items()}


def reader(door: DoorUnderTest, ids: Ids) -> SignedIn:
    """Somebody who may see the whole city."""
    return door.sign_in(*((role, "area", ids["city"][0]) for role in ROLES))


def asked(ids: Ids) -> Iterator[Ask]:
    """Every list by name, with the words of one asking."""
    pick: Callable[[str], UUID] = lambda kind: random.choice(ids[kind])  # noqa: E731
    for kind in PLACES:
        yield from _of_areas(kind, lambda kind=kind: pick(kind))  # type: ignore[misc]
    yield "areas under a street", ops.list_areas, lambda: {"parent_id": pick("street")}
    yield "areas under a street, on a day", ops.list_areas, lambda: {"parent_id": pick("street"), "on": "2009-06-01"}
    yield "areas by name", ops.list_areas, lambda: {"q": f"社区{random.randint(1, 9)}"}
    yield "organisations below one", ops.list_organisations, lambda: {"below": pick("organisation")}
    yield "branches of the city", ops.list_organisations, lambda: {"kind": "party_branch"}
    yield "roll of an organisation", ops.list_members, lambda: {"of": pick("organisation")}
    yield "assignments of a kind", ops.list_assignments, lambda: {"kind": "warden"}
    yield "statements of an area", ops.list_denominators, lambda: {"area_id": pick("community")}
    yield "a board", ops.show_board, lambda: {"board_id": pick("board")}
    yield "accounts", ops.list_accounts, lambda: {"q": f"user{random.randint(1, 9)}"}
    yield "pledges overdue", ops.list_pledges, lambda: {"state": "overdue"}


def _of_areas(kind: str, place: Callable[[], UUID]) -> Iterator[Ask]:
    """The lists that are asked for an area and all below it."""
    here: Callable[..., Callable[[], dict[str, Any]]] = lambda **more: lambda: {"area_id": place(), **more}  # noqa: E731
    below: Callable[..., Callable[[], dict[str, Any]]] = lambda **more: lambda: {"below": place(), **more}  # noqa: E731
    yield f"areas below a {kind}", ops.list_areas, below(kind="building")
    yield f"areas below a {kind}, on a day", ops.list_areas, below(on="2009-06-01")
    yield f"organisations of a {kind}", ops.list_organisations, here()
    yield f"organisations of a {kind}, on a day", ops.list_organisations, here(on="2010-06-01")
    yield f"rolls of a {kind}", ops.list_members, lambda: {"within": place()}
    yield f"people of a {kind}", ops.list_people, here()
    for typed in TYPED:
        yield f"people of a {kind} by {typed}", ops.list_people, here(q=typed)
    for operation in (ops.list_assignments, ops.list_seats, ops.list_boards, ops.list_posts, ops.list_claims):
        yield f"{operation.name.split('list_')[1]} of a {kind}", operation, here()
    yield f"pledges of a {kind}", ops.list_pledges, here()
    yield f"statements below a {kind}", ops.list_denominators, here(below=True)
    yield f"coverage of a {kind}", ops.list_coverage, here(covered_kind="building")
