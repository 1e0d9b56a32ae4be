"""Volunteering's part of a mechanism pack: which kinds of team a community knows, and the habits of its activities."""

from __future__ import annotations

from datetime import time
from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from contracts.classes import PUBLIC
from contracts.packs import PackPart

CODE = validate.Regexp(
    r"^[a-z][a-z0-9_]{0,39}$",
    error="A code is lower case letters, digits and underscores.",
)

MICRO = "micro"
"""The kind of a micro-team (文明督导员小组 and the like): one leader and a handful of members."""

USUAL_KINDS: tuple[dict[str, Any], ...] = (
    {"code": "patrol", "zh": "治安巡逻队", "en": "Patrol team", "max_members": None},
    {
        "code": "elder_service",
        "zh": "为老服务队",
        "en": "Elder-service team",
        "max_members": None,
    },
    {"code": "rescue", "zh": "应急抢险队", "en": "Rescue team", "max_members": None},
    {"code": "culture", "zh": "文体队伍", "en": "Culture troupe", "max_members": None},
    {"code": "lecture", "zh": "报告团", "en": "Lecture team", "max_members": None},
    {"code": "youth", "zh": "青年志愿队", "en": "Youth team", "max_members": None},
    {"code": "women", "zh": "巾帼志愿队", "en": "Women's team", "max_members": None},
    {
        "code": "environment",
        "zh": "环境卫生队",
        "en": "Environment team",
        "max_members": None,
    },
    {
        "code": "mediation",
        "zh": "调解服务队",
        "en": "Mediation team",
        "max_members": None,
    },
    {
        "code": "general",
        "zh": "便民服务队",
        "en": "Neighbourhood team",
        "max_members": None,
    },
    {"code": MICRO, "zh": "微型小组", "en": "Micro-team", "max_members": 5},
)
"""What an area without a pack knows."""


class TeamKind(Schema):
    """A kind of team. `max_members` counts seats beside the leader's; null: no limit."""

    class Meta:
        unknown = RAISE

    code = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    zh = fields.String(required=True, validate=validate.Length(1, 60), metadata=PUBLIC)
    en = fields.String(required=True, validate=validate.Length(1, 60), metadata=PUBLIC)
    max_members = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(min=1, max=100_000),
        metadata=PUBLIC,
    )


class ShiftHours(Schema):
    """When a night shift is usually served (Asia/Shanghai), for activities that recruit for it."""

    class Meta:
        unknown = RAISE

    starts = fields.Time(load_default=time(19, 30), metadata=PUBLIC)
    ends = fields.Time(load_default=time(22, 0), metadata=PUBLIC)


class VolunteeringPack(Schema):
    """`volunteering.yaml` of a pack. Everything may be left out; what is left out is as usual."""

    class Meta:
        unknown = RAISE

    team_kinds = fields.List(
        fields.Nested(TeamKind),
        load_default=lambda: [dict(kind) for kind in USUAL_KINDS],
        validate=validate.Length(min=1),
        metadata=PUBLIC,
    )
    check_in_opens_minutes_before = fields.Integer(
        load_default=30, validate=validate.Range(min=0, max=240), metadata=PUBLIC
    )
    shift_hours = fields.Nested(ShiftHours, load_default=lambda: ShiftHours().load({}), metadata=PUBLIC)


PACK = PackPart("volunteering", VolunteeringPack)
