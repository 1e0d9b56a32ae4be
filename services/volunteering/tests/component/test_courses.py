"""Wishes become courses, courses are finished, and certificates say what is really behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import MetaData, Table

from contracts.membership.events import ConsentGivenV1, PersonDiedV1, PersonErasureOrderedV1
from contracts.volunteering import operations as ops
from contracts.volunteering.events import (
    CourseCalledOffV1,
    CourseCompletedV1,
    CourseCompletionStruckV1,
    CourseOpenedV1,
    HoursApprovedV1,
    SurveyClosedV1,
)
from runtime.testing.harness import Answer

TEACHER = 5


@dataclass
class School:
    """Who asks, offers and teaches."""

    here: Any

    def survey(self, **changes: Any) -> Answer:
        words = {"area_id": self.here.community, "title": "学习需求", "closes_on": "2031-06-20"} | changes
        answer: Answer = self.here.door.call(ops.open_survey, self.here.secretary(), **words)
        return answer

    def answer(self, survey: str, number: int, *topics: str) -> Answer:
        words = {"survey_id": survey, "topics": list(topics)}
        answer: Answer = self.here.door.call(ops.answer_survey, self.here.someone(number), **words)
        return answer

    def lessons(self, *days: int) -> list[UUID]:
        """An hour of each day at nine."""
        team = self.here.form(f"讲师队{uuid4().hex[:6]}")
        times = [{"starts_at": self.here.at(9, 0, day), "ends_at": self.here.at(10, 0, day)} for day in days]
        return [self.here.plan(team, **each) for each in times]

    def open(self, lessons: list[UUID], **changes: Any) -> Answer:
        words = {
            "area_id": self.here.community,
            "title": "急救培训班",
            "topic": "first_aid",
            "teacher_id": self.here.people[TEACHER],
            "place": "社区活动室",
            "places": 2,
            "enough": 2,
            "activity_ids": lessons,
        }
        answer: Answer = self.here.door.call(ops.open_course, self.here.secretary(), **words | changes)
        return answer

    def course(self, lessons: list[UUID], **changes: Any) -> str:
        return str(self.here.done(self.open(lessons, **changes)).data["course_id"])

    def join(self, course: str, number: int) -> Answer:
        answer: Answer = self.here.door.call(ops.join_course, self.here.someone(number), course_id=course)
        return answer

    def came(self, enrolment: str, lesson: UUID, **more: Any) -> Answer:
        words = {"enrolment_id": enrolment, "activity_id": lesson} | more
        answer: Answer = self.here.door.call(ops.record_presence, self.here.someone(TEACHER), **words)
        return answer

    def strike(self, enrolment: str, lesson: UUID) -> Answer:
        words = {"enrolment_id": enrolment, "activity_id": lesson, "reason": "recorded_in_error"}
        answer: Answer = self.here.door.call(ops.strike_presence, self.here.someone(TEACHER), **words)
        return answer

    def check(self, number: str) -> Answer:
        answer: Answer = self.here.door.call(ops.check_certificate, None, number=number)
        return answer

    def finished(self, number: int = 0) -> tuple[str, list[UUID], dict[str, Any]]:
        """A learner who came to both lessons of three: the enrolment, the lessons, and how it stands."""
        lessons = self.lessons(16, 17, 18)
        enrolment = self.here.done(self.join(self.course(lessons), number)).data["enrolment_id"]
        self.here.clock.hold(self.here.at(11, 0, 17))
        self.here.done(self.came(enrolment, lessons[0]))
        stands = self.here.done(self.came(enrolment, lessons[1], minutes=45)).data
        return str(enrolment), lessons, dict(stands)


@pytest.fixture
def school(here: Any) -> School:
    return School(here)


def test_wishes_are_counted_once_and_never_by_who(here: Any, school: School) -> None:
    survey = here.done(school.survey(topics=["first_aid", "cooking", "dance"])).data["survey_id"]
    here.done(school.answer(survey, 0, "cooking"))
    here.done(school.answer(survey, 0, "first_aid", "dance"))
    here.done(school.answer(survey, 1, "first_aid"))
    shown = here.done(here.door.call(ops.show_survey, here.someone(2), survey_id=survey)).data
    assert (shown["answered"], shown["wishes"]) == (2, None)
    assert str(here.people[0]) not in _stored(here, "survey_answer")
    closed = here.done(here.door.call(ops.close_survey, here.secretary(), survey_id=survey)).data
    counted = {wish["topic"]: wish["number"] for wish in closed["wishes"]}
    assert (closed["answered"], counted) == (2, {"first_aid": 2, "cooking": 0, "dance": 1})
    assert _stored(here, "survey_answer") == "[]"
    (told,) = here.door.emitted(SurveyClosedV1)
    assert told["data"]["answered"] == 2
    late = school.answer(survey, 2, "cooking")
    assert (late.status, late.code) == (409, "survey_closed")
    (listed,) = here.done(here.door.call(ops.list_surveys, here.someone(2), open=False)).data["items"]
    assert listed["wishes"] == closed["wishes"]


def test_a_survey_closes_by_itself_after_its_last_day(here: Any, school: School) -> None:
    survey = here.done(school.survey(closes_on="2031-06-15")).data["survey_id"]
    here.clock.hold(here.at(23, 59))
    here.door.tick()
    here.done(school.answer(survey, 0, "dance"))
    here.clock.hold(here.at(0, 1, 16))
    here.door.tick()
    shown = here.done(here.door.call(ops.show_survey, here.someone(0), survey_id=survey)).data
    assert (shown["closed_on"], shown["answered"]) == ("2031-06-16", 1)


def test_who_may_ask_and_answer(here: Any, school: School) -> None:
    assert here.door.call(ops.open_survey, here.someone(0), area_id=here.community, title="x",
                          closes_on="2031-06-20").status == 403  # fmt: skip
    assert school.survey(closes_on="2031-06-14").code == "survey_in_the_past"
    assert school.survey(topics=["astrology"]).code == "topic_unknown"
    survey = here.done(school.survey(topics=["dance"])).data["survey_id"]
    assert (school.answer(survey, 0, "cooking").status, school.answer(survey, 0, "cooking").code) == (
        404,
        "topic_unknown",
    )
    stranger = here.door.sign_in(
        ("resident", "area", here.elsewhere), person_id=here.door.person(here.elsewhere, "外人")
    )
    words = {"survey_id": survey, "topics": ["dance"]}
    refused = here.door.call(ops.answer_survey, stranger, **words)
    assert (refused.status, refused.code) == (403, "survey_for_residents")
    assert here.door.call(ops.answer_survey, here.secretary(), **words).code == "survey_for_residents"


def test_a_course_is_made_of_wishes(here: Any, school: School) -> None:
    survey = here.done(school.survey(topics=["first_aid", "cooking"])).data["survey_id"]
    here.done(school.answer(survey, 0, "first_aid"))
    lessons = school.lessons(16, 17)
    assert school.open(lessons, survey_id=survey).code == "survey_still_open"
    here.done(here.door.call(ops.close_survey, here.secretary(), survey_id=survey))
    assert school.open(lessons, survey_id=survey, topic="cooking").code == "topic_not_wished_for"
    assert school.open(lessons, survey_id=uuid4()).code == "survey_unknown"
    course = school.course(lessons, survey_id=survey)
    (told,) = here.door.emitted(CourseOpenedV1)
    assert (told["data"]["from_survey"], told["data"]["topic"]) == (True, "first_aid")
    shown = here.done(here.door.call(ops.show_course, here.someone(0), course_id=course)).data
    assert [lesson["activity_id"] for lesson in shown["lessons"]] == [str(lesson) for lesson in lessons]
    assert school.open(lessons).code == "lesson_of_another_course"
    here.done(here.door.call(ops.call_off_course, here.secretary(), course_id=course))
    assert here.door.emitted(CourseCalledOffV1)
    assert school.join(course, 0).code == "course_called_off"
    again = here.door.call(ops.call_off_course, here.secretary(), course_id=course)
    assert (again.status, again.code) == (409, "course_called_off")


def test_lessons_must_fit(here: Any, school: School) -> None:
    lessons = school.lessons(16, 17)
    assert school.open(lessons, enough=3).code == "too_few_lessons"
    assert school.open([], enough=1).code == "too_few_lessons"
    assert school.open([uuid4()]).code == "lesson_unfit"
    assert school.open(lessons, topic="astrology").code == "topic_unknown"
    assert school.open(lessons, teacher_id=uuid4()).code == "person_unknown"
    here.clock.hold(here.at(9, 1, 16))
    assert (school.open(lessons).status, school.open(lessons).code) == (422, "lesson_unfit")


def test_a_series_brings_its_lessons(here: Any, school: School) -> None:
    team = here.form("书法班")
    words = {"team_id": team, "area_id": here.community, "title": "书法", "rule": "FREQ=WEEKLY", "starts": "09:00:00"}
    made = here.door.call(ops.plan_series, here.secretary(), first_on="2031-06-16", minutes=60, **words)
    series = here.done(made).data["series_id"]
    course = school.course([], series_id=series, topic="calligraphy", enough=12)
    shown = here.done(here.door.call(ops.show_course, here.someone(0), course_id=course)).data
    assert (len(shown["lessons"]), shown["skill"]) == (5, "calligraphy")
    assert school.open([], series_id=series).code == "lesson_of_another_course"
    assert school.open([], series_id=uuid4()).code == "lesson_unfit"


def test_places_are_taken_and_given_back(here: Any, school: School) -> None:
    lessons = school.lessons(16, 17)
    course = school.course(lessons)
    first = here.done(school.join(course, 0)).data["enrolment_id"]
    here.done(school.join(course, 1))
    assert (school.join(course, 0).code, school.join(course, 2).code) == ("already_enrolled", "course_full")
    assert school.join(course, TEACHER).code == "teaches_course"
    here.done(here.door.call(ops.leave_course, here.someone(0), enrolment_id=first))
    here.done(school.join(course, 2))
    assert here.door.call(ops.leave_course, here.someone(0), enrolment_id=first).code == "enrolment_over"
    assert school.came(first, lessons[0]).code == "enrolment_over"
    here.door.deliver(
        PersonDiedV1, aggregate_id=here.people[2], sample=True, person_id=here.people[2], died_on=date(2031, 6, 15)
    )
    here.done(school.join(course, 3))
    assert here.door.parked() == []
    here.clock.hold(here.at(11, 0, 17))
    assert school.join(course, 4).code == "course_over"


def test_anybody_of_the_area_learns_and_a_child_with_consent(here: Any, school: School) -> None:
    course = school.course(school.lessons(16, 17))
    child = here.door.person(here.community, "小宝", minor=True)
    teacher = here.someone(TEACHER)
    assert here.door.call(ops.join_course, teacher, course_id=course, person_id=child).code == "minor_needs_consent"
    words = {"person_id": child, "purpose": "volunteering", "given_on": date(2031, 6, 1)}
    here.door.deliver(ConsentGivenV1, aggregate_id=uuid4(), sample=True, consent_id=uuid4(), **words)
    here.done(here.door.call(ops.join_course, teacher, course_id=course, person_id=child))
    refused = here.door.call(ops.join_course, here.someone(0), course_id=course, person_id=here.people[1])
    assert (refused.status, refused.code) == (403, "not_for_others")
    assert here.door.call(ops.join_course, teacher, course_id=course, person_id=uuid4()).code == "person_unknown"
    learner = here.done(school.join(course, 0)).data["enrolment_id"]
    seen = [len(here.done(here.door.call(ops.list_enrolments, by, course_id=course)).data["items"])
            for by in (here.someone(0), here.someone(1), teacher, here.secretary(here.elsewhere))]  # fmt: skip
    assert seen == [1, 0, 2, 0]
    words = {"enrolment_id": learner, "activity_id": uuid4()}
    assert here.door.call(ops.record_presence, here.someone(1), **words).status == 404
    assert here.door.call(ops.record_presence, here.someone(0), **words).status == 403


def test_enough_lessons_finish_a_course(here: Any, school: School) -> None:
    _, _, stands = school.finished()
    assert (stands["state"], stands["lessons"], stands["minutes"]) == ("completed", 2, 105)
    (told,) = here.door.emitted(CourseCompletedV1)
    assert (told["data"]["person_id"], told["data"]["skill"]) == (str(here.people[0]), "first_aid")
    assert told["data"]["certificate_number"] == stands["certificate_number"]
    assert not here.door.emitted(HoursApprovedV1)
    checked = here.done(school.check(stands["certificate_number"])).data
    assert (checked["state"], checked["holder"], checked["minutes"]) == ("valid", "陈*", 105)
    assert (checked["first_on"], checked["last_on"], checked["title"]) == ("2031-06-16", "2031-06-17", "急救培训班")
    assert "person_id" not in checked
    (mine,) = here.done(here.door.call(ops.list_issued_certificates, here.someone(0))).data["items"]
    assert mine["number"] == stands["certificate_number"]
    assert not here.done(here.door.call(ops.list_issued_certificates, here.someone(1))).data["items"]


def test_a_struck_lesson_takes_the_certificate_back_and_another_brings_a_new_one(here: Any, school: School) -> None:
    enrolment, lessons, stands = school.finished()
    struck = here.done(school.strike(enrolment, lessons[0])).data
    assert (struck["state"], struck["lessons"], struck["certificate_number"]) == ("enrolled", 1, None)
    assert here.done(school.check(stands["certificate_number"])).data["state"] == "withdrawn"
    (told,) = here.door.emitted(CourseCompletionStruckV1)
    assert told["data"]["certificate_number"] == stands["certificate_number"]
    assert (school.strike(enrolment, lessons[0]).code, school.strike(enrolment, lessons[2]).code) == (
        "already_struck",
        "not_present",
    )
    here.clock.hold(here.at(11, 0, 18))
    again = here.done(school.came(enrolment, lessons[2])).data
    assert again["state"] == "completed" and again["certificate_number"] != stands["certificate_number"]


def test_what_is_struck_beyond_enough_corrects_the_certificate(here: Any, school: School) -> None:
    enrolment, lessons, stands = school.finished()
    here.clock.hold(here.at(11, 0, 18))
    here.done(school.came(enrolment, lessons[2], minutes=30))
    here.done(school.strike(enrolment, lessons[0]))
    checked = here.done(school.check(stands["certificate_number"])).data
    assert (checked["state"], checked["minutes_issued"], checked["minutes"]) == ("corrected", 105, 75)


def test_presences_are_refused_where_nobody_can_have_been(here: Any, school: School) -> None:
    lessons = school.lessons(16, 17)
    course = school.course(lessons)
    enrolment = here.done(school.join(course, 0)).data["enrolment_id"]
    assert school.came(enrolment, lessons[0]).code == "activity_not_begun"
    here.clock.hold(here.at(11, 0, 16))
    assert school.came(enrolment, lessons[0], minutes=61).code == "minutes_exceed_activity"
    assert school.came(enrolment, here.plan(here.form("旁队"), 12, 13, starts_at=here.at(12, 0, 16),
                                            ends_at=here.at(13, 0, 16))).code == "lesson_unknown"  # fmt: skip
    here.done(school.came(enrolment, lessons[0]))
    assert school.came(enrolment, lessons[0]).code == "already_present"
    secretary = here.secretary(person_id=here.people[0])
    own = here.door.call(ops.record_presence, secretary, enrolment_id=enrolment, activity_id=lessons[1])
    assert (own.status, own.code) == (403, "own_hours")
    here.done(here.door.call(ops.cancel_activity, here.secretary(), activity_id=lessons[1], reason="rain"))
    assert school.came(enrolment, lessons[1]).code == "activity_cancelled"


def test_a_finished_course_is_not_called_off_and_its_certificate_can_be_withdrawn(here: Any, school: School) -> None:
    enrolment, lessons, stands = school.finished()
    assert (
        here.door.call(ops.call_off_course, here.secretary(), course_id=stands["course_id"]).code
        == "course_was_finished"
    )
    (held,) = here.done(here.door.call(ops.list_issued_certificates, here.secretary(), kind="course")).data["items"]
    words = {"issued_certificate_id": held["issued_certificate_id"], "reason": "issued_in_error"}
    assert here.door.call(ops.withdraw_certificate, here.someone(0), **words).status == 403
    assert here.door.call(ops.withdraw_certificate, here.someone(1), **words).status == 404
    assert here.done(here.door.call(ops.withdraw_certificate, here.secretary(), **words)).data["state"] == "withdrawn"
    assert here.door.call(ops.withdraw_certificate, here.secretary(), **words).code == "certificate_withdrawn"
    assert [each["data"]["reason_code"] for each in here.door.emitted(CourseCompletionStruckV1)] == ["issued_in_error"]
    here.clock.hold(here.at(11, 0, 18))
    assert school.came(enrolment, lessons[2]).code == "enrolment_over"


def test_hours_really_served_stand_behind_their_certificate(here: Any, school: School) -> None:
    attendance = here.attend(here.plan(here.form("清洁队")), 0, here.at(9))
    here.clock.hold(here.at(11))
    volunteer = here.done(here.door.call(ops.list_volunteers, here.someone(0))).data["items"][0]["volunteer_id"]
    words = {"volunteer_id": volunteer, "first_on": "2031-06-01", "last_on": "2031-06-15"}

    def issue(**changes: Any) -> Answer:
        answer: Answer = here.door.call(ops.issue_service_certificate, here.someone(0), **words | changes)
        return answer

    assert issue().code == "nothing_served"
    here.done(here.door.call(ops.approve_hours, here.the_leader(), attendance_id=attendance, minutes=90))
    made = here.done(issue()).data
    assert (made["state"], made["minutes_issued"], made["minutes"]) == ("valid", 90, 90)
    assert issue(last_on="2031-06-16").code == "date_in_future"
    assert issue(last_on="2031-05-31").code == "period_backwards"
    assert issue(last_on="2031-06-14").code == "nothing_served"
    assert here.door.call(ops.issue_service_certificate, here.someone(1), **words).status == 404
    reverse = {"attendance_id": attendance, "reason": "recorded_in_error"}
    here.done(here.door.call(ops.reverse_hours, here.the_leader(), **reverse))
    checked = here.done(school.check(made["number"])).data
    assert (checked["state"], checked["minutes_issued"], checked["minutes"]) == ("corrected", 90, 0)


def test_a_number_is_mistyped_unknown_or_forgotten(here: Any, school: School) -> None:
    _, _, stands = school.finished()
    number = stands["certificate_number"]
    other = number[:10] + str((int(number[10]) + 1) % 10) + number[11:]
    assert (school.check(other).status, school.check(other).code) == (422, "certificate_number_wrong")
    assert (school.check("GJ-2011-00000000000017-10").status, school.check("GJ-2011-00000000000017-10").code) == (
        404,
        "certificate_unknown",
    )
    assert school.check("17").status == 422
    here.door.deliver(PersonErasureOrderedV1, aggregate_id=uuid4(), sample=True, person_id=here.people[0])
    checked = here.done(school.check(number)).data
    assert (checked["state"], checked["holder"], checked["minutes"]) == ("withdrawn", None, 105)
    assert str(here.people[0]) not in _stored(here, "course_enrolment") + _stored(here, "issued_certificate")
    assert here.door.parked() == []


def _stored(here: Any, table: str) -> str:
    """Every row of a table as text."""
    with here.door.engine.connect() as connection:
        return str(connection.execute(Table(table, MetaData(), autoload_with=connection).select()).all())
