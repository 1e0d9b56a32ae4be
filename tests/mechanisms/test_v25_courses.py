"""你的需求我来满足: residents say what they want to learn, a course is made of it, and whoever finishes it holds a proof."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.city.city import City
from tests.mechanisms.conftest import NewCommunity, patiently


def refused(reply: Any) -> tuple[int, str]:
    return reply.status_code, reply.json()["code"]


@pytest.mark.mechanism("V25")
def test_a_wish_becomes_a_course_and_a_course_a_certificate(city: City, new_community: NewCommunity) -> None:
    here, officer, resident = new_community, new_community.officer, city.as_role("resident")
    teacher, finishing, leaving = here.volunteer(), here.resident(), here.resident()
    team, morning = here.team("general", teacher), city.evening(8, 0, days=1)
    lessons = [here.activity(team, morning + timedelta(hours=hour)) for hour in (0, 1)]
    offer = {"area_id": here.area_id, "title": "急救培训班", "topic": "first_aid", "teacher_id": teacher}
    offer |= {"place": "社区活动室", "places": 20, "enough": 2, "activity_ids": lessons}
    wanted = {"V25.answers": 1, "V25.courses": 1, "V25.people": 1, "V25.certificates": 1}
    street = officer.done(officer.get(f"/areas/{here.area_id}"))["parent_id"]
    with city.moves(street, wanted, year=morning.year):
        asked = {"title": "学习需求", "topics": ["first_aid"], "closes_on": morning.date().isoformat()}
        survey = officer.done(officer.post("/surveys", {"area_id": street, **asked}))["survey_id"]
        own = officer.done(officer.post("/surveys", {"area_id": here.area_id, **asked}))["survey_id"]
        resident.done(resident.request("PUT", f"/surveys/{survey}/answer", json={"topics": ["first_aid"]}))
        officer.done(officer.post(f"/surveys/{own}/close"))
        assert refused(officer.post("/courses", {**offer, "survey_id": own})) == (409, "topic_not_wished_for")
        officer.done(officer.post(f"/surveys/{survey}/close"))
        course = officer.done(officer.post("/courses", {**offer, "survey_id": survey}))["course_id"]
        places = [
            patiently(lambda who=who: officer.post(f"/courses/{course}/enrolments", {"person_id": who}), until=201)
            for who in (finishing, leaving)
        ]
        first, second = (f"/enrolments/{place['enrolment_id']}/presences" for place in places)
        city.clock.advance_to(morning + timedelta(hours=2))
        for path, lesson in ((first, lessons[0]), (second, lessons[0]), (second, lessons[1]), (first, lessons[1])):
            shown = officer.done(officer.post(path, {"activity_id": lesson}))
        struck = officer.done(officer.post(f"{second}/{lessons[1]}/strike", {"reason": "recorded_in_error"}))
    assert (shown["state"], struck["state"], struck["certificate_number"]) == ("completed", "enrolled", None)
    number = shown["certificate_number"]
    checked = resident.done(resident.get(f"/certificate-checks/{number}"))
    assert (checked["state"], checked["minutes"], checked["holder"][1:].strip("*")) == ("valid", 60, "")
    mistyped = number[:-1] + str((int(number[-1]) + 1) % 10)
    wrong = resident.get(f"/certificate-checks/{mistyped}")
    assert refused(wrong) == (422, "certificate_number_wrong")
    assert city.figure("V09.minutes", here.area_id, morning.year) == 0
    assert city.as_role("grid_worker").post("/courses", offer).status_code == 403
    assert resident.post(first, {"activity_id": lessons[0]}).status_code == 404
    assert refused(officer.post(first, {"activity_id": lessons[0]})) == (409, "already_present")
