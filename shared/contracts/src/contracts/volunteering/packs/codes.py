"""Codes: the short names by which packs and requests speak of kinds, skills, units and reasons."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from contracts.classes import PUBLIC

CODE = validate.Regexp(
    r"^[a-z][a-z0-9_]{0,39}$",
    error="A code is lower case letters, digits and underscores.",
)


class Named(Schema):
    """Something that a pack knows by a code and calls by a Chinese and an English name."""

    class Meta:
        unknown = RAISE

    code = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    zh = fields.String(required=True, validate=validate.Length(1, 60), metadata=PUBLIC)
    en = fields.String(required=True, validate=validate.Length(1, 60), metadata=PUBLIC)
