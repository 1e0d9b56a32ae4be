"""A row of a mentorship: in the community with a mentor and an officer who have accounts, elsewhere with people who have none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from tests.access.callers import Caller, ask
from tests.city.city import eventually

Row = dict[str, Any]


def row_of_mentorship(callers: Mapping[str, Caller], area: str, *, known: bool) -> Row:
    """Begun long ago and not over: only its own could end it, and they are asked to on a day to come."""
    street, registrar = callers["street_officer"], callers["registrar"]
    people = [_somebody(registrar, area) for _ in range(3)]
    if known:
        people[:2] = [str(callers[role].who.person) for role in ("volunteer", "branch_secretary")]
    named = dict(zip(("helper_id", "officer_id", "helped_id"), people, strict=True))
    told: Row = {}

    def begun() -> bool:
        body = {"area_id": area, "started_on": "2009-03-01", **named}
        told.clear()
        told.update(ask(street.http, street.token, "POST", "/mentorships", body, careful=False).json())
        return "mentorship_id" in told

    eventually(begun, lambda: str(told))
    return told


def _somebody(registrar: Caller, area: str) -> str:
    body = {"name": f"核对{uuid4().hex[:6]}", "home_area": area, "birth_date": "1980-03-01"}
    return str(registrar.post("/people", body)["person_id"])
