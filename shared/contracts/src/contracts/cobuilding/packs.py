"""Cobuilding's part of a mechanism pack: what a unit may oblige itself to in an agreement."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from contracts.classes import PUBLIC
from contracts.packs import PackPart

CODE = validate.Regexp(r"^[a-z][a-z0-9_]{0,39}$", error="A code is lower case letters, digits and underscores.")


class Obligation(Schema):
    """Something a unit does for its community (履约事项): opens a venue, lends people, gives money or goods."""

    class Meta:
        unknown = RAISE

    code = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    zh = fields.String(required=True, validate=validate.Length(1, 60), metadata=PUBLIC)
    en = fields.String(required=True, validate=validate.Length(1, 120), metadata=PUBLIC)


class CobuildingPack(Schema):
    """`cobuilding.yaml`. Without obligations no agreement can be signed: there is nothing to agree on."""

    class Meta:
        unknown = RAISE

    obligations = fields.List(
        fields.Nested(Obligation), required=True, validate=validate.Length(min=1), metadata=PUBLIC
    )


PACK = PackPart("cobuilding", CobuildingPack)
