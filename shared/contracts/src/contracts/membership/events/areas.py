"""Facts of the grid (网格): areas registered, changed, merged, split."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts.classes import PUBLIC
from contracts.events import Event
from contracts.membership.events.versions import FIRST
from contracts.membership.vocabulary import AREA_KINDS


class _AreaInFull(Schema):
    """What is said of an area: `number` never changes, `path` is an ltree of the numbers from the root down to it."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    number = fields.Integer(required=True, metadata=PUBLIC)
    path = fields.String(required=True, metadata=PUBLIC)
    parent_id = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)
    kind = fields.String(required=True, validate=validate.OneOf(AREA_KINDS), metadata=PUBLIC)
    name_ = fields.String(required=True, data_key="name", attribute="name", metadata=PUBLIC)
    code = fields.String(required=True, allow_none=True, metadata=PUBLIC)
    valid_from = fields.Date(required=True, metadata=PUBLIC)


class AreaRegisteredV1(_AreaInFull, Event):
    """An area (辖区) entered the grid, from `valid_from` on."""

    name, aggregate, emitted_since = "membership.area_registered.v1", "area", FIRST


class AreaChangedV1(_AreaInFull, Event):
    """An area has another name, code or place from `valid_from` on. Its number and kind stay; where it moved under another
    parent, what lies below it follows, and only it is told of."""

    name, aggregate, emitted_since = "membership.area_changed.v1", "area", FIRST


class AreaMergedV1(Event):
    """Several areas ended and became part of this one from `valid_from` on. Each area directly below them tells of its
    new place itself."""

    name, aggregate, emitted_since = "membership.area_merged.v1", "area", FIRST
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    merged = fields.List(fields.UUID(), required=True, metadata=PUBLIC)
    valid_from = fields.Date(required=True, metadata=PUBLIC)


class AreaSplitV1(Event):
    """This area ended and several took its place from `valid_from` on. These are registered before; each area directly
    below tells of its new place itself."""

    name, aggregate, emitted_since = "membership.area_split.v1", "area", FIRST
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    into = fields.List(fields.UUID(), required=True, metadata=PUBLIC)
    valid_from = fields.Date(required=True, metadata=PUBLIC)
