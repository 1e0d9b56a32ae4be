"""What volunteering does about the others' facts, told by their frozen samples."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.membership.events import PersonDiedV1, PersonErasureOrderedV1, PersonMovedV1
from contracts.patrol.events import ShiftCompletedV1, ShiftUnderstaffedV1
from contracts.volunteering import operations as ops
from contracts.volunteering.events import (
    HoursApprovedV1,
    NoShowRecordedV1,
    PairingEndedV1,
    PersonErasureDoneV1,
    TeamChangedV1,
    VolunteerAssignedV1,
    VolunteerWithdrawnV1,
)
from runtime.database import transaction
from volunteering.use_cases.shifts import close_forgotten


@pytest.fixture
def team(here: Any) -> UUID:
    made = here.form("圳尾治安巡逻队", "patrol")
    here.join(made, 0, 1)
    return made


def understaffed(here: Any, team: UUID, shift: UUID, missing: int = 1, **more: Any) -> None:
    words = {"shift_id": shift, "team_id": team, "night": date(2031, 6, 15), "missing": missing}
    here.door.deliver(ShiftUnderstaffedV1, sample=True, aggregate_id=shift, area=here.community, **words, **more)
    assert here.door.parked() == []


def completed(here: Any, team: UUID, shift: UUID, *numbers: int) -> None:
    members = [{"person_id": here.people[number], "minutes": 150} for number in numbers]
    words = {"shift_id": shift, "team_id": team, "night": date(2031, 6, 15), "members": members}
    times = {"starts_at": here.at(19, 30), "ends_at": here.at(22), "minutes": 150 * len(numbers)}
    here.door.deliver(ShiftCompletedV1, sample=True, aggregate_id=shift, area=here.community, **words, **times)
    assert here.door.parked() == []


def the_recruiting(here: Any) -> dict[str, Any]:
    (found,) = here.done(here.door.call(ops.list_activities, here.someone(0))).data["items"]
    return dict(found)


def test_a_shift_short_of_people_recruits_among_the_team(here: Any, team: UUID) -> None:
    shift = uuid4()
    understaffed(here, team, shift)
    found = the_recruiting(here)
    assert (found["seats"], found["members_only"], found["duty_id"]) == (1, True, str(shift))
    assert (found["starts_at"], found["ends_at"]) == ("2031-06-15T11:30:00+00:00", "2031-06-15T14:00:00+00:00")
    activity = UUID(found["activity_id"])
    assert here.sign_up(activity, 3).code == "members_only"
    taken = here.done(here.sign_up(activity, 0)).data["sign_up_id"]
    (assigned,) = here.door.emitted(VolunteerAssignedV1)
    assert assigned["data"] == {
        "assignment_id": taken,
        "duty_kind": "shift",
        "duty_id": str(shift),
        "team_id": str(team),
        "person_id": str(here.people[0]),
    }
    here.done(here.sign_up(activity, 1))
    here.done(here.door.call(ops.cancel_sign_up, here.someone(0), sign_up_id=taken))
    (withdrawn,) = here.door.emitted(VolunteerWithdrawnV1)
    assert (withdrawn["data"]["assignment_id"], withdrawn["data"]["reason_code"]) == (taken, "cancelled")
    assert here.door.emitted(VolunteerAssignedV1)[-1]["data"]["person_id"] == str(here.people[1])


def test_attendance_of_a_shift_is_patrols(here: Any, team: UUID) -> None:
    understaffed(here, team, uuid4())
    activity = UUID(the_recruiting(here)["activity_id"])
    here.done(here.sign_up(activity, 0))
    here.clock.hold(here.at(22))
    assert here.check_in(activity, 0).code == "attendance_kept_elsewhere"
    assert (
        here.door.call(ops.close_activity, here.the_leader(), activity_id=activity).code == "attendance_kept_elsewhere"
    )


def test_a_shift_that_asks_again_opens_more_seats(here: Any, team: UUID) -> None:
    shift = uuid4()
    understaffed(here, team, shift)
    here.done(here.sign_up(UUID(the_recruiting(here)["activity_id"]), 0))
    understaffed(here, team, shift, missing=2)
    assert (the_recruiting(here)["seats"], the_recruiting(here)["taken"]) == (3, 1)


def test_history_and_unknown_teams_recruit_nobody(here: Any, team: UUID) -> None:
    understaffed(here, team, uuid4(), kind="import")
    understaffed(here, uuid4(), uuid4())
    assert not here.done(here.door.call(ops.list_activities, here.someone(0))).data["items"]


def test_a_kept_shift_is_credited_once_and_not_told_again(here: Any, team: UUID) -> None:
    shift = uuid4()
    understaffed(here, team, shift, missing=2)
    activity = UUID(the_recruiting(here)["activity_id"])
    here.done(here.sign_up(activity, 0))
    here.done(here.sign_up(activity, 1))
    completed(here, team, shift, 0, 4)
    completed(here, team, shift, 0, 4)
    assert served(here, 0) == 150
    assert not here.door.emitted(HoursApprovedV1)
    (missing,) = here.door.emitted(NoShowRecordedV1)
    assert missing["data"]["person_id"] == str(here.people[1])
    assert (missing["data"]["duty_kind"], missing["data"]["duty_id"]) == ("shift", str(shift))
    assert the_recruiting(here)["state"] == "closed"


def test_recruiting_for_a_shift_that_nobody_spoke_of_again_is_closed(here: Any, team: UUID) -> None:
    understaffed(here, team, uuid4())
    here.done(here.sign_up(UUID(the_recruiting(here)["activity_id"]), 0))
    here.clock.hold(here.at(11, day=16))
    _close_forgotten(here)
    assert the_recruiting(here)["state"] == "closed"
    assert not here.door.emitted(NoShowRecordedV1)


def test_death_ends_seats_sign_ups_and_pairings(here: Any, team: UUID) -> None:
    other = here.form("舞蹈队", "culture", leader_id=here.people[0])
    activity = here.plan(team, seats=1)
    here.done(here.sign_up(activity, 0))
    here.done(here.sign_up(activity, 1))
    pairing = _pairing(here, 0)
    here.door.deliver(
        PersonDiedV1, sample=True, aggregate_id=here.people[0], person_id=here.people[0], died_on=date(2031, 6, 14)
    )
    assert here.door.parked() == []
    left = [each for each in here.door.emitted(TeamChangedV1) if each["data"]["change"] == "member_left"]
    assert {each["data"]["team_id"] for each in left} == {str(team), str(other)}
    assert here.door.emitted(TeamChangedV1)[-1]["data"]["change"] in ("leader_changed", "member_left")
    assert here.done(here.door.call(ops.show_team, here.someone(1), team_id=other)).data["leader_id"] is None
    listed = here.done(here.door.call(ops.list_sign_ups, here.the_leader(), activity_id=activity)).data["items"]
    assert [item["state"] for item in listed] == ["cancelled", "seated"]
    shown = here.done(here.door.call(ops.show_pairing, here.aid_worker(), pairing_id=pairing)).data
    assert (shown["end_reason"], shown["ended_on"]) == ("died", "2031-06-14")
    assert not here.done(here.door.call(ops.list_volunteers, here.someone(0))).data["items"]


def test_moving_away_ends_seats_of_the_place_left(here: Any, team: UUID) -> None:
    street_wide = here.form("街道宣讲团", "lecture")
    here.done(here.door.call(ops.disband_team, here.secretary(), team_id=street_wide))
    words = {"area_id": here.street, "name": "街道宣讲团", "kind": "lecture", "leader_id": here.leader}
    wide = UUID(here.done(here.door.call(ops.form_team, here.secretary(here.street), **words)).data["team_id"])
    add = {"team_id": wide, "person_id": here.people[0]}
    here.done(here.door.call(ops.add_member, here.secretary(here.street), **add))
    moved = {
        "person_id": here.people[0],
        "display_name": "陈一",
        "home_area": here.elsewhere,
        "from_area": here.community,
        "minor": False,
        "moved_on": date(2031, 6, 10),
    }
    here.door.deliver(PersonMovedV1, sample=True, aggregate_id=here.people[0], **moved)
    assert here.door.parked() == []
    left = here.door.emitted(TeamChangedV1)[-1]
    assert (left["data"]["change"], left["data"]["team_id"]) == ("member_left", str(team))
    assert left["occurred_at"] == "2031-06-09T16:00:00+00:00"
    assert here.done(here.door.call(ops.show_team, here.someone(1), team_id=wide)).data["members"] == 2
    (found,) = here.done(here.door.call(ops.list_volunteers, here.secretary(here.elsewhere))).data["items"]
    assert found["person_id"] == str(here.people[0])


def test_moving_within_the_community_ends_nothing(here: Any, team: UUID) -> None:
    moved = {"display_name": "陈一", "minor": False, "moved_on": date(2031, 6, 10)}
    ways = {"from_area": here.community, "home_area": here.household}
    here.door.deliver(
        PersonMovedV1, sample=True, aggregate_id=here.people[0], person_id=here.people[0], **moved, **ways
    )
    assert here.done(here.door.call(ops.show_team, here.someone(1), team_id=team)).data["members"] == 3


def test_erasure_forgets_and_says_so(here: Any, team: UUID) -> None:
    child = here.door.person(here.community, "小宝", minor=True)
    helping = _pairing(here, 0, helped_kind="student", helped_id=child)
    order = uuid4()
    here.door.deliver(PersonErasureOrderedV1, sample=True, aggregate_id=child, person_id=child, order_id=order)
    assert here.door.parked() == []
    shown = here.done(here.door.call(ops.show_pairing, here.aid_worker(), pairing_id=helping)).data
    assert (shown["helped_id"], shown["goal"], shown["end_reason"]) == (None, None, "erased")
    assert here.door.emitted(PairingEndedV1)
    (said,) = here.door.emitted(PersonErasureDoneV1)
    assert (said["aggregate_id"], said["data"]) == (str(order), {"person_id": str(child), "locked_until": None})
    volunteer = here.people[0]
    here.door.deliver(
        PersonErasureOrderedV1, sample=True, aggregate_id=volunteer, person_id=volunteer, order_id=uuid4()
    )
    assert here.door.parked() == []
    assert len(here.door.emitted(PersonErasureDoneV1)) == 2
    assert here.done(here.door.call(ops.show_team, here.someone(1), team_id=team)).data["members"] == 2


def served(here: Any, number: int) -> int:
    by = here.someone(number)
    (volunteer,) = here.done(here.door.call(ops.list_volunteers, by)).data["items"]
    shown = here.done(here.door.call(ops.show_hours, by, volunteer_id=volunteer["volunteer_id"])).data
    return int(shown["minutes"])


def _pairing(here: Any, number: int, **changes: Any) -> str:
    words = {
        "area_id": here.community,
        "helper_kind": "person",
        "helper_id": here.people[number],
        "helped_kind": "household",
        "helped_id": here.household,
        "started_on": "2031-03-01",
        "goal": "渡过难关",
    }
    answer = here.done(here.door.call(ops.start_pairing, here.aid_worker(), **words | changes))
    return str(answer.data["pairing_id"])


def _close_forgotten(here: Any) -> None:
    with transaction(here.door.engine) as session:
        close_forgotten(session)
