"""Who is to come, and who came."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from contracts.patrol import operations as ops
from kernel.position import Position
from patrol.use_cases import check_ins
from runtime.database import transaction

NIGHT = date(2031, 6, 15)


def at(hour: int, minute: int = 0, second: int = 0) -> str:
    return f"{NIGHT}T{hour:02}:{minute:02}:{second:02}+08:00"


@pytest.fixture
def tonight(here: Any) -> Any:
    """The shift tonight, a quarter past eight."""
    shift = here.plan()
    here.clock.hold(datetime.fromisoformat(at(20, 15)))
    return shift


def test_members_put_themselves_on_the_roster(here: Any, tonight: Any) -> None:
    words = {"shift_id": tonight, "person_id": here.members[1]}
    answer = here.door.call(ops.roster_member, here.member(1), **words)
    assert (answer.status, answer.data["display_name"], answer.data["origin"]) == (201, "林二", "member")
    assert here.door.call(ops.roster_member, here.member(1), **words).code == "already_on_roster"
    other = here.door.call(ops.roster_member, here.member(2), **words)
    assert (other.status, other.code) == (403, "not_for_others")
    outsider = here.door.call(ops.roster_member, here.captain(), shift_id=tonight, person_id=here.outsider)
    assert (outsider.status, outsider.code) == (409, "not_in_team")


def test_who_has_come_stays_on_the_roster(here: Any, tonight: Any) -> None:
    words = {"shift_id": tonight, "person_id": here.members[1]}
    missing = here.door.call(ops.strike_member, here.captain(), **words)
    assert (missing.status, missing.code) == (404, "not_on_roster")
    here.door.call(ops.roster_member, here.member(1), **words)
    here.check_in(tonight, 1, at(19, 30))
    assert here.door.call(ops.strike_member, here.captain(), **words).code == "already_checked_in"


def test_a_closed_shift_takes_nothing_more(here: Any, tonight: Any) -> None:
    here.clock.hold(datetime.fromisoformat(at(22, 1)))
    here.door.call(ops.close_shift, here.captain(), shift_id=tonight)
    person = {"shift_id": tonight, "person_id": here.members[1]}
    assert here.door.call(ops.roster_member, here.captain(), **person).code == "shift_not_planned"
    assert here.door.call(ops.strike_member, here.captain(), **person).code == "shift_not_planned"
    assert here.check_in(tonight, 1, at(21)).code == "shift_not_planned"


@pytest.mark.parametrize(
    ("when", "status", "code"),
    [
        (at(19, 14, 59), 422, "outside_hours"),
        (at(22, 0, 1), 422, "outside_hours"),
        (at(20, 18), 422, "not_yet"),
    ],
)
def test_check_ins_at_impossible_times(here: Any, tonight: Any, when: str, status: int, code: str) -> None:
    answer = here.check_in(tonight, 1, when)
    assert (answer.status, answer.code, answer.pointers) == (status, code, ["/at"])


def test_a_stranger_cannot_check_in_and_a_member_only_for_oneself(here: Any, tonight: Any) -> None:
    stranger = here.door.call(
        ops.record_check_in, here.captain(), shift_id=tonight, person_id=here.outsider, at=at(19, 40)
    )
    assert (stranger.status, stranger.code) == (409, "not_on_shift")
    other = here.door.call(
        ops.record_check_in, here.member(2), shift_id=tonight, person_id=here.members[1], at=at(19, 40)
    )
    assert (other.status, other.code) == (403, "not_for_others")
    own = here.door.call(
        ops.record_check_in, here.member(2), shift_id=tonight, person_id=here.members[2], at=at(19, 40)
    )
    assert own.status == 201


def test_a_second_scan_within_five_minutes_is_refused(here: Any, tonight: Any) -> None:
    gate = _checkpoint(here)
    assert here.check_in(tonight, 1, at(19, 40), checkpoint_id=gate).status == 201
    for repeated in (at(19, 40, 1), at(19, 44, 59), at(19, 35, 1)):
        assert here.check_in(tonight, 1, repeated, checkpoint_id=gate).code == "double_scan"
    assert here.check_in(tonight, 1, at(19, 45), checkpoint_id=gate).status == 201
    assert here.check_in(tonight, 1, at(19, 41)).status == 201
    assert here.check_in(tonight, 2, at(19, 40), checkpoint_id=gate).status == 201


def test_two_scans_in_one_group_are_one(here: Any, tonight: Any) -> None:
    words = {"shift_id": tonight, "person_id": here.members[1], "at": at(19, 40)}
    door, by = here.door, here.captain()
    answers = door.call_together([door.request(ops.record_check_in, by, **words) for _ in range(3)])
    assert [answer.status for answer in answers] == [201, 409, 409]
    shown = door.call(ops.show_shift, by, shift_id=tonight)
    assert len(shown.data["check_ins"]) == 1


def test_of_a_position_only_near_is_kept(here: Any, tonight: Any) -> None:
    gate = _checkpoint(here, latitude=24.4795, longitude=118.0894, system="wgs84", radius=50)
    phone = Position(24.4796, 118.0895).as_gcj02()
    reading = {"latitude": phone[0], "longitude": phone[1]}
    near = here.check_in(tonight, 1, at(19, 40), checkpoint_id=gate, position={**reading, "system": "gcj02"})
    assert near.data["near"] is True
    unconverted = here.check_in(tonight, 2, at(19, 40), checkpoint_id=gate, position={**reading, "system": "wgs84"})
    assert unconverted.data["near"] is False
    assert here.check_in(tonight, 3, at(19, 40), checkpoint_id=gate).data["near"] is None
    with here.door.engine.connect() as connection:
        columns = connection.exec_driver_sql("SELECT * FROM check_in LIMIT 0").keys()
    assert not {"latitude", "longitude", "position"} & set(columns)


def test_checkpoints_are_placed_listed_and_retired(here: Any, tonight: Any) -> None:
    gate = _checkpoint(here)
    assert _place(here).code == "checkpoint_exists"
    listed = here.door.call(ops.list_checkpoints, here.resident(), area_id=here.community)
    assert [item["name"] for item in listed.data["items"]] == ["小区南门"]
    retired = here.door.call(ops.retire_checkpoint, here.secretary(), checkpoint_id=gate)
    assert retired.data["retired_at"] is not None
    again = here.door.call(ops.retire_checkpoint, here.secretary(), checkpoint_id=gate)
    assert again.code == "checkpoint_retired"
    assert here.check_in(tonight, 1, at(19, 40), checkpoint_id=gate).status == 201  # it was there when the shift began
    unknown = here.check_in(tonight, 1, at(19, 50), checkpoint_id=uuid4())
    assert (unknown.status, unknown.code) == (404, "checkpoint_unknown")
    assert _place(here).status == 201


def _place(here: Any, **changes: Any) -> Any:
    words = {"area_id": here.estate, "name": "小区南门", "latitude": 24.48, "longitude": 118.09, "system": "gcj02"}
    return here.door.call(ops.place_checkpoint, here.secretary(), **(words | changes))


def _checkpoint(here: Any, **changes: Any) -> str:
    answer = _place(here, **changes)
    assert answer.status == 201, answer.problem
    return str(answer.data["checkpoint_id"])


def test_after_thirty_days_nobody_knows_where_somebody_was_only_that_they_came(here: Any, tonight: Any) -> None:
    gate = _checkpoint(here)
    position = {"latitude": 24.4795, "longitude": 118.0894, "system": "wgs84"}
    assert here.check_in(tonight, 1, at(19, 40), checkpoint_id=gate, position=position).data["near"] is not None
    assert here.check_in(tonight, 2, at(19, 40)).status == 201

    def places() -> list[tuple[Any, Any]]:
        with transaction(here.door.engine) as session:
            check_ins.coarsen(session)
        shown = here.door.call(ops.show_shift, here.secretary(), shift_id=tonight).data
        return [(each["checkpoint_id"], each["near"]) for each in shown["check_ins"]]

    moment = datetime.fromisoformat(at(19, 40)) + timedelta(days=30)
    here.clock.hold(moment)
    assert str(gate) in [place for place, _ in places()]
    here.clock.hold(moment + timedelta(seconds=1))
    assert places() == [(None, None), (None, None)]
