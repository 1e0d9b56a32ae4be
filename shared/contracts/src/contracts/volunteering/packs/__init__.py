"""Volunteering's part of a mechanism pack: teams, activities and needs as a community knows them."""

from __future__ import annotations

from marshmallow import RAISE, fields, validate

from contracts.classes import PUBLIC
from contracts.packs import PackPart
from contracts.volunteering.packs.activities import MONTHLY_FIXTURE, ActivityHabits
from contracts.volunteering.packs.bank import LoveBankHabits
from contracts.volunteering.packs.codes import CODE
from contracts.volunteering.packs.courses import CourseHabits
from contracts.volunteering.packs.deeds import DeedHabits
from contracts.volunteering.packs.needs import NeedHabits
from contracts.volunteering.packs.shop import LoveShopHabits
from contracts.volunteering.packs.teams import MICRO, USUAL_KINDS, TeamKind

__all__ = ["CODE", "MICRO", "MONTHLY_FIXTURE", "PACK", "VolunteeringPack"]


class VolunteeringPack(ActivityHabits, NeedHabits, CourseHabits, DeedHabits):
    """`volunteering.yaml` of a pack. Everything may be left out; what is left out is as usual."""

    class Meta:
        unknown = RAISE

    team_kinds = fields.List(
        fields.Nested(TeamKind),
        load_default=lambda: [dict(kind) for kind in USUAL_KINDS],
        validate=validate.Length(min=1),
        metadata=PUBLIC,
    )
    love_bank = fields.Nested(LoveBankHabits, load_default=lambda: LoveBankHabits().load({}), metadata=PUBLIC)
    love_shop = fields.Nested(LoveShopHabits, load_default=lambda: LoveShopHabits().load({}), metadata=PUBLIC)


PACK = PackPart("volunteering", VolunteeringPack)
