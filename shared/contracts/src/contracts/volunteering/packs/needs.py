"""Needs in a pack: stations, categories with their deadlines, and how volunteers are asked."""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from contracts.classes import PUBLIC
from contracts.volunteering.packs.codes import CODE, Named

_HOURS = validate.Range(min=1, max=24 * 366)

USUAL_STATIONS: tuple[dict[str, Any], ...] = (
    {"code": "convenience", "zh": "家政便民", "en": "Household help"},
    {"code": "assistance", "zh": "帮扶助困", "en": "Assistance"},
    {"code": "mediation", "zh": "矛盾调解", "en": "Mediation"},
    {"code": "policy", "zh": "政策咨询", "en": "Policy advice"},
    {"code": "health", "zh": "健康服务", "en": "Health"},
    {"code": "culture", "zh": "文体服务", "en": "Culture and sport"},
    {"code": "youth", "zh": "青少年服务", "en": "Young people"},
    {"code": "safety", "zh": "平安服务", "en": "Safety"},
    {"code": "door", "zh": "叩门走访", "en": "Going from door to door"},
)

USUAL_CATEGORIES: tuple[dict[str, Any], ...] = (
    {"code": "general", "zh": "其他求助", "en": "Something else"},
    {"code": "repair", "zh": "家庭维修", "en": "Repairs at home", "skill": "repair", "team_kind": "repair"},
    {"code": "clinic", "zh": "义诊", "en": "A look at one's health", "skill": "first_aid", "team_kind": "clinic"},
    {"code": "lecture", "zh": "宣讲", "en": "A lecture", "team_kind": "lecture"},
    {"code": "neighbour_help", "zh": "邻里互助", "en": "A neighbour's hand", "programme": "neighbours_help"},
    {"code": "company", "zh": "陪伴", "en": "Company", "programme": "care"},
    {"code": "door_deed", "zh": "叩门所得实事", "en": "Told at the door", "programme": "door_visits"},
    {"code": "visit", "zh": "补位上门", "en": "Stepping in for a visit", "programme": "care"},
)


class StationKind(Named):
    """A kind of station (服务站)."""


class NeedCategory(Named):
    """What can be asked for, and what it takes.

    `skill`: only who can do it is matched. `team_kind`: a skill team's order, matched among its members. A need is taken
    on within `accept_within_hours`, and somebody found and there within `solve_within_hours` from then.
    """

    skill = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)
    team_kind = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)
    programme = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)
    accept_within_hours = fields.Integer(load_default=24, validate=_HOURS, metadata=PUBLIC)
    solve_within_hours = fields.Integer(load_default=72, validate=_HOURS, metadata=PUBLIC)


class OrderService(Schema):
    """Which category an order of eldercare's catalogue is, where its code is not one itself."""

    class Meta:
        unknown = RAISE

    service = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    category = fields.String(required=True, validate=CODE, metadata=PUBLIC)


class NeedHabits(Schema):
    """What a pack says of needs.

    `ask_at_once`               how many volunteers are asked by themselves for another service's duty
    `substitute_within_minutes` how soon after a missed visit somebody should stand in
    `confirm_within_hours`      how long the helped are waited for; then the need is closed unconfirmed
    `reopen_within_days`        how long a closed need can be opened again
    `certified_skills`          skills that count only with a valid certificate
    """

    station_kinds = fields.List(
        fields.Nested(StationKind),
        load_default=lambda: [StationKind().load(each) for each in USUAL_STATIONS],
        metadata=PUBLIC,
    )
    need_categories = fields.List(
        fields.Nested(NeedCategory),
        load_default=lambda: [NeedCategory().load(each) for each in USUAL_CATEGORIES],
        metadata=PUBLIC,
    )
    order_services = fields.List(fields.Nested(OrderService), load_default=list, metadata=PUBLIC)
    certified_skills = fields.List(fields.String(validate=CODE), load_default=list, metadata=PUBLIC)
    ask_at_once = fields.Integer(load_default=3, validate=validate.Range(min=1, max=50), metadata=PUBLIC)
    substitute_within_minutes = fields.Integer(
        load_default=120, validate=validate.Range(min=15, max=24 * 60), metadata=PUBLIC
    )
    confirm_within_hours = fields.Integer(load_default=7 * 24, validate=_HOURS, metadata=PUBLIC)
    reopen_within_days = fields.Integer(load_default=30, validate=validate.Range(min=1, max=366), metadata=PUBLIC)
