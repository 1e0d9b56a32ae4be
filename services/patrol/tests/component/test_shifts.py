"""A night from its planning to its closing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.patrol import operations as ops
from contracts.patrol.events import ShiftCompletedV1, ShiftUnderstaffedV1

NIGHT = date(2031, 6, 15)


def at(hour: int, minute: int = 0, second: int = 0) -> Any:
    return f"{NIGHT}T{hour:02}:{minute:02}:{second:02}+08:00"


def moment(text: str) -> Any:
    from datetime import datetime

    return datetime.fromisoformat(text)


def test_the_usual_hours_are_half_past_seven_to_ten(here: Any) -> None:
    answer = here.door.call(ops.plan_shift, here.captain(), team_id=here.team, area_id=here.community, night=NIGHT)
    assert answer.status == 201
    assert answer.data["starts_at"] == "2031-06-15T11:30:00+00:00"
    assert answer.data["ends_at"] == "2031-06-15T14:00:00+00:00"
    assert (answer.data["minimum"], answer.data["state"], answer.version) == (2, "planned", 1)


def test_the_pack_says_the_hours_and_the_minimum(here: Any) -> None:
    here.door.pack(here.community, {"hours": {"starts": "21:00", "ends": "01:00"}, "minimum": 3})
    answer = here.door.call(ops.plan_shift, here.captain(), team_id=here.team, area_id=here.estate, night=NIGHT)
    assert (answer.data["starts_at"], answer.data["ends_at"]) == (
        "2031-06-15T13:00:00+00:00",
        "2031-06-15T17:00:00+00:00",
    )
    assert answer.data["minimum"] == 3


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"night": "2031-06-14"}, 409, "night_is_over"),
        ({"starts": "09:00", "ends": "08:00"}, 422, "hours_too_long"),
        ({"area_id": "elsewhere"}, 422, "area_beyond_team"),
        ({"area_id": "nowhere"}, 404, "area_unknown"),
        ({"team_id": "rescue"}, 422, "team_not_on_patrol"),
        ({"team_id": "nowhere"}, 404, "not_found"),
    ],
)
def test_what_cannot_be_planned(here: Any, changes: dict[str, str], status: int, code: str) -> None:
    known = {
        "elsewhere": here.elsewhere,
        "nowhere": uuid4(),
        "rescue": here.form_team("rescue", here.community, here.members[:1]) if "team_id" in changes else None,
    }
    words = {"team_id": here.team, "area_id": here.community, "night": NIGHT}
    words |= {name: known.get(value, value) for name, value in changes.items()}
    answer = here.door.call(ops.plan_shift, here.secretary(), **words)
    assert (answer.status, answer.code) == (status, code)


def test_one_shift_per_team_and_night_until_it_is_called_off(here: Any) -> None:
    shift = here.plan()
    again = here.door.call(ops.plan_shift, here.secretary(), team_id=here.team, area_id=here.estate, night=NIGHT)
    assert (again.status, again.code) == (409, "shift_exists")
    here.door.call(ops.call_off_shift, here.captain(), shift_id=shift, reason="台风")
    assert here.state(shift) == "called_off"
    assert here.plan() != shift
    twice = here.door.call(ops.call_off_shift, here.captain(), shift_id=shift, reason="台风")
    assert twice.code == "shift_not_planned"


def test_a_shift_that_has_begun_is_not_called_off(here: Any) -> None:
    shift = here.plan()
    here.clock.hold(moment(at(19, 30)))
    answer = here.door.call(ops.call_off_shift, here.captain(), shift_id=shift, reason="雨")
    assert (answer.status, answer.code) == (409, "shift_begun")


def test_two_planned_in_one_group_meet_each_other(here: Any) -> None:
    words = {"team_id": here.team, "area_id": here.community, "night": NIGHT}
    door, by = here.door, here.secretary()
    first, second = door.call_together([door.request(ops.plan_shift, by, **words) for _ in range(2)])
    assert (first.status, second.code) == (201, "shift_exists")


def test_a_kept_night_is_told_with_everybodys_minutes(here: Any) -> None:
    shift = here.plan()
    here.clock.hold(moment(at(19, 41)))
    assert here.check_in(shift, 0, at(19, 25)).status == 201
    assert here.check_in(shift, 1, at(19, 40)).status == 201
    early = here.door.call(ops.close_shift, here.captain(), shift_id=shift)
    assert (early.status, early.code) == (409, "shift_not_over")
    here.clock.hold(moment(at(22, 1)))
    closed = here.door.call(ops.close_shift, here.captain(), shift_id=shift)
    assert (closed.data["state"], closed.data["missed_because"], closed.version) == ("completed", None, 2)

    [told] = here.door.emitted(ShiftCompletedV1)
    assert told["occurred_at"] == "2031-06-15T14:00:00+00:00"
    assert UUID(told["area"]) == here.community
    assert told["data"]["minutes"] == 150 + 140
    assert told["data"]["members"] == [
        {"person_id": str(here.members[0]), "minutes": 150},
        {"person_id": str(here.members[1]), "minutes": 140},
    ]
    again = here.door.call(ops.close_shift, here.captain(), shift_id=shift)
    assert again.code == "shift_not_planned"


def test_the_clock_closes_what_nobody_closed_after_the_grace(here: Any) -> None:
    kept, alone = here.plan(), here.plan(night=NIGHT + timedelta(days=1))
    here.clock.hold(moment(at(22, 10)))
    here.check_in(kept, 0, at(19, 31))
    here.check_in(kept, 2, at(19, 50))
    here.door.tick()
    assert here.state(kept) == "planned"
    here.clock.hold(moment(at(22, 30)))
    here.door.tick()
    assert here.state(kept) == "completed"

    here.clock.hold(moment(at(19, 31)) + timedelta(days=1))
    here.check_in(alone, 0, at(19, 31).replace("-15T", "-16T"))
    here.clock.hold(moment(at(22, 31)) + timedelta(days=1))
    here.door.tick()
    assert here.state(alone) == "missed"
    assert len(here.door.emitted(ShiftCompletedV1)) == 1


def test_nobody_at_the_start_misses_the_night(here: Any) -> None:
    shift = here.plan()
    here.clock.hold(moment(at(22, 31)))
    here.check_in(shift, 0, at(21, 20))
    here.check_in(shift, 1, at(21, 30))
    here.door.tick()
    answer = here.door.call(ops.show_shift, here.secretary(), shift_id=shift)
    assert (answer.data["state"], answer.data["missed_because"]) == ("missed", "nobody_at_start")


def test_a_short_roster_is_told_an_hour_before(here: Any) -> None:
    shift = here.plan()
    here.door.call(ops.roster_member, here.captain(), shift_id=shift, person_id=here.members[1])
    here.clock.hold(moment(at(18, 29)))
    here.door.tick()
    assert here.door.emitted(ShiftUnderstaffedV1) == []
    here.clock.hold(moment(at(18, 30)))
    here.door.tick()
    here.door.tick()
    [told] = here.door.emitted(ShiftUnderstaffedV1)
    assert told["data"] == {
        "shift_id": str(shift),
        "team_id": str(here.team),
        "night": "2031-06-15",
        "missing": 1,
    }


def test_a_full_roster_is_not_told_until_somebody_goes(here: Any) -> None:
    shift = here.plan()
    for number in (1, 2):
        here.door.call(ops.roster_member, here.captain(), shift_id=shift, person_id=here.members[number])
    here.clock.hold(moment(at(18, 30)))
    here.door.tick()
    assert here.door.emitted(ShiftUnderstaffedV1) == []
    here.door.call(ops.strike_member, here.member(2), shift_id=shift, person_id=here.members[2])
    here.door.tick()
    assert [told["data"]["missing"] for told in here.door.emitted(ShiftUnderstaffedV1)] == [1]


def test_a_called_off_shift_is_neither_warned_of_nor_closed(here: Any) -> None:
    shift = here.plan()
    here.door.call(ops.call_off_shift, here.captain(), shift_id=shift, reason="台风")
    here.clock.hold(moment(at(23)))
    here.door.tick()
    assert here.state(shift) == "called_off"
    assert here.door.emitted() == [] or {e["aggregate"] for e in here.door.emitted()} == {"audit_seal"}
