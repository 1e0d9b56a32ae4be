"""Asking residents what they would like to learn (需求征集)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernel.period import DAY, first_moment
from runtime.access import Caller
from runtime.clocks import cancel_clock, set_clock
from runtime.replicas import is_below
from runtime.subjects import subject
from runtime.time import now, today
from volunteering import published
from volunteering.domain.course_errors import SurveyForResidents
from volunteering.domain.surveys import Survey, SurveyAnswer, topic_of
from volunteering.queries import survey_row
from volunteering.use_cases.lookups import habits, resident

CLOSING = "close_survey"
"""The clock by which a survey closes after its last day."""
NO_YEAR = 0
"""The year of the keyed hash by which an answer is found again; it never leaves the service."""


def open_survey(
    session: Session, caller: Caller, *, area_id: UUID, title: str, topics: list[str], closes_on: date
) -> dict[str, Any]:
    """Open a survey about topics of the area's pack, or all of them."""
    known = habits(session, area_id, today()).topics
    asked = [topic_of(code, known).code for code in dict.fromkeys(topics)] or [one.code for one in known]
    survey = Survey.opened(area_id, title, asked, closes_on, today())
    session.add(survey)
    session.flush()
    set_clock(session, CLOSING, key=str(survey.id), due_at=first_moment(closes_on + DAY))
    return survey_row(session, survey.id)


def answer_survey(session: Session, caller: Caller, *, survey_id: UUID, topics: list[str]) -> dict[str, Any]:
    """Say what one wishes for; a later answer takes the place of an earlier one."""
    survey = session.get_one(Survey, survey_id, with_for_update={"read": True})
    survey.must_be_open()
    person = _resident_of(session, caller, survey)
    wished = sorted(set(topics))
    survey.must_ask(wished)
    row = {"survey_id": survey.id, "answer_key": answer_key(person), "topics": wished}
    said = insert(SurveyAnswer).values(row)
    session.execute(said.on_conflict_do_update(index_elements=["survey_id", "answer_key"], set_={"topics": wished}))
    return {"survey_id": survey.id, "person_id": person, "topics": wished}


def close_survey(session: Session, caller: Caller, *, survey_id: UUID) -> dict[str, Any]:
    """Close a survey before its day."""
    survey = session.get_one(Survey, survey_id, with_for_update=True)
    cancel_clock(session, CLOSING, key=str(survey.id))
    _close(session, survey)
    return survey_row(session, survey.id)


def close_in_time(session: Session, key: str, payload: dict[str, Any]) -> None:
    """The clock: the survey's last day is over."""
    survey = session.get(Survey, UUID(key), with_for_update=True)
    if survey is not None and survey.closed_on is None:
        _close(session, survey)


def forget_answers(session: Session, person_id: UUID) -> None:
    """Drop what somebody wished for in surveys that are still open; of closed ones only counts are left."""
    session.execute(delete(SurveyAnswer).where(SurveyAnswer.answer_key == answer_key(person_id)))


def answer_key(person_id: UUID) -> str:
    """Finds a resident's answer without saying whose it is; another hash than the one that finds who is helped."""
    return subject(uuid5(person_id, "survey"), NO_YEAR)


def _resident_of(session: Session, caller: Caller, survey: Survey) -> UUID:
    """Raises `SurveyForResidents`."""
    known = None if caller.person_id is None else resident(session, caller.person_id)
    if known is None or not known.alive or not is_below(session, known.home_area, survey.area):
        raise SurveyForResidents
    return known.person_id


def _close(session: Session, survey: Survey) -> None:
    """Count by topic, and drop the answers themselves."""
    said = select(func.unnest(SurveyAnswer.topics).label("topic")).where(SurveyAnswer.survey_id == survey.id).subquery()
    by_topic = session.execute(select(said.c.topic, func.count().label("number")).group_by(said.c.topic))
    counted = {row.topic: row.number for row in by_topic}
    answered = session.scalar(select(func.count()).where(SurveyAnswer.survey_id == survey.id)) or 0
    survey.close({topic: counted.get(topic, 0) for topic in survey.topics}, answered, today())
    session.execute(delete(SurveyAnswer).where(SurveyAnswer.survey_id == survey.id))
    session.flush()
    published.survey_closed(session, survey, now())
