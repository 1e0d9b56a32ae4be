"""Cards through their door."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest

from contracts.eldercare import operations as ops
from contracts.eldercare.events import CardIssuedV1, CardRevokedV1


def test_three_cards_and_one_of_each(here: Any) -> None:
    elder = here.elder()
    for kind in ("convenience_service", "loving_discount", "safe_passage"):
        assert here.issue(elder, kind).status == 201
    again = here.issue(elder, "safe_passage")
    assert (again.status, again.code) == (409, "card_exists")
    unknown = here.issue(elder, "gold")
    assert (unknown.status, unknown.code, unknown.pointers) == (422, "card_kind_unknown", ["/kind"])
    assert len(here.show(elder).data["cards"]) == 3


def test_what_is_told_of_a_card_names_nobody(here: Any) -> None:
    elder = here.elder()
    first, second = here.issue(elder), here.issue(elder, "safe_passage")
    told = here.door.emitted(CardIssuedV1)
    assert [one["data"]["card_id"] for one in told] == [first.data["card_id"], second.data["card_id"]]
    assert set(told[0]["data"]) == {"card_id", "kind", "subject", "issued_on"}
    assert told[0]["data"]["subject"] == told[1]["data"]["subject"]
    assert not {str(here.person), elder} & set(map(str, told[0]["data"].values()))


def test_a_code_is_checked_however_it_is_typed(here: Any) -> None:
    code = here.issue(here.elder(), "loving_discount").data["code"]
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", code)
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", "")):
        assert here.valid(typed) == {"valid": True, "kind": "loving_discount"}
    assert here.valid("0000-0000-0000") == {"valid": False, "kind": None}
    [entry, *_] = [entry for entry in here.door.audited() if entry["act"] == "verify:card"]
    assert "林秀英" not in str(entry)


def test_a_void_card_looks_like_no_card(here: Any) -> None:
    elder = here.elder()
    card = here.issue(elder).data
    words = {"card_id": card["card_id"], "reason": "lost"}
    answer = here.door.call(ops.revoke_card, here.family(), **words)
    assert answer.data["revoked_on"] == "2031-03-05"
    assert here.valid(card["code"]) == here.valid("0000-0000-0000")
    assert here.door.call(ops.revoke_card, here.coordinator(), **words).code == "card_revoked"
    [told] = here.door.emitted(CardRevokedV1)
    assert told["data"] == {
        "card_id": card["card_id"],
        "kind": "convenience_service",
        "revoked_on": "2031-03-05",
    }
    assert here.issue(elder).status == 201  # a new one of the kind


@pytest.mark.parametrize(("role", "status"), [("desk_clerk", 200), ("unit_contact", 200), ("resident", 403)])
def test_who_may_check_a_card(here: Any, role: str, status: int) -> None:
    by = here.door.sign_in((role, "area", here.elsewhere))
    assert here.door.call(ops.verify_card, by, code="0000-0000-0000").status == status


def test_who_may_issue_and_revoke(here: Any) -> None:
    elder = here.elder()
    card = here.issue(elder).data["card_id"]
    for by in (here.oneself(), here.family(), here.registrar()):
        assert here.door.call(ops.issue_card, by, elder_id=elder, kind="safe_passage").status == 403
    assert here.door.call(ops.issue_card, here.neighbour(), elder_id=elder, kind="safe_passage").status == 404
    revoke = {"card_id": card, "reason": "wish"}
    assert here.door.call(ops.revoke_card, here.registrar(), **revoke).status == 403
    assert here.door.call(ops.revoke_card, here.neighbour(), **revoke).status == 404
    assert here.door.call(ops.revoke_card, here.coordinator(), card_id=uuid4(), reason="wish").status == 404
    assert here.door.call(ops.revoke_card, here.oneself(), **revoke).status == 200


def test_without_a_pack_there_are_no_cards(here: Any) -> None:
    lonely = here.door.area("community")
    person = here.door.person(lonely)
    by = here.door.sign_in(("care_coordinator", "area", lonely))
    words = {"person_id": person, "area_id": lonely, "living": "alone"}
    elder = here.door.call(ops.register_elder, by, **words).data["elder_id"]
    answer = here.door.call(ops.issue_card, by, elder_id=elder, kind="safe_passage")
    assert answer.code == "card_kind_unknown"


def test_two_issued_in_one_group(here: Any) -> None:
    words = {"elder_id": here.elder(), "kind": "safe_passage"}
    door, by = here.door, here.coordinator()
    answers = door.call_together([door.request(ops.issue_card, by, **words) for _ in range(2)])
    assert [answer.code for answer in answers] == [None, "card_exists"]
