"""What stands behind a volunteer's word: certificates that expire, screening, free time, a guardian's consent."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.membership.events import ConsentGivenV1, ConsentWithdrawnV1
from contracts.volunteering import operations as ops
from contracts.volunteering.events import VolunteerRegisteredV1, VolunteerRetiredV1

FIRST_AID = {"skill": "first_aid", "issuer": "红十字会", "issued_on": "2030-06-15", "expires_on": "2031-06-20"}


def volunteer_of(here: Any, number: int) -> str:
    (found,) = here.done(here.door.call(ops.list_volunteers, here.someone(number))).data["items"]
    return str(found["volunteer_id"])


def skills_of(here: Any, number: int) -> list[str]:
    words = {"volunteer_id": volunteer_of(here, number)}
    return list(here.done(here.door.call(ops.show_volunteer, here.someone(number), **words)).data["skills"])


def test_a_certificate_gives_a_skill_until_it_expires(here: Any) -> None:
    words = {"volunteer_id": volunteer_of(here, 0), **FIRST_AID}
    made = here.done(here.door.call(ops.register_certificate, here.secretary(), **words)).data
    assert (made["state"], skills_of(here, 0)) == ("valid", ["first_aid"])
    assert here.door.call(ops.register_certificate, here.secretary(), **words).code == "certificate_known"
    here.clock.hold(here.at(0, day=20))
    here.door.tick()
    (listed,) = here.done(here.door.call(ops.list_certificates, here.someone(0))).data["items"]
    assert (listed["state"], skills_of(here, 0)) == ("expired", [])
    revoke = {"certificate_id": made["certificate_id"]}
    assert here.door.call(ops.revoke_certificate, here.secretary(), **revoke).code == "certificate_not_valid"


def test_a_certified_skill_needs_a_valid_certificate(here: Any) -> None:
    here.door.pack(here.community, {"certified_skills": ["first_aid"]})
    by, volunteer = here.someone(0), volunteer_of(here, 0)
    said = {"volunteer_id": volunteer, "skills": ["first_aid"]}
    here.done(here.door.call(ops.set_skills, by, if_match=1, **said))
    activity = here.plan(here.form(), 9, 11, parts=[{"name": "急救", "seats": 1, "skill": "first_aid"}])
    (part,) = here.done(here.door.call(ops.show_activity, by, activity_id=activity)).data["parts"]
    assert here.sign_up(activity, 0, part_id=part["part_id"]).code == "skill_missing"
    here.done(here.door.call(ops.register_certificate, here.secretary(), volunteer_id=volunteer, **FIRST_AID))
    here.done(here.sign_up(activity, 0, part_id=part["part_id"]))


def test_what_no_register_takes(here: Any) -> None:
    volunteer = volunteer_of(here, 0)
    words = {"volunteer_id": volunteer, **FIRST_AID}
    mine = here.secretary(person_id=here.people[0])
    assert here.door.call(ops.register_certificate, mine, **words).code == "own_credential"
    assert here.door.call(ops.register_certificate, here.someone(0), **words).status == 403
    old = words | {"expires_on": "2031-06-15"}
    assert here.door.call(ops.register_certificate, here.secretary(), **old).code == "certificate_expired"
    ahead = words | {"issued_on": "2031-06-16"}
    assert here.door.call(ops.register_certificate, here.secretary(), **ahead).code == "date_in_future"
    screening = {"volunteer_id": volunteer, "valid_until": "2031-06-15"}
    assert here.door.call(ops.record_screening, here.secretary(), **screening).code == "screening_in_the_past"
    assert here.door.call(ops.record_screening, mine, **screening).code == "own_credential"


@pytest.mark.parametrize(
    "times",
    [
        [(6, "09:00:00", "12:00:00"), (6, "11:00:00", "13:00:00")],
        [(6, "12:00:00", "09:00:00")],
        [(6, "09:00:00", "09:00:00")],
    ],
)
def test_free_times_do_not_overlap(here: Any, times: list[tuple[int, str, str]]) -> None:
    said = [{"weekday": day, "starts": starts, "ends": ends} for day, starts, ends in times]
    words = {"volunteer_id": volunteer_of(here, 0), "times": said}
    assert here.door.call(ops.set_free_time, here.someone(0), **words).code == "free_time_overlaps"


def test_who_said_to_be_free_comes_first(here: Any) -> None:
    here.join(here.form("便民队"), 0, 1)
    sunday = [{"weekday": 7, "starts": "09:00:00", "ends": "12:00:00"}]
    for number, times in ((0, []), (1, sunday)):
        words = {"volunteer_id": volunteer_of(here, number), "times": times}
        here.done(here.door.call(ops.set_free_time, here.someone(number), **words))
    station = {"area_id": here.community, "name": "便民站", "kind": "convenience"}
    opened = here.done(here.door.call(ops.open_station, here.secretary(), **station)).data["station_id"]
    asked = {
        "station_id": opened,
        "category": "general",
        "text": "帮忙",
        "starts_at": here.at(9),
        "ends_at": here.at(11),
    }
    need = here.done(here.door.call(ops.raise_need, here.someone(5), **asked)).data["need_id"]
    listed = here.done(here.door.call(ops.list_candidates, here.secretary(), need_id=need)).data["items"]
    assert listed[0]["person_id"] == str(here.people[1])
    assert "free_by_own_word" in listed[0]["reasons"] and "free_by_own_word" not in listed[1]["reasons"]


def test_a_minor_volunteers_with_a_guardians_consent_and_stops_without(here: Any) -> None:
    child: UUID = here.door.person(here.community, "小宝", minor=True)
    register = {"person_id": child, "skills": []}
    assert here.door.call(ops.register_volunteer, here.secretary(), **register).code == "minor_needs_consent"
    other, consent = uuid4(), uuid4()
    known = {"person_id": child, "given_on": date(2031, 6, 1)}
    here.door.deliver(ConsentGivenV1, sample=True, aggregate_id=other, consent_id=other, **known, purpose="publication")
    assert here.door.call(ops.register_volunteer, here.secretary(), **register).code == "minor_needs_consent"
    here.door.deliver(ConsentGivenV1, sample=True, aggregate_id=consent, consent_id=consent, **known)
    here.done(here.door.call(ops.register_volunteer, here.secretary(), **register))
    withdrawn = {"consent_id": consent, "person_id": child, "withdrawn_on": date(2031, 6, 15)}
    here.door.deliver(ConsentWithdrawnV1, sample=True, aggregate_id=consent, **withdrawn)
    assert here.door.parked() == []
    (retired,) = here.door.emitted(VolunteerRetiredV1)
    (registered,) = [e for e in here.door.emitted(VolunteerRegisteredV1) if e["data"]["person_id"] == str(child)]
    assert retired["data"]["enrolment_id"] == registered["data"]["enrolment_id"]
    assert here.door.call(ops.register_volunteer, here.secretary(), **register).code == "minor_needs_consent"
