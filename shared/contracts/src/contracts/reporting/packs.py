"""Reporting's part of a mechanism pack: how the annual report is divided."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from contracts.classes import PUBLIC
from contracts.packs import PackPart


class ReportSection(Schema):
    """A section: its titles and the ids of the metrics that stand in it, in order."""

    class Meta:
        unknown = RAISE

    title_zh = fields.String(required=True, validate=validate.Length(1, 60), metadata=PUBLIC)
    title_en = fields.String(required=True, validate=validate.Length(1, 120), metadata=PUBLIC)
    metrics = fields.List(fields.String(), required=True, validate=validate.Length(min=1), metadata=PUBLIC)


class ReportingPack(Schema):
    """`reporting.yaml`: the sections of the report. Declared metrics that no section names come in a last one."""

    class Meta:
        unknown = RAISE

    sections = fields.List(fields.Nested(ReportSection), required=True, metadata=PUBLIC)


PACK_PART = PackPart("reporting", ReportingPack)
