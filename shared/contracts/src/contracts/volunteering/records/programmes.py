"""The records of the import doors of programmes' places and campaigns."""

from __future__ import annotations

from marshmallow import fields

from contracts.calendar import Day
from contracts.classes import PUBLIC
from contracts.imports import ImportRecord
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests.activities import TITLE
from contracts.volunteering.requests.programmes import NAME


class SiteRecord(ImportRecord):
    """A place of a programme (阵地) that opened on a day of the past, and was given up on `closed_on`, or not.

    `kind` and `programme` are codes of the pack in force on the day of the opening.
    """

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    name = fields.String(required=True, validate=NAME, metadata=PUBLIC)
    kind = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    programme = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    opened_on = Day(required=True, metadata=PUBLIC)
    closed_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class CampaignRecord(ImportRecord):
    """A campaign (主题活动) that is over. What it came to is counted of the activities of its days, whose sheets come first."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    title = fields.String(required=True, validate=TITLE, metadata=PUBLIC)
    programme = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    first_on = Day(required=True, metadata=PUBLIC)
    last_on = Day(required=True, metadata=PUBLIC)
