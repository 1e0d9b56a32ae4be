"""Activities in a pack: programmes, units of output, cadences, and the habits of signing up and checking in."""

from __future__ import annotations

from datetime import time
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from contracts.classes import PUBLIC
from contracts.volunteering.packs.codes import CODE, Named

TEAM, MEMBER = "team", "member"
WEEK, MONTH, QUARTER, YEAR = "week", "month", "quarter", "year"
MONTHLY_FIXTURE = "monthly_fixture"
"""The cadence of what takes place on one day of each month (每月1日)."""

USUAL_PROGRAMMES: tuple[dict[str, Any], ...] = (
    {"code": "neighbours", "zh": "邻里守望", "en": "Neighbours"},
    {"code": "neighbours_meet", "zh": "邻里相识", "en": "Neighbours meet", "under": "neighbours"},
    {"code": "neighbours_help", "zh": "邻里互助", "en": "Neighbours help", "under": "neighbours"},
    {"code": "neighbours_tidy", "zh": "邻里环境", "en": "Neighbours tidy up", "under": "neighbours"},
    {"code": "neighbours_watch", "zh": "邻里平安", "en": "Neighbours watch", "under": "neighbours"},
    {"code": "neighbours_celebrate", "zh": "邻里活动", "en": "Neighbours celebrate", "under": "neighbours"},
    {"code": "door_visits", "zh": "叩门办实事", "en": "Deeds done at the door"},
    {"code": "civility", "zh": "文明创建", "en": "A civil city"},
    {"code": "care", "zh": "关爱帮扶", "en": "Care"},
    {"code": "culture", "zh": "文体活动", "en": "Culture and sport"},
    {"code": "culture_practice", "zh": "日常排练", "en": "Practice", "under": "culture"},
    {"code": "culture_show", "zh": "演出", "en": "Shows", "under": "culture"},
    {"code": "culture_square_show", "zh": "广场演出", "en": "Shows on the square", "under": "culture_show"},
    {"code": "culture_joint_show", "zh": "联欢会", "en": "Shows with a unit", "under": "culture_show"},
    {"code": "culture_school_show", "zh": "与学校同台演出", "en": "Shows with a school", "under": "culture_show"},
    {"code": "culture_gala", "zh": "大型晚会", "en": "Galas", "under": "culture"},
    {"code": "culture_exhibition", "zh": "展览展示", "en": "Exhibitions", "under": "culture"},
    {"code": "culture_fixture", "zh": "每月趣味活动", "en": "The monthly fixture", "under": "culture"},
    {"code": "youth", "zh": "青少年", "en": "Young people"},
    {"code": "youth_practice", "zh": "道德实践体验", "en": "Saturday practice", "under": "youth"},
    {"code": "youth_camp", "zh": "社区夏令营", "en": "Camp", "under": "youth"},
    {"code": "youth_screening", "zh": "电教片放映", "en": "Screenings", "under": "youth"},
    {"code": "youth_green", "zh": "植绿护绿", "en": "Green actions", "under": "youth"},
    {"code": "women", "zh": "妇女之家", "en": "Women's home"},
    {"code": "women_service", "zh": "巾帼志愿服务", "en": "Women's voluntary service", "under": "women"},
    {"code": "women_fitness", "zh": "妇女文明健身", "en": "Women's fitness", "under": "women"},
    {"code": "women_safe_family", "zh": "平安家庭", "en": "Safe families", "under": "women"},
    {"code": "learning", "zh": "宣讲学习", "en": "Learning"},
)
"""The tree of programmes that an area without a pack knows; a pack names its own brands and campaigns."""

USUAL_UNITS: tuple[dict[str, Any], ...] = (
    {"code": "load", "zh": "车", "en": "load"},
    {"code": "leaflet", "zh": "份", "en": "leaflet"},
    {"code": "metre", "zh": "米", "en": "metre"},
    {"code": "place", "zh": "处", "en": "place"},
    {"code": "tree", "zh": "棵", "en": "tree"},
    {"code": "household", "zh": "户", "en": "household"},
    {"code": "person", "zh": "人次", "en": "person"},
    {"code": "show", "zh": "场", "en": "show"},
    {"code": "piece", "zh": "件", "en": "piece"},
    {"code": "award", "zh": "奖项", "en": "award"},
    {"code": "screening", "zh": "放映场次", "en": "screening"},
)

USUAL_CADENCES: tuple[dict[str, Any], ...] = (
    {
        "code": "party_team_monthly",
        "zh": "党员志愿队每月活动",
        "en": "A party members' team each month",
        "of": TEAM,
        "team_kind": "party",
        "least": 1,
        "most": 2,
        "per": MONTH,
    },
    {
        "code": "party_member_monthly",
        "zh": "党员志愿者每月服务",
        "en": "A party member in a team each month",
        "of": MEMBER,
        "team_kind": "party",
        "least": 3,
        "most": 5,
        "per": MONTH,
    },
    {
        "code": "troupe_weekly",
        "zh": "文化队伍每周有活动",
        "en": "A culture troupe each week",
        "of": TEAM,
        "team_kind": "culture",
        "programme": "culture",
        "least": 1,
        "per": WEEK,
    },
    {
        "code": "troupe_monthly_show",
        "zh": "文化队伍每月有演出",
        "en": "A show of a culture troupe each month",
        "of": TEAM,
        "team_kind": "culture",
        "programme": "culture_show",
        "least": 1,
        "per": MONTH,
    },
    {
        "code": MONTHLY_FIXTURE,
        "zh": "每月1日趣味活动",
        "en": "A fixture on the first of each month",
        "of": TEAM,
        "team_kind": "culture",
        "programme": "culture_fixture",
        "least": 1,
        "per": MONTH,
        "on_day": 1,
    },
)


USUAL_SITES: tuple[dict[str, Any], ...] = (
    {"code": "base", "zh": "教育基地", "en": "Education base"},
    {"code": "platform", "zh": "实践平台", "en": "Platform"},
)


class Programme(Named):
    """A node of the tag tree (目标、品牌、项目、活动): what activities and needs are done for. `under` null: a root."""

    under = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)


class SiteKind(Named):
    """A kind of place that programmes have (阵地)."""


class OutputUnit(Named):
    """What is counted of an activity's output."""


class Cadence(Named):
    """How often is meant to be served (频次): `least` to `most` times per week, month, quarter or year.

    Of a team: activities that somebody came to. Of a member: activities with approved hours. `team_kind` null: every
    team; `programme` null: whatever it is for, otherwise that programme and what lies under it. `on_day`, of a
    cadence per month: only what was held on that day of the month counts; null: every day.
    """

    of = fields.String(required=True, validate=validate.OneOf((TEAM, MEMBER)), metadata=PUBLIC)
    team_kind = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)
    programme = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)
    least = fields.Integer(required=True, validate=validate.Range(min=1, max=1_000), metadata=PUBLIC)
    most = fields.Integer(
        load_default=None, allow_none=True, validate=validate.Range(min=1, max=1_000), metadata=PUBLIC
    )
    per = fields.String(required=True, validate=validate.OneOf((WEEK, MONTH, QUARTER, YEAR)), metadata=PUBLIC)
    on_day = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=1, max=28), metadata=PUBLIC)

    @validates_schema
    def _a_day_is_one_of_a_month(self, words: dict[str, Any], **_: Any) -> None:
        if words["on_day"] is not None and words["per"] != MONTH:
            raise ValidationError("Only a cadence per month has a day.", "on_day")


class ShiftHours(Schema):
    """When a night shift is usually served (Asia/Shanghai), for activities that recruit for it."""

    class Meta:
        unknown = RAISE

    starts = fields.Time(load_default=time(19, 30), metadata=PUBLIC)
    ends = fields.Time(load_default=time(22, 0), metadata=PUBLIC)


class ActivityHabits(Schema):
    """What a pack says of activities.

    `cancel_notice_hours`  a seat given back later than this before the start needs a reason, and is counted as late
    `code_seconds`         how long a check-in code is shown before the next one
    `hand_in_within_hours` how long after the end check-ins made offline are taken; then the activity closes by itself
    """

    programmes = fields.List(
        fields.Nested(Programme), load_default=lambda: _loaded(Programme, USUAL_PROGRAMMES), metadata=PUBLIC
    )
    output_units = fields.List(
        fields.Nested(OutputUnit), load_default=lambda: _loaded(OutputUnit, USUAL_UNITS), metadata=PUBLIC
    )
    site_kinds = fields.List(
        fields.Nested(SiteKind), load_default=lambda: _loaded(SiteKind, USUAL_SITES), metadata=PUBLIC
    )
    cadences = fields.List(
        fields.Nested(Cadence), load_default=lambda: _loaded(Cadence, USUAL_CADENCES), metadata=PUBLIC
    )
    check_in_opens_minutes_before = fields.Integer(
        load_default=30, validate=validate.Range(min=0, max=240), metadata=PUBLIC
    )
    cancel_notice_hours = fields.Integer(load_default=0, validate=validate.Range(min=0, max=720), metadata=PUBLIC)
    code_seconds = fields.Integer(load_default=30, validate=validate.Range(min=10, max=600), metadata=PUBLIC)
    hand_in_within_hours = fields.Integer(load_default=24, validate=validate.Range(min=1, max=336), metadata=PUBLIC)
    shift_hours = fields.Nested(ShiftHours, load_default=lambda: ShiftHours().load({}), metadata=PUBLIC)


def _loaded(schema: type[Schema], usual: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
    return [schema().load(each) for each in usual]
