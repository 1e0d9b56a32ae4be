"""Lists show a community's roles nothing of the sibling community, asked for it or not."""

from __future__ import annotations

import os
import zlib
from typing import Any

import pytest

from contracts import catalogue
from contracts.access import Resource
from contracts.operations import Query
from tests.access.callers import Caller, ask
from tests.access.ground import OWN, SIBLING, Ground
from tests.access.judge import Judge

LISTS = {
    "/people": ("person_id", "registrar", ("membership", "Person")),
    "/attendances": ("attendance_id", "street_officer", ("volunteering", "Attendance")),
    "/volunteers": ("volunteer_id", "street_officer", ("volunteering", "Volunteer")),
    "/pairings": ("pairing_id", "", ("volunteering", "Pairing")),
    "/bank-accounts": ("account_id", "street_officer", ("volunteering", "BankAccount")),
    "/reservations": ("reservation_id", "street_officer", ("volunteering", "Reservation")),
    "/entitlements": ("entitlement_id", "street_officer", ("volunteering", "Entitlement")),
    "/shifts": ("shift_id", "street_officer", ("patrol", "Shift")),
    "/elders": ("elder_id", "street_officer", ("eldercare", "Elder")),
}
"""The key of a list's items, and who sees the sibling community's. Nobody of the demo sees its pairings."""
PAGES = 5
SCALE = float(os.environ.get("GONGJIAN_SCALE", "1"))


def items(caller: Caller, path: str, words: dict[str, Any]) -> list[dict[str, Any]]:
    """The first thousand items; none where the role may not ask for the list at all."""
    found: list[dict[str, Any]] = []
    words = {**words, "limit": 200}
    for _ in range(PAGES):
        reply = ask(caller.http, caller.token, "GET", path, words)
        if reply.status_code in (403, 404):
            return []
        page = Caller.done(reply)
        found += page["items"]
        if page["next"] is None:
            break
        words["after"] = page["next"]
    return found


def of_the_community(ground: Ground) -> dict[str, Caller]:
    """The roles whose every grant lies in 圳尾社区 or is of a team, unit or person of it."""
    own, judge = ground.communities[OWN], Judge(ground.paths)
    return {
        role: caller
        for role, caller in ground.callers.items()
        if all(judge.lies_in(area, own) for area in caller.who.scopes("area"))
    }


@pytest.mark.parametrize("path", LISTS)
def test_no_row_of_the_sibling_community_is_listed(ground: Ground, path: str) -> None:
    key, reader, of = LISTS[path]
    sibling = ground.communities[SIBLING]
    foreign = {ground.rows[of][SIBLING][key]}
    if reader:
        foreign |= {item[key] for item in items(ground.callers[reader], path, {"area_id": sibling})}
    listed = 0
    for role, caller in of_the_community(ground).items():
        assert items(caller, path, {"area_id": sibling}) == [], f"{role} sees {path} of the sibling"
        seen = {item[key] for item in items(caller, path, {})}
        assert not seen & foreign, f"{role} sees {path} of the sibling among others"
        listed += len(seen)
    assert listed, f"nobody sees any {path}"


def listed_resource(operation: Query) -> type[Resource] | None:
    """What a list's items are: the resource of the service whose key an item names first."""
    assert operation.reply is not None
    item = operation.reply().fields["items"].inner.schema.fields  # type: ignore[attr-defined]
    keys = {
        one.on.key: one.on
        for one in catalogue.operations(operation.service)
        if one.on is not None and one.on.key in one.path_parameters
    }
    return next((keys[name] for name in item if name in keys), None)


LISTINGS = [one for one in catalogue.operations() if isinstance(one, Query) and one.paged and listed_resource(one)]


def test_what_lists_no_resource_is_known() -> None:
    paged = {one.name for one in catalogue.operations() if isinstance(one, Query) and one.paged}
    parked = {f"{service}.list_parked" for service in catalogue.SERVICES}
    # Of one account, of a place, or for operators: the matrix asks them.
    rest = {"volunteering.list_bank_entries", "reporting.list_figure_facts", "reporting.list_seals"}
    assert paged - {one.name for one in LISTINGS} == parked | rest


@pytest.mark.parametrize("operation", LISTINGS, ids=lambda one: one.name)
def test_a_list_shows_each_role_what_is_declared_and_nothing_else(ground: Ground, operation: Query) -> None:
    """Asked for the own community and for the sibling; rows of the ground that are out of sight must be missing."""
    on = listed_resource(operation)
    assert on is not None
    rows = ground.rows.get((operation.service, on.__name__), {})
    judge = Judge(ground.paths)
    roles = sorted(ground.callers, key=lambda role: zlib.crc32(f"{operation.name} {role}".encode()))
    wrong = []
    for role in roles[: max(6, round(len(roles) * SCALE))]:
        caller = ground.callers[role]
        hidden = {row[on.key] for row in rows.values() if not judge.shows(operation, on, caller.who, row)}
        for place in (OWN, SIBLING):
            seen = {item[on.key] for item in items(caller, *_asked(ground, operation, place))}
            wrong += [f"{role} sees {one} in the {place} community" for one in seen & hidden]
    assert wrong == []


def _asked(ground: Ground, operation: Query, place: str) -> tuple[str, dict[str, Any]]:
    path = operation.path
    if operation.on is not None and operation.on.key in operation.path_parameters:
        row = ground.rows[operation.service, operation.on.__name__][place]
        path = path.replace(f"{{{operation.on.key}}}", row[operation.on.key])
    fields = operation.request().fields if operation.request is not None else {}
    below = next((name for name in ("area_id", "below") if name in fields), None)
    asked = {
        name: operation.example[name] for name, field in fields.items() if field.required and name in operation.example
    }
    asked = {name: value for name, value in asked.items() if name not in operation.path_parameters}
    return path, asked if below is None else {**asked, below: ground.communities[place]}


def test_accounts_are_listed_to_who_administers_their_area(ground: Ground) -> None:
    own = ground.communities[OWN]
    secretary = ground.callers["community_secretary"]
    listed = items(secretary, "/accounts", {})
    areas = {account["area_id"] for account in listed}
    judge = Judge({**ground.paths, **{area: secretary.get(f"/areas/{area}")["path"] for area in areas}})
    assert own in areas
    assert {area for area in areas if not judge.lies_in(area, own)} == set()
    assert ground.rows["membership", "Account"][SIBLING]["account_id"] not in {one["account_id"] for one in listed}
    others = {role: caller for role, caller in of_the_community(ground).items() if role != "community_secretary"}
    assert {role for role, caller in others.items() if items(caller, "/accounts", {})} == set()
