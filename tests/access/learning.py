"""Rows of surveys, courses and certificates in a community: closed, called off, left and withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from tests.access.callers import Caller

Row = dict[str, Any]


def rows_of_learning(
    callers: Mapping[str, Caller], imported: Callable[[str, Row], str], area: str, volunteer: Row, team: Row
) -> dict[str, Row]:
    """A row of each resource about a volunteer, taught by another of the team."""
    street = callers["street_officer"]
    word, person = uuid4().hex[:6], volunteer["person_id"]
    survey = street.post("/surveys", {"area_id": area, "title": f"核对{word}", "closes_on": "2099-12-31"})
    street.post(f"/surveys/{survey['survey_id']}/close", {})
    roster = [seat["person_id"] for seat in street.get(f"/teams/{team['team_id']}")["roster"]]
    teacher = next(one for one in (*roster, team["leader_id"]) if one != person)
    times = {"starts_at": "2099-12-01T01:00:00+00:00", "ends_at": "2099-12-01T02:00:00+00:00"}
    body = {"team_id": team["team_id"], "area_id": area, "title": f"核对{word}", **times}
    lesson = street.post("/activities", body)["activity_id"]
    offer = {"area_id": area, "title": f"核对{word}", "topic": "first_aid", "teacher_id": teacher, "place": "核对室"}
    course = street.post("/courses", {**offer, "places": 1, "enough": 1, "activity_ids": [lesson]})
    enrolment = street.post(f"/courses/{course['course_id']}/enrolments", {"person_id": person})
    street.post(f"/enrolments/{enrolment['enrolment_id']}/leave", {})
    street.post(f"/courses/{course['course_id']}/call-off", {})
    known = {"area_id": area, "teacher_id": teacher, "person_id": person}
    return {
        "Survey": survey,
        "Course": course,
        "Enrolment": {**enrolment, **known},
        "IssuedCertificate": _certificate(street, imported, area, volunteer, team["team_id"]),
    }


def _certificate(street: Caller, imported: Callable[[str, Row], str], area: str, volunteer: Row, team_id: str) -> Row:
    """A certificate of hours of 2010 that were struck since; it was withdrawn."""
    person = volunteer["person_id"]
    key = f"证明 {area} {person} {uuid4().hex[:6]}"
    record = {
        "record_key": key,
        "source": "权限核对",
        "activity_key": key,
        "team_id": team_id,
        "area_id": area,
        "title": "旧年值守",
        "person_id": person,
        "minutes": 30,
        "starts_at": "2010-06-01T01:00:00+00:00",
        "ends_at": "2010-06-01T03:00:00+00:00",
        "checked_in_at": "2010-06-01T00:55:00+00:00",
    }
    imported("/attendances/imports", record)
    days = {"first_on": "2010-06-01", "last_on": "2010-06-01"}
    paper = street.post(f"/volunteers/{volunteer['volunteer_id']}/service-certificates", days)
    listed = street.get("/attendances", person_id=person, area_id=area, limit=200)["items"]
    served = next(each for each in listed if each["checked_in_at"].startswith("2010-06-01"))
    street.post(f"/attendances/{served['attendance_id']}/reverse", {"reason": "recorded_in_error"})
    path = f"/issued-certificates/{paper['issued_certificate_id']}/withdraw"
    row: Row = street.post(path, {"reason": "issued_in_error"})
    return row
