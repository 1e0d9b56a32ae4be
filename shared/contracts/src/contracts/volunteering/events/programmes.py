"""Events of programmes (项目): their places, campaigns, camps, and the prizes that were won.

`programme` is a node of the pack's tree, `programme_root` the top of the tree that it stands in.
"""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.classes import INTERNAL, PUBLIC
from contracts.events import Event

PRIZE_LEVELS = ("community", "street", "district", "city", "province", "nation")


class SiteOpenedV1(Event):
    """A place of a programme opened (阵地): an education base, a platform; its kind is the pack's."""

    name, aggregate, emitted_since = "volunteering.site_opened.v1", "site", "0.2.0"
    site_id = fields.UUID(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, metadata=PUBLIC)
    programme = fields.String(required=True, metadata=PUBLIC)
    programme_root = fields.String(required=True, metadata=PUBLIC)
    opened_on = fields.Date(required=True, metadata=PUBLIC)


class SiteClosedV1(Event):
    """A place of a programme was given up."""

    name, aggregate, emitted_since = "volunteering.site_closed.v1", "site", "0.2.0"
    site_id = fields.UUID(required=True, metadata=INTERNAL)
    closed_on = fields.Date(required=True, metadata=PUBLIC)


class CampaignConcludedV1(Event):
    """A campaign (主题活动: a festival, a season) is over: how many activities it came to, and how many attendances."""

    name, aggregate, emitted_since = "volunteering.campaign_concluded.v1", "campaign", "0.2.0"
    campaign_id = fields.UUID(required=True, metadata=INTERNAL)
    programme = fields.String(required=True, metadata=PUBLIC)
    programme_root = fields.String(required=True, metadata=PUBLIC)
    first_on = fields.Date(required=True, metadata=PUBLIC)
    last_on = fields.Date(required=True, metadata=PUBLIC)
    activities = fields.Integer(required=True, strict=True, validate=validate.Range(min=1), metadata=PUBLIC)
    attended = fields.Integer(required=True, strict=True, validate=validate.Range(min=1), metadata=PUBLIC)


class CampHeldV1(Event):
    """A camp (夏令营) is over: how many children came, and how many days of a child that were. Says of no child who."""

    name, aggregate, emitted_since = "volunteering.camp_held.v1", "camp", "0.2.0"
    camp_id = fields.UUID(required=True, metadata=INTERNAL)
    team_id = fields.UUID(required=True, metadata=INTERNAL)
    programme = fields.String(required=True, metadata=PUBLIC)
    programme_root = fields.String(required=True, metadata=PUBLIC)
    first_on = fields.Date(required=True, metadata=PUBLIC)
    last_on = fields.Date(required=True, metadata=PUBLIC)
    children = fields.Integer(required=True, strict=True, validate=validate.Range(min=1), metadata=PUBLIC)
    child_days = fields.Integer(required=True, strict=True, validate=validate.Range(min=1), metadata=PUBLIC)


class PrizeRecordedV1(Event):
    """A prize that an activity won (获奖), `winners` people with it. The evidence stays with volunteering."""

    name, aggregate, emitted_since = "volunteering.prize_recorded.v1", "prize", "0.2.0"
    prize_id = fields.UUID(required=True, metadata=INTERNAL)
    activity_id = fields.UUID(required=True, metadata=INTERNAL)
    team_kind = fields.String(required=True, metadata=PUBLIC)
    programme = fields.String(required=True, allow_none=True, metadata=PUBLIC)
    programme_root = fields.String(required=True, allow_none=True, metadata=PUBLIC)
    level = fields.String(required=True, validate=validate.OneOf(PRIZE_LEVELS), metadata=PUBLIC)
    winners = fields.Integer(required=True, strict=True, validate=validate.Range(min=1), metadata=PUBLIC)
    held_on = fields.Date(required=True, metadata=PUBLIC)


class PrizeStruckV1(Event):
    """A recorded prize was struck, as if it had never been recorded."""

    name, aggregate, emitted_since = "volunteering.prize_struck.v1", "prize", "0.2.0"
    prize_id = fields.UUID(required=True, metadata=INTERNAL)
    reason_code = fields.String(required=True, metadata=INTERNAL)
