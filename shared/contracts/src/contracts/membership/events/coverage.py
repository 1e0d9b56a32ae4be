"""Facts of what areas are beside their kind, and of which buildings and firms have an organisation (组建覆盖)."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.classes import PUBLIC
from contracts.events import Event
from contracts.membership.events.versions import FIRST
from contracts.membership.vocabulary import COVERED_KINDS, DESIGNATIONS


class AreaDesignatedV1(Event):
    """An area is something beside its kind from `since` on: a building is a commercial one (楼宇)."""

    name, aggregate, emitted_since = "membership.area_designated.v1", "designation", FIRST
    designation_id = fields.UUID(required=True, metadata=PUBLIC)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    designation = fields.String(required=True, validate=validate.OneOf(DESIGNATIONS), metadata=PUBLIC)
    since = fields.Date(required=True, metadata=PUBLIC)


class AreaDesignationEndedV1(Event):
    """It is no longer; `until` is the first day without."""

    name, aggregate, emitted_since = "membership.area_designation_ended.v1", "designation", FIRST
    designation_id = fields.UUID(required=True, metadata=PUBLIC)
    until = fields.Date(required=True, metadata=PUBLIC)


class CoverageBegunV1(Event):
    """A party organisation covers a building or a firm from `since` on: it was founded there, or answers for it jointly."""

    name, aggregate, emitted_since = "membership.coverage_begun.v1", "coverage", FIRST
    coverage_id = fields.UUID(required=True, metadata=PUBLIC)
    organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    covered_kind = fields.String(required=True, validate=validate.OneOf(COVERED_KINDS), metadata=PUBLIC)
    covered_id = fields.UUID(required=True, metadata=PUBLIC)
    since = fields.Date(required=True, metadata=PUBLIC)


class CoverageEndedV1(Event):
    """It no longer covers it; `until` is the first day without."""

    name, aggregate, emitted_since = "membership.coverage_ended.v1", "coverage", FIRST
    coverage_id = fields.UUID(required=True, metadata=PUBLIC)
    until = fields.Date(required=True, metadata=PUBLIC)
