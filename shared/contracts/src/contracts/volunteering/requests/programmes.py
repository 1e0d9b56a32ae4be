"""What is sent to the operations of programmes, their places and campaigns, and of prizes."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.calendar import FIRST_YEAR, LAST_YEAR, Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.volunteering.events.programmes import PRIZE_LEVELS
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests.activities import TITLE, OfActivity
from contracts.volunteering.requests.series import OfSeries
from contracts.volunteering.requests.shapes import Paged, Request

NAME = validate.Length(min=1, max=60)


class ListProgrammes(Request):
    """`year` null: the current one."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    year = fields.Integer(
        load_default=None, allow_none=True, validate=validate.Range(FIRST_YEAR, LAST_YEAR), metadata=PUBLIC
    )


class ListOccurrences(OfSeries):
    """The days from `first_day` (null: a year before the last) to `last_day` (null: today), a year of them at most."""

    first_day = Day(load_default=None, allow_none=True, metadata=PUBLIC)
    last_day = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class OpenSite(Request):
    """A place of a programme. `kind` and `programme` are codes of the area's pack."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    name = fields.String(required=True, validate=NAME, metadata=PUBLIC)
    kind = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    programme = fields.String(required=True, validate=CODE, metadata=PUBLIC)


class OfSite(Request):
    site_id = fields.UUID(required=True, metadata=INTERNAL)


class ListSites(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    kind = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)
    programme = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)


class AnnounceCampaign(Request):
    """Every activity of the programme, and of what lies under it, in the area and below it on these days belongs to it."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    title = fields.String(required=True, validate=TITLE, metadata=PUBLIC)
    programme = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    first_on = Day(required=True, metadata=PUBLIC)
    last_on = Day(required=True, metadata=PUBLIC)


class OfCampaign(Request):
    campaign_id = fields.UUID(required=True, metadata=INTERNAL)


class ListCampaigns(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    programme = fields.String(load_default=None, allow_none=True, validate=CODE, metadata=PUBLIC)


class RecordPrize(OfActivity):
    """`evidence` names the paper that shows it: a certificate's number, a page of a register. One paper is one prize."""

    title = fields.String(required=True, validate=NAME, metadata=PUBLIC)
    level = fields.String(required=True, validate=validate.OneOf(PRIZE_LEVELS), metadata=PUBLIC)
    winners = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=10_000), metadata=PUBLIC)
    evidence = fields.String(required=True, validate=validate.Length(min=1, max=120), metadata=INTERNAL)


class StrikePrize(OfActivity):
    prize_id = fields.UUID(required=True, metadata=INTERNAL)
    reason = fields.String(required=True, validate=CODE, metadata=PUBLIC)


class ListPrizes(Paged, OfActivity):
    pass
