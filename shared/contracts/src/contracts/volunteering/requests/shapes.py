"""What the requests of volunteering have in common."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from contracts.classes import PUBLIC


class Request(Schema):
    class Meta:
        unknown = RAISE


class Paged(Request):
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200), metadata=PUBLIC)
    after = fields.String(load_default=None, allow_none=True, metadata=PUBLIC)
