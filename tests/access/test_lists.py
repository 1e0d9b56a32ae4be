"""Lists show a community's roles nothing of the sibling community, asked for it or not."""

from __future__ import annotations

from typing import Any

import pytest

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


def items(caller: Caller, path: str, **words: Any) -> list[dict[str, Any]]:
    """The first thousand items; none where the role may not ask for the list at all."""
    found: list[dict[str, Any]] = []
    words["limit"] = 200
    for _ in range(PAGES):
        reply = ask(caller.http, caller.token, "GET", path, words)
        if reply.status_code == 403:
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
        foreign |= {item[key] for item in items(ground.callers[reader], path, area_id=sibling)}
    listed = 0
    for role, caller in of_the_community(ground).items():
        assert items(caller, path, area_id=sibling) == [], f"{role} sees {path} of the sibling"
        seen = {item[key] for item in items(caller, path)}
        assert not seen & foreign, f"{role} sees {path} of the sibling among others"
        listed += len(seen)
    assert listed, f"nobody sees any {path}"


def test_accounts_are_listed_to_who_administers_their_area(ground: Ground) -> None:
    own = ground.communities[OWN]
    secretary = ground.callers["community_secretary"]
    listed = items(secretary, "/accounts")
    areas = {account["area_id"] for account in listed}
    judge = Judge({**ground.paths, **{area: secretary.get(f"/areas/{area}")["path"] for area in areas}})
    assert own in areas
    assert {area for area in areas if not judge.lies_in(area, own)} == set()
    assert ground.rows["membership", "Account"][SIBLING]["account_id"] not in {one["account_id"] for one in listed}
    others = {role: caller for role, caller in of_the_community(ground).items() if role != "community_secretary"}
    assert {role for role, caller in others.items() if items(caller, "/accounts")} == set()
