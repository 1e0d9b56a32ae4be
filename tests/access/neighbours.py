"""Rows of others in the same community: another person, unit or team than any caller is, stands for or belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from contracts import catalogue
from contracts.access import Scope
from contracts.operations import Operation
from tests.access.callers import Caller, ask, claims_of
from tests.city.city import eventually

PERSONAL = ("person_id", "leader_id", "helper_id", "unit_id", "team_id")
"""Attributes by which a row may belong to a caller."""
LONG_AGO = "2010-01-01"


def held_by_anybody(callers: Mapping[str, Caller]) -> set[str]:
    """Every person, unit and team that a caller is, stands for or belongs to."""
    found = {caller.who.person for caller in callers.values() if caller.who.person}
    return found.union(*(caller.who.scopes(kind) for caller in callers.values() for kind in ("person", "unit", "team")))


def first_of_others(items: list[dict[str, Any]], held: set[str]) -> dict[str, Any]:
    """The first row that belongs to no caller; a team only if it stood when the rows of old were made."""
    others = [
        item
        for item in items
        if not {item.get(name) for name in PERSONAL} & held and (item.get("formed_on") or LONG_AGO) <= LONG_AGO
    ]
    assert others, "every row of the list belongs to a caller"
    return others[0]


def account_of_somebody(giver: Caller, registrar: Caller, area: str) -> dict[str, Any]:
    """A new account of a person who has just been registered in an area."""
    person = registrar.post("/people", {"name": f"邻居{uuid4().hex[:6]}", "home_area": area})
    account: dict[str, Any] = giver.post(
        "/accounts",
        {"username": f"neighbour{uuid4().hex[:8]}", "password": uuid4().hex, "person_id": person["person_id"]},
    )
    return account


def personal_clauses() -> set[tuple[Operation, Any]]:
    """Each operation with each clause on its own row that speaks of a person, unit, team or case."""
    return {
        (operation, clause)
        for operation in catalogue.operations()
        if operation.on is not None
        for clause in (*operation.allow, *operation.on.see)
        if (scope := scope_of(clause)) is not None
        and scope.kind != "area"
        and scope.resource in {base.__name__ for base in operation.on.__mro__}
    }


def scope_of(clause: Any) -> Scope | None:
    scope: Scope | None = getattr(clause, "scope", None)
    return scope


def former(giver: Caller, http: httpx.Client, area: str) -> tuple[Caller, str]:
    """Somebody who was a community secretary until a moment ago, and a token of that time that no service honours now."""
    caller, account = _of_a_moment(giver, http)
    given = giver.post(f"/accounts/{account['account_id']}/grants", {**SECRETARY, "scope": area})
    token = caller.new_token()
    assert claims_of(token)["grants"] == [{**SECRETARY, "scope": area}]
    giver.delete(f"/grants/{given['grant_id']}")
    eventually(lambda: all(_refuses(http, token, path) for path in ONE_OF_EACH), lambda: "a revoked grant still opens")
    return caller, token


def expired(giver: Caller, http: httpx.Client, area: str) -> str:
    """A token of somebody whose grant has run out since: the clock ended it, nobody took it back."""
    token = ""
    for seconds in (5, 20, 60):  # on a slow machine it may have run out before there is a token
        caller, account = _of_a_moment(giver, http)
        until = datetime.fromisoformat(account["opened_at"]) + timedelta(seconds=seconds)
        grant = {**SECRETARY, "scope": area, "until": until.isoformat()}
        given = ask(http, giver.token, "POST", f"/accounts/{account['account_id']}/grants", grant, careful=False)
        token = caller.new_token() if given.status_code == 201 else ""
        if token and claims_of(token)["grants"]:
            break
    assert claims_of(token)["grants"] == [{**SECRETARY, "scope": area}]
    eventually(
        lambda: all(_refuses(http, token, path) for path in ONE_OF_EACH),
        lambda: "a grant still opens after its end",
        within=120,
    )
    return token


SECRETARY = {"role": "community_secretary", "kind": "area"}


def _of_a_moment(giver: Caller, http: httpx.Client) -> tuple[Caller, dict[str, Any]]:
    """A new account without a grant."""
    secret = {"username": f"former{uuid4().hex[:8]}", "password": uuid4().hex}
    account: dict[str, Any] = giver.post("/accounts", secret)
    return Caller(http, {**secret, "role": "a former secretary"}), account


ONE_OF_EACH = ("/me", "/teams", "/shifts", "/elders", "/units", "/reports/seals")
"""A list of each service."""


def _refuses(http: httpx.Client, token: str, path: str) -> bool:
    return ask(http, token, "GET", path, {}).status_code == 401
