"""Firms above scale: classified, classified anew, and no longer once they close."""

from __future__ import annotations

from typing import Any

from contracts.cobuilding import operations as ops
from contracts.cobuilding.events import UnitClassifiedV1


def classify(here: Any, unit: str, above: bool, since: str) -> Any:
    return here.door.call(ops.classify_unit, here.secretary(), unit_id=unit, above_scale=above, since=since)


def test_a_firm_is_classified_until_it_closes(here: Any) -> None:
    firm = here.register("三钢集团", kind="private_enterprise").data["unit_id"]
    first = classify(here, firm, True, "2031-03-05")
    assert first.status == 201, first.problem
    assert classify(here, firm, False, "2031-03-05").code == "classification_out_of_order"
    assert classify(here, firm, False, "2031-03-06").code == "date_in_future"
    assert here.door.call(ops.close_unit, here.secretary(), if_match=1, unit_id=firm).ok
    told = [event["data"] for event in here.door.emitted(UnitClassifiedV1)]
    assert [(each["above_scale"], each["since"]) for each in told] == [(True, "2031-03-05"), (False, "2031-03-06")]
    assert [each["replaces"] for each in told] == [None, first.data["classification_id"]]
    assert classify(here, firm, True, "2031-03-05").code == "unit_closed"


def test_only_firms_are_classified_by_who_keeps_the_register(here: Any) -> None:
    school = here.register().data["unit_id"]
    assert classify(here, school, True, "2031-03-05").code == "not_a_firm"
    refused = here.door.call(ops.classify_unit, here.resident(), unit_id=school, above_scale=True)
    assert refused.status == 403
