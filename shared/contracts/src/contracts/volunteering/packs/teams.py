"""Teams in a pack: which kinds of team a community knows."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from contracts.classes import PUBLIC
from contracts.volunteering.packs.codes import Named

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
    {"code": "youth_squad", "zh": "青少年小分队", "en": "Youth squad", "max_members": None},
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
    {"code": "party", "zh": "党员志愿队", "en": "Party members' team", "max_members": None},
    {"code": "clinic", "zh": "义诊服务队", "en": "Clinic team", "max_members": None},
    {"code": "repair", "zh": "义务维修队", "en": "Repair team", "max_members": None},
    {"code": MICRO, "zh": "微型小组", "en": "Micro-team", "max_members": 5},
)
"""What an area without a pack knows."""


class TeamKind(Named):
    """A kind of team. `max_members` counts seats beside the leader's; null: no limit."""

    max_members = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(min=1, max=100_000),
        metadata=PUBLIC,
    )
