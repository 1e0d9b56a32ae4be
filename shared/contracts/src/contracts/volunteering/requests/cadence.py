"""What is sent to the operations of cadences."""

from __future__ import annotations

from marshmallow import fields

from contracts.calendar import Day
from contracts.classes import PUBLIC
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests.shapes import Paged


class ListCadence(Paged):
    """Those whom a cadence of the area's pack speaks of, in the week, month, quarter or year that `on` (null: today) lies in.

    `behind`: only those who have served less than the least.
    """

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    cadence = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    on = Day(load_default=None, allow_none=True, metadata=PUBLIC)
    behind = fields.Boolean(load_default=False, metadata=PUBLIC)
