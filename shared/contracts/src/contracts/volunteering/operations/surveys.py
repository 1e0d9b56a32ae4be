"""Surveys of wishes (需求征集): residents say once what they would like to learn; counts are told, never who."""

from __future__ import annotations

from contracts.access import Area, role, signed_in
from contracts.operations import Command, Query
from contracts.volunteering.examples import AREA, SURVEY
from contracts.volunteering.replies import courses as replies
from contracts.volunteering.requests import courses as requests
from contracts.volunteering.resources import SECRETARIES
from contracts.volunteering.resources.courses import Survey

open_survey = Command(
    "volunteering.open_survey",
    "POST /surveys",
    request=requests.OpenSurvey,
    reply=replies.Survey,
    on=Area,
    allow=[role(*SECRETARIES).over(Area.area_id)],
    refuses=["topic_unknown", "survey_in_the_past"],
    about="Ask the residents of an area what they would like to learn, among topics of its pack.",
    example={"area_id": AREA, "title": "居民学习需求", "topics": ["first_aid", "cooking"], "closes_on": "2031-12-31"},
    status=201,
)
list_surveys = Query(
    "volunteering.list_surveys",
    "GET /surveys",
    request=requests.ListSurveys,
    reply=replies.SurveyPage,
    allow=[signed_in()],
    about="Surveys of an area and below it, the next to close first.",
    example={"area_id": AREA, "open": True},
    paged=True,
)
show_survey = Query(
    "volunteering.show_survey",
    "GET /surveys/{survey_id}",
    request=requests.OfSurvey,
    reply=replies.Survey,
    on=Survey,
    allow=[signed_in()],
    about="One survey; what was wished for is counted by topic once it is closed.",
    example={"survey_id": SURVEY},
)
answer_survey = Command(
    "volunteering.answer_survey",
    "PUT /surveys/{survey_id}/answer",
    request=requests.AnswerSurvey,
    reply=replies.Answer,
    on=Survey,
    allow=[signed_in()],
    refuses=["survey_closed", "topic_unknown", "survey_for_residents"],
    about="Say what one wishes for; until the survey closes one may say it anew. It is kept under a key, without a name.",
    example={"survey_id": SURVEY, "topics": ["first_aid"]},
)
close_survey = Command(
    "volunteering.close_survey",
    "POST /surveys/{survey_id}/close",
    request=requests.OfSurvey,
    reply=replies.Survey,
    on=Survey,
    allow=[role(*SECRETARIES).over(Survey.area)],
    refuses=["survey_closed"],
    about="Close a survey before its day: the answers are counted by topic, and the answers themselves are dropped.",
    example={"survey_id": SURVEY},
)
