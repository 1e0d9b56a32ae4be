"""What patrol does about the others' events."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from contracts.membership.events import PersonDiedV1, PersonErasureOrderedV1
from contracts.patrol import operations as ops
from contracts.patrol.events import PersonErasureDoneV1
from contracts.volunteering.events import (
    TeamChangedV1,
    TeamDisbandedV1,
    TeamFormedV1,
    VolunteerAssignedV1,
    VolunteerWithdrawnV1,
)
from kernel.ids import uuid7

NIGHT = date(2031, 6, 15)


def roster(here: Any, shift: UUID) -> list[tuple[str, str]]:
    shown = here.door.call(ops.show_shift, here.secretary(), shift_id=shift)
    return sorted((entry["person_id"], entry["origin"]) for entry in shown.data["roster"])


@pytest.mark.parametrize(
    "event",
    [TeamFormedV1, TeamChangedV1, TeamDisbandedV1, VolunteerAssignedV1, VolunteerWithdrawnV1, PersonDiedV1],
)
def test_the_frozen_samples_are_understood(here: Any, event: Any) -> None:
    if event is TeamChangedV1:
        here.door.deliver(TeamFormedV1, sample=True, seq=1)
        here.door.deliver(event, sample=True, seq=2)
    else:
        here.door.deliver(event, sample=True)
    assert here.door.parked() == []


def test_volunteering_fills_a_shift_and_takes_it_back(here: Any) -> None:
    shift = here.plan()
    duty = {"duty_kind": "shift", "duty_id": shift, "team_id": None, "person_id": here.outsider}
    assignment = uuid7()
    for _ in range(2):
        here.door.deliver(VolunteerAssignedV1, aggregate_id=assignment, assignment_id=assignment, **duty)
    assert roster(here, shift) == [(str(here.outsider), "assigned")]
    here.clock.hold(datetime.fromisoformat(f"{NIGHT}T19:40:00+08:00"))
    came = here.door.call(
        ops.record_check_in,
        here.captain(),
        shift_id=shift,
        person_id=here.outsider,
        at=f"{NIGHT}T19:35:00+08:00",
    )
    assert came.status == 201
    here.door.deliver(
        VolunteerWithdrawnV1, aggregate_id=assignment, assignment_id=assignment, reason_code="ill", **duty
    )
    assert roster(here, shift) == [(str(here.outsider), "assigned")]


def test_who_gave_a_shift_back_before_it_is_off_the_roster(here: Any) -> None:
    shift, assignment = here.plan(), uuid7()
    duty = {"duty_kind": "shift", "duty_id": shift, "team_id": None, "person_id": here.outsider}
    here.door.deliver(VolunteerAssignedV1, aggregate_id=assignment, assignment_id=assignment, **duty)
    here.door.deliver(
        VolunteerWithdrawnV1, aggregate_id=assignment, assignment_id=assignment, reason_code="ill", **duty
    )
    assert roster(here, shift) == []


def test_other_services_duties_are_not_ours(here: Any) -> None:
    shift, assignment = here.plan(), uuid7()
    duty = {"duty_kind": "visit", "duty_id": shift, "team_id": None, "person_id": here.outsider}
    here.door.deliver(VolunteerAssignedV1, aggregate_id=assignment, assignment_id=assignment, **duty)
    assert roster(here, shift) == []


def test_who_leaves_the_team_leaves_its_coming_nights(here: Any) -> None:
    leaver, seat, team = here.outsider, uuid7(), here.team
    change = {"aggregate_id": team, "area": here.community, "team_id": team, "team_kind": "patrol"}
    joined = {"seat_id": seat, "person_id": leaver, "seat_role": "member"}
    here.door.deliver(TeamChangedV1, **change, **joined, change="member_joined")
    tonight, tomorrow = here.plan(), here.plan(night=NIGHT + timedelta(days=1))
    for shift in (tonight, tomorrow):
        answer = here.door.call(ops.roster_member, here.captain(), shift_id=shift, person_id=leaver)
        assert answer.status == 201
    later = here.clock.now() + timedelta(days=1)
    here.door.deliver(TeamChangedV1, **change, **joined, change="member_left", occurred_at=later)
    assert roster(here, tonight) == [(str(leaver), "member")]
    assert roster(here, tomorrow) == []
    again = here.door.call(ops.roster_member, here.captain(), shift_id=tomorrow, person_id=leaver)
    assert again.code == "not_in_team"


def test_names_and_leaders_follow(here: Any) -> None:
    shift = here.plan()
    change = {"aggregate_id": here.team, "area": here.community, "team_id": here.team, "team_kind": "patrol"}
    here.door.deliver(TeamChangedV1, **change, change="renamed", name="红袖标夜巡队")
    here.door.deliver(TeamChangedV1, **change, change="leader_changed", person_id=here.members[2])
    shown = here.door.call(ops.show_shift, here.secretary(), shift_id=shift)
    assert shown.data["team_name"] == "红袖标夜巡队"


def test_a_disbanded_team_keeps_no_more_nights(here: Any) -> None:
    shift = here.plan()
    here.door.deliver(TeamDisbandedV1, aggregate_id=here.team, area=here.community, team_id=here.team)
    assert here.state(shift) == "called_off"
    answer = here.door.call(
        ops.plan_shift, here.secretary(), team_id=here.team, area_id=here.community, night="2031-06-16"
    )
    assert (answer.status, answer.code) == (409, "team_disbanded")


def test_the_dead_are_not_waited_for(here: Any) -> None:
    shift = here.plan()
    here.door.call(ops.roster_member, here.captain(), shift_id=shift, person_id=here.members[1])
    here.door.deliver(
        PersonDiedV1, aggregate_id=here.members[1], person_id=here.members[1], stay_id=uuid7(), died_on=NIGHT
    )
    assert roster(here, shift) == []


def test_somebody_erased_is_off_the_rosters_to_come_and_it_is_told(here: Any) -> None:
    shift, gone, order = here.plan(), here.members[1], uuid7()
    here.door.call(ops.roster_member, here.captain(), shift_id=shift, person_id=gone)
    told = {"person_id": gone, "order_id": order, "due_on": date(2031, 7, 1)}
    here.door.deliver(PersonErasureOrderedV1, aggregate_id=gone, **told)
    assert (here.door.parked(), roster(here, shift)) == ([], [])
    [done] = here.door.emitted(PersonErasureDoneV1)
    assert (done["aggregate_id"], done["data"]) == (str(order), {"person_id": str(gone), "locked_until": None})
