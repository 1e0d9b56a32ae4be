"""Eldercare's part of a mechanism pack: which cards an elder may carry."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from contracts.classes import PUBLIC
from contracts.packs import PackPart

CODE = validate.Regexp(r"^[a-z][a-z0-9_]{0,39}$", error="A code is lower case letters, digits and underscores.")


class CardKind(Schema):
    """A kind of card (便民服务卡, 爱心优惠卡, 安全通道卡 in most places). It is valid until it is revoked."""

    class Meta:
        unknown = RAISE

    code = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    zh = fields.String(required=True, validate=validate.Length(1, 60), metadata=PUBLIC)
    en = fields.String(required=True, validate=validate.Length(1, 120), metadata=PUBLIC)


class EldercarePack(Schema):
    """`eldercare.yaml`. Without kinds no card can be issued."""

    class Meta:
        unknown = RAISE

    card_kinds = fields.List(fields.Nested(CardKind), required=True, validate=validate.Length(min=1), metadata=PUBLIC)


PACK = PackPart("eldercare", EldercarePack)
