"""Facts of organisations (组织) and of their restructuring (支部调整)."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.classes import INTERNAL, PUBLIC
from contracts.events import Event
from contracts.membership.events.versions import FIRST
from contracts.membership.vocabulary import ORGANISATION_KINDS, ORGANISATION_KINDS_NOW


class OrganisationChangedV1(Event):
    """An organisation (组织) was founded, renamed, put under another, or dissolved on `valid_from`."""

    name, aggregate, emitted_since = "membership.organisation_changed.v1", "organisation", FIRST
    organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    change = fields.String(
        required=True, validate=validate.OneOf(["founded", "renamed", "moved", "dissolved"]), metadata=PUBLIC
    )
    kind = fields.String(required=True, validate=validate.OneOf(ORGANISATION_KINDS), metadata=PUBLIC)
    name_ = fields.String(required=True, data_key="name", attribute="name", metadata=PUBLIC)
    parent_id = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)
    valid_from = fields.Date(required=True, metadata=PUBLIC)


class OrganisationChangedV2(Event):
    """An organisation (组织) was founded, renamed, put under another, or dissolved on `valid_from`. Told of every kind; the
    first version is told beside it of the kinds that it knows."""

    name, aggregate, emitted_since = "membership.organisation_changed.v2", "organisation", FIRST
    organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    change = fields.String(
        required=True, validate=validate.OneOf(["founded", "renamed", "moved", "dissolved"]), metadata=PUBLIC
    )
    kind = fields.String(required=True, validate=validate.OneOf(ORGANISATION_KINDS_NOW), metadata=PUBLIC)
    name_ = fields.String(required=True, data_key="name", attribute="name", metadata=PUBLIC)
    parent_id = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    valid_from = fields.Date(required=True, metadata=PUBLIC)


class RestructuringAnnouncedV1(Event):
    """Organisations will be split or joined on `effective_on`; every service acknowledges or refuses before."""

    name, aggregate, emitted_since = "membership.restructuring_announced.v1", "restructuring", FIRST
    restructuring_id = fields.UUID(required=True, metadata=INTERNAL)
    dissolved = fields.List(fields.UUID(), required=True, metadata=INTERNAL)
    founded = fields.List(fields.UUID(), required=True, metadata=INTERNAL)
    acknowledge_by = fields.Date(required=True, metadata=INTERNAL)
    effective_on = fields.Date(required=True, metadata=INTERNAL)


class RestructuringEffectiveV1(Event):
    """An announced restructuring took effect: everybody had acknowledged."""

    name, aggregate, emitted_since = "membership.restructuring_effective.v1", "restructuring", FIRST
    restructuring_id = fields.UUID(required=True, metadata=INTERNAL)
    effective_on = fields.Date(required=True, metadata=INTERNAL)
