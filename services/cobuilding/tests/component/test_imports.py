"""Older registers and agreements from paper."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from contracts.cobuilding import operations as ops
from contracts.cobuilding.events import AgreementLapsedV1, AgreementSignedV1, UnitChangedV1, UnitRegisteredV1


def unit_record(here: Any, **changes: Any) -> dict[str, Any]:
    record = {"record_key": "unit-07", "source": "单位台账", "area_id": here.community, "name": "圳尾小学"}
    return record | {"kind": "school", "registered_on": "2011-01-10"} | changes


def agreement_record(unit: str, **changes: Any) -> dict[str, Any]:
    record = {"record_key": "agreement-07", "source": "协议书", "unit_id": unit, "signed_on": "2011-03-05"}
    return record | {"ends_on": "2013-03-04", "obligations": ["open_venue"]} | changes


def enter(here: Any, operation: Any, *records: dict[str, Any], **words: Any) -> Any:
    return here.door.call(operation, here.registrar(), records=list(records), **words).data


def test_a_unit_of_an_older_register(here: Any) -> None:
    gone = unit_record(here, record_key="unit-08", name="旧厂", closed_on="2011-09-01")
    reply = enter(here, ops.import_units, unit_record(here), gone, unit_record(here))
    assert (reply["accepted"], reply["repeated"], reply["refused"]) == (2, 1, 0)
    first, second = here.door.emitted(UnitRegisteredV1)
    assert (first["kind"], first["occurred_at"]) == ("import", "2011-01-09T16:00:00+00:00")
    [closed] = here.door.emitted(UnitChangedV1)
    assert (closed["data"]["active"], closed["data"]["changed_on"]) == (False, "2011-09-01")
    assert closed["aggregate_id"] == second["aggregate_id"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "圳尾医院"}, "unit_exists"),
        ({"credit_code": "1" * 18}, "credit_code_wrong"),
        ({"credit_code": "91350100M000100Y43"}, "credit_code_taken"),
        ({"contact_id": str(uuid4())}, "contact_unknown"),
        ({"registered_on": "2031-03-06"}, "date_in_future"),
        ({"closed_on": "2031-03-06"}, "date_in_future"),
        ({"closed_on": "2011-01-09"}, "before_registration"),
        ({"area_id": "elsewhere"}, "out_of_area"),
        ({"area_id": str(uuid4())}, "out_of_area"),
        ({"kind": "pub"}, "invalid_record"),
    ],
)
def test_units_that_are_refused(here: Any, changes: Any, code: str) -> None:
    here.unit("圳尾医院", kind="hospital", credit_code="91350100M000100Y43")
    changes = {name: here.elsewhere if value == "elsewhere" else value for name, value in changes.items()}
    reply = enter(here, ops.import_units, unit_record(here, **changes))
    assert [result["code"] for result in reply["results"]] == [code]


def test_agreements_of_the_past_lapse_at_once_and_running_ones_by_the_clock(here: Any) -> None:
    unit = here.unit()
    reply = enter(
        here,
        ops.import_agreements,
        agreement_record(unit),
        agreement_record(unit, record_key="b", signed_on="2013-03-05", ends_on="2015-12-31", lapsed_on="2014-10-08"),
        agreement_record(unit, record_key="c", signed_on="2014-10-08", ends_on="2031-03-05"),
    )
    assert reply["accepted"] == 3
    assert len(here.door.emitted(AgreementSignedV1)) == 3
    lapsed = [told["data"]["lapsed_on"] for told in here.door.emitted(AgreementLapsedV1)]
    assert lapsed == ["2013-03-05", "2014-10-08"]
    from datetime import datetime

    here.clock.hold(datetime.fromisoformat("2031-03-06T01:00:00+08:00"))
    here.tick()
    assert [told["data"]["lapsed_on"] for told in here.door.emitted(AgreementLapsedV1)][2:] == ["2031-03-06"]


def test_a_closed_units_agreement_ended_with_it(here: Any) -> None:
    gone = unit_record(here, closed_on="2011-09-01")
    unit = enter(here, ops.import_units, gone)["results"][0]["id"]
    reply = enter(here, ops.import_agreements, agreement_record(unit))
    assert reply["accepted"] == 1
    [told] = here.door.emitted(AgreementLapsedV1)
    assert told["data"]["lapsed_on"] == "2011-09-01"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"unit_id": str(uuid4())}, "unit_unknown"),
        ({"unit_id": "elsewhere"}, "out_of_area"),
        ({"unit_id": 7}, "invalid_record"),
        ({"signed_on": "2031-03-06", "ends_on": "2032-01-01"}, "date_in_future"),
        ({"ends_on": "2031-12-31", "lapsed_on": "2031-03-06"}, "date_in_future"),
        ({"ends_on": "2011-03-04"}, "ends_before_signing"),
        ({"lapsed_on": "2011-03-04"}, "before_signing"),
        ({"obligations": ["fly"]}, "obligation_unknown"),
        ({"obligations": ["open_venue", "open_venue"]}, "obligation_twice"),
        ({"signed_on": "2030-01-01", "ends_on": "2031-03-05"}, "agreement_in_force"),
    ],
)
def test_agreements_that_are_refused(here: Any, changes: Any, code: str) -> None:
    unit = here.unit()
    here.sign(unit)
    if changes.get("unit_id") == "elsewhere":
        by = here.door.sign_in(("city_officer", "area", here.elsewhere))
        words = {"area_id": here.elsewhere, "name": "列东小学", "kind": "school"}
        changes = {"unit_id": here.door.call(ops.register_unit, by, **words).data["unit_id"]}
    reply = enter(here, ops.import_agreements, agreement_record(unit, **changes))
    assert [result["code"] for result in reply["results"]] == [code]


def test_a_dry_run_writes_nothing(here: Any) -> None:
    assert enter(here, ops.import_units, unit_record(here), dry_run=True)["accepted"] == 1
    assert here.door.call(ops.list_units, here.resident()).data["items"] == []
    assert here.door.emitted(UnitRegisteredV1) == []
