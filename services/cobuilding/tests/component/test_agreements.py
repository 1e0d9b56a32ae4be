"""Agreements through their door."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from contracts.cobuilding import operations as ops
from contracts.cobuilding.events import AgreementLapsedV1, AgreementSignedV1


def test_an_agreement_is_signed_and_told(here: Any) -> None:
    unit = here.unit()
    answer = here.sign(unit, obligations=["volunteer_hours", "open_venue"])
    assert (answer.status, answer.data["lapsed_on"], answer.version) == (201, None, 1)
    [told] = here.door.emitted(AgreementSignedV1)
    assert told["data"] == {
        "agreement_id": answer.data["agreement_id"],
        "unit_id": unit,
        "signed_on": "2031-03-05",
        "ends_on": "2033-03-04",
        "obligations": ["volunteer_hours", "open_venue"],
    }
    shown = here.door.call(ops.show_unit, here.resident(), unit_id=unit)
    assert shown.data["agreement_id"] == answer.data["agreement_id"]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"signed_on": "2031-03-06"}, 422, "date_in_future"),
        ({"signed_on": "2031-03-01", "ends_on": "2031-02-28"}, 422, "ends_before_signing"),
        ({"signed_on": "2030-03-05", "ends_on": "2031-03-04"}, 422, "already_ended"),
        ({"obligations": ["open_venue", "fly"]}, 422, "obligation_unknown"),
        ({"obligations": ["open_venue", "open_venue"]}, 422, "obligation_twice"),
        ({"obligations": []}, 422, "invalid_request"),
        ({"unit_id": str(uuid4())}, 404, "not_found"),
    ],
)
def test_what_cannot_be_signed(here: Any, changes: Any, status: int, code: str) -> None:
    answer = here.sign(here.unit(), **changes)
    assert (answer.status, answer.code) == (status, code)


def test_one_in_force_at_a_time(here: Any) -> None:
    unit = here.unit()
    first = here.sign(unit, signed_on="2031-01-01", ends_on="2031-06-30").data["agreement_id"]
    again = here.sign(unit)
    assert (again.status, again.code) == (409, "agreement_in_force")
    here.door.call(ops.lapse_agreement, here.secretary(), agreement_id=first, reason="续签")
    assert here.sign(unit).status == 201


def test_two_signed_in_one_group(here: Any) -> None:
    words = {"unit_id": here.unit(), "signed_on": "2031-03-05", "ends_on": "2032-03-04", "obligations": ["open_venue"]}
    door, by = here.door, here.secretary()
    answers = door.call_together([door.request(ops.sign_agreement, by, **words) for _ in range(2)])
    assert [answer.code for answer in answers] == [None, "agreement_in_force"]


def test_lapse_by_hand(here: Any) -> None:
    agreement = here.sign(here.unit(), signed_on="2031-01-01").data["agreement_id"]
    words = {"agreement_id": agreement, "reason": "单位搬迁"}
    answer = here.door.call(ops.lapse_agreement, here.secretary(), **words)
    assert (answer.data["lapsed_on"], answer.version) == ("2031-03-05", 2)
    assert here.door.call(ops.lapse_agreement, here.secretary(), **words).code == "agreement_lapsed"
    [told] = here.door.emitted(AgreementLapsedV1)
    assert told["data"]["lapsed_on"] == "2031-03-05"


def test_the_clock_lapses_it_the_day_after_its_last(here: Any) -> None:
    unit = here.unit()
    agreement = here.sign(unit, ends_on="2031-03-06").data["agreement_id"]
    here.clock.hold(datetime.fromisoformat("2031-03-06T23:59:00+08:00"))
    here.tick()
    assert here.door.emitted(AgreementLapsedV1) == []
    here.clock.hold(datetime.fromisoformat("2031-03-07T00:20:00+08:00"))
    here.tick()
    here.tick()
    [told] = here.door.emitted(AgreementLapsedV1)
    assert (told["data"]["agreement_id"], told["data"]["lapsed_on"]) == (agreement, "2031-03-07")
    assert told["occurred_at"] == "2031-03-06T16:00:00+00:00"
    assert here.sign(unit, signed_on="2031-03-07").status == 201


def test_who_may_sign_and_lapse(here: Any) -> None:
    unit = here.unit()
    agreement = here.sign(unit).data["agreement_id"]
    words = {"unit_id": unit, "signed_on": "2031-03-05", "ends_on": "2032-03-04", "obligations": ["open_venue"]}
    neighbour = here.door.sign_in(("community_secretary", "area", here.elsewhere))
    for by in (here.resident(), here.contact(unit), here.registrar(), neighbour):
        assert here.door.call(ops.sign_agreement, by, **words).status == 403
        assert here.door.call(ops.lapse_agreement, by, agreement_id=agreement, reason="x").status == 403
        assert here.door.call(ops.show_agreement, by, agreement_id=agreement).ok
    assert here.door.call(ops.show_agreement, here.resident(), agreement_id=uuid4()).status == 404


def test_lists_those_that_end_first(here: Any) -> None:
    late, soon, gone = here.unit("甲校"), here.unit("乙校"), here.unit("丙校")
    here.sign(late, ends_on="2034-03-04")
    here.sign(soon, ends_on="2031-04-01")
    lapsed = here.sign(gone, ends_on="2032-04-01").data["agreement_id"]
    here.door.call(ops.lapse_agreement, here.secretary(), agreement_id=lapsed, reason="迁出")

    def listed(**words: Any) -> list[str]:
        items = here.door.call(ops.list_agreements, here.resident(), **words).data["items"]
        return [item["unit_name"] for item in items]

    assert listed() == ["乙校", "丙校", "甲校"]
    assert listed(state="in_force") == ["乙校", "甲校"]
    assert listed(state="lapsed") == ["丙校"]
    assert listed(state="in_force", ends_before="2031-06-01") == ["乙校"]
    assert listed(area_id=here.elsewhere) == []
    assert listed(unit_id=late) == ["甲校"]
