"""Courses in a pack: the topics that residents are asked about."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from contracts.classes import PUBLIC
from contracts.volunteering.packs.codes import CODE, Named

USUAL_TOPICS: tuple[dict[str, Any], ...] = (
    {"code": "health", "zh": "健康养生", "en": "Health"},
    {"code": "first_aid", "zh": "急救知识", "en": "First aid", "skill": "first_aid"},
    {"code": "cooking", "zh": "烹饪", "en": "Cooking"},
    {"code": "smartphone", "zh": "智能手机", "en": "Smartphones"},
    {"code": "calligraphy", "zh": "书法", "en": "Calligraphy"},
    {"code": "dance", "zh": "舞蹈", "en": "Dancing"},
    {"code": "parenting", "zh": "家庭教育", "en": "Bringing up children"},
    {"code": "housekeeping", "zh": "家政服务", "en": "Housekeeping", "skill": "housekeeping"},
)


class CourseTopic(Named):
    """What a course can be about. `skill`: what somebody who finished it can do; null: the topic's own code."""

    skill = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)


class CourseHabits(Schema):
    """What a pack says of courses."""

    course_topics = fields.List(
        fields.Nested(CourseTopic),
        load_default=lambda: [CourseTopic().load(each) for each in USUAL_TOPICS],
        validate=validate.Length(min=1),
        metadata=PUBLIC,
    )
