"""Love banks in a pack: what an hour is worth, and how long."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from contracts.classes import PUBLIC


class LoveBankHabits(Schema):
    """The habits of the area's love bank (爱心银行).

    `minutes_per_hour` are credited for an hour served, in whole minutes rounded down. `expiry_months` counts whole civil
    months after the month of earning; null: minutes never expire. `gift_minutes_per_month` null: as much as one has.
    """

    class Meta:
        unknown = RAISE

    minutes_per_hour = fields.Integer(load_default=60, validate=validate.Range(min=1, max=600), metadata=PUBLIC)
    expiry_months = fields.Integer(
        load_default=24, allow_none=True, validate=validate.Range(min=1, max=240), metadata=PUBLIC
    )
    gift_minutes_per_month = fields.Integer(
        load_default=None, allow_none=True, validate=validate.Range(min=1, max=1_000_000), metadata=PUBLIC
    )
