"""Past nights from paper."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from contracts.patrol import operations as ops
from contracts.patrol.events import ShiftCompletedV1

NIGHT = date(2031, 3, 1)


def record(here: Any, night: date = NIGHT, **changes: Any) -> dict[str, Any]:
    """A kept night of two; the first card was read twice."""
    return {
        "record_key": f"night-{night}",
        "source": "巡逻签到簿",
        "voucher": "第3页",
        "team_id": here.team,
        "area_id": here.community,
        "night": night,
        "check_ins": [
            {"person_id": here.members[0], "at": f"{night}T19:28:00+08:00"},
            {"person_id": here.members[0], "at": f"{night}T19:28:40+08:00"},
            {"person_id": here.members[1], "at": f"{night}T19:33:00+08:00"},
        ],
        **changes,
    }


def enter(here: Any, *records: dict[str, Any], **words: Any) -> Any:
    return here.door.call(ops.import_shifts, here.registrar(), records=list(records), **words).data


def test_a_past_night_counts_once_and_says_that_it_is_imported(here: Any) -> None:
    first = enter(here, record(here))
    assert (first["accepted"], first["repeated"], first["refused"]) == (1, 0, 0)
    assert enter(here, record(here))["repeated"] == 1
    [told] = here.door.emitted(ShiftCompletedV1)
    assert (told["kind"], told["data"]["night"], told["data"]["minutes"]) == ("import", "2031-03-01", 150 + 147)
    shown = here.door.call(ops.show_shift, here.secretary(), shift_id=first["results"][0]["id"])
    assert (shown.data["state"], len(shown.data["check_ins"]), len(shown.data["roster"])) == ("completed", 2, 2)


def test_a_dry_run_writes_nothing(here: Any) -> None:
    assert enter(here, record(here), dry_run=True)["accepted"] == 1
    assert here.door.call(ops.list_shifts, here.secretary()).data["items"] == []
    assert here.door.emitted(ShiftCompletedV1) == []


def test_a_scan_twice_makes_no_second_member(here: Any) -> None:
    check_ins = record(here)["check_ins"][:2]
    enter(here, record(here, check_ins=check_ins))
    [item] = here.door.call(ops.list_shifts, here.secretary()).data["items"]
    assert (item["state"], item["present"]) == ("missed", 1)


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"team_id": uuid4()}, "team_unknown", "/team_id"),
        ({"area_id": "elsewhere"}, "area_beyond_team", "/area_id"),
        ({"night": "2031-06-15", "check_ins": []}, "night_not_over", "/night"),
        ({"night": "2026-12-31", "check_ins": "then"}, "not_on_shift", "/check_ins"),
        ({"roster": ["outsider"]}, "not_in_team", "/roster"),
        ({"check_ins": "late"}, "outside_hours", "/at"),
        ({"check_ins": "nowhere"}, "checkpoint_unknown", "/checkpoint_id"),
        ({"starts": "07:00", "ends": "06:00", "check_ins": []}, "hours_too_long", "/ends"),
        ({"night": "2031-13-01"}, "invalid_record", "/night"),
    ],
)
def test_what_the_live_door_refuses_the_import_refuses(
    here: Any, changes: dict[str, Any], code: str, pointer: str
) -> None:
    spelt = {
        "elsewhere": here.elsewhere,
        "then": [{"person_id": here.members[0], "at": "2026-12-31T19:30:00+08:00"}],
        "late": [{"person_id": here.members[0], "at": "2031-03-01T22:00:01+08:00"}],
        "nowhere": [{"person_id": here.members[0], "at": "2031-03-01T19:30:00+08:00", "checkpoint_id": uuid4()}],
    }
    said = {k: spelt.get(v, v) if isinstance(v, str) else v for k, v in changes.items()}
    if said.get("roster") == ["outsider"]:
        said["roster"] = [here.outsider]
    by = here.door.sign_in(("registrar", "area", here.community), ("registrar", "area", here.elsewhere))
    answer = here.door.call(ops.import_shifts, by, records=[record(here, **said)])
    [result] = answer.data["results"]
    assert (result["outcome"], result["code"], result["pointer"]) == ("refused", code, pointer)


def test_the_night_is_taken_once(here: Any) -> None:
    reply = enter(here, record(here), record(here, record_key="again"))
    assert [result.get("code") for result in reply["results"]] == [None, "shift_exists"]


def test_a_refused_night_costs_the_others_nothing(here: Any) -> None:
    nights = [record(here, NIGHT + timedelta(days=n)) for n in range(4)]
    reply = enter(here, *nights, record(here, record_key="again"), {"record_key": "x"})
    assert (reply["accepted"], reply["refused"]) == (4, 2)
    shifts = here.door.call(ops.list_shifts, here.secretary()).data["items"]
    assert [(shift["rostered"], shift["present"], shift["state"]) for shift in shifts] == [(2, 2, "completed")] * 4
    assert len(here.door.emitted(ShiftCompletedV1)) == 4


def test_teams_of_another_kind_have_no_nights(here: Any) -> None:
    culture = here.form_team("culture", here.community, here.members)
    assert enter(here, record(here, team_id=culture))["results"][0]["code"] == "team_not_on_patrol"


def test_no_clock_is_set_for_the_past(here: Any) -> None:
    enter(here, *[record(here, NIGHT + timedelta(days=n)) for n in range(5)])
    with here.door.engine.connect() as connection:
        left = connection.exec_driver_sql(
            "SELECT count(*) FROM runtime.clock WHERE name IN ('close_shift', 'watch_roster')"
        ).scalar_one()
    assert left == 0
