"""Rows of deeds and contests in a community: declined, and put to the vote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from tests.access.callers import Caller, ask
from tests.city.city import eventually

Row = dict[str, Any]


def rows_of_deeds(callers: Mapping[str, Caller], area: str) -> dict[str, Row]:
    """A row of each resource, about people whose accounts no other test uses."""
    street, word = callers["street_officer"], uuid4().hex[:6]
    (teller, telling), (doer, doing) = (_neighbour(callers, area, f"{who}{word}") for who in ("teller", "doer"))
    story = {"area_id": area, "board": "kindness", "doer_id": doer, "story": "权限核对所用的一件善行。"}
    deed = _patiently(telling, "/deeds", story, "deed_id")
    doing.post(f"/deeds/{deed['deed_id']}/agreement", {"agrees": False})
    words = {"area_id": area, "board": "kindness", "season": word, "title": f"核对{word}", "winners": 1}
    contest = street.post("/contests", words)
    path = f"/contests/{contest['contest_id']}"
    nomination = telling.post(f"{path}/nominations", {"kind": "person", "nominee_id": doer})
    standing = f"/nominations/{nomination['nomination_id']}"
    _, seconding = _neighbour(callers, area, f"second{word}")
    _patiently(seconding, f"{standing}/seconds", {}, "nomination_id")
    doing.post(f"{standing}/accept", {})
    street.post(f"{path}/shortlist", {})
    street.post(f"{path}/ballot", {"opens_on": "2099-12-01", "closes_on": "2099-12-31"})
    people = {"area_id": area, "teller_id": teller, "doer_id": doer}
    return {"Deed": {**deed, **people}, "Contest": contest, "Nomination": {**nomination, "area_id": area}}


def _neighbour(callers: Mapping[str, Caller], area: str, name: str) -> tuple[str, Caller]:
    """A new resident with an account."""
    street = callers["street_officer"]
    body = {"name": f"邻{name}", "home_area": area, "birth_date": "1980-03-01"}
    person = callers["registrar"].post("/people", body)["person_id"]
    secret = {"username": name, "password": uuid4().hex}
    street.post("/accounts", {**secret, "person_id": person})
    return person, Caller(street.http, {**secret, "role": "resident"})


def _patiently(caller: Caller, path: str, body: Row, word: str) -> Row:
    """The answer, once volunteering has heard of the people."""
    told: Row = {}

    def done() -> bool:
        told.clear()
        told.update(ask(caller.http, caller.token, "POST", path, body, careful=False).json())
        return word in told

    eventually(done, lambda: str(told))
    return told
