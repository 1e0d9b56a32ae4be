"""The shapes of eldercare's requests and replies."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC, Basis, Mask, personal, sensitive
from contracts.imports import ImportRecord
from contracts.roles import CARE_COORDINATOR, CARER, FAMILY, GRID_WORKER, GUARDIAN, OFFICERS, REGISTRAR

LIVINGS: tuple[str, ...] = (
    "alone",  # 孤寡、独居
    "empty_nest",  # 空巢
    "with_family",
)
LEAVE_REASONS: tuple[str, ...] = ("moved", "died", "wish")
REVOKE_REASONS: tuple[str, ...] = ("lost", "misused", "replaced", "wish")
CARERS = (CARER, CARE_COORDINATOR, GRID_WORKER, REGISTRAR, *OFFICERS)
"""Who know the elders of their area."""
KIN = (FAMILY, GUARDIAN)

ON_REGISTER = personal(
    "To know whom the community cares for",
    Basis.CONSENT,
    "while on the register + 3 years",
    shown_to=(*CARERS, *KIN),
)
NAME = personal(
    "To address the elder",
    Basis.CONSENT,
    "while on the register + 3 years",
    mask=Mask.NAME,
    shown_to=(*CARERS, *KIN),
)
LIVING = sensitive(
    "To look in first on those who have nobody at home",
    Basis.CONSENT,
    "while on the register",
    shown_to=(CARER, CARE_COORDINATOR, *KIN),
)
CARD_CODE = personal(
    "To let the elder show a card and staff check it",
    Basis.CONSENT,
    "while the card is valid",
    shown_to=(CARE_COORDINATOR, GRID_WORKER, *OFFICERS, *KIN),
)


class _Words(Schema):
    class Meta:
        unknown = RAISE


class _Page(_Words):
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200), metadata=PUBLIC)
    after = fields.String(load_default=None, allow_none=True, metadata=PUBLIC)


class RegisterElder(_Words):
    """An elder (老年人): a registered person, the area that cares, and how the elder lives (encrypted, masked)."""

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    living = fields.String(required=True, validate=validate.OneOf(LIVINGS), metadata=LIVING)


class ElderId(_Words):
    elder_id = fields.UUID(required=True, metadata=INTERNAL)


class RemoveElder(_Words):
    """Takes an elder off the register, from today on."""

    elder_id = fields.UUID(required=True, metadata=INTERNAL)
    reason = fields.String(required=True, validate=validate.OneOf(LEAVE_REASONS), metadata=ON_REGISTER)


class ListElders(_Page):
    """Which elders: of an area and below it; those who left only when asked for."""

    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    left = fields.Boolean(load_default=False, metadata=PUBLIC)


class ElderRow(_Words):
    """An elder in a list, never with how the elder lives. `cards` are the kinds of valid cards."""

    elder_id = fields.UUID(attribute="id", required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    display_name = fields.String(required=True, allow_none=True, metadata=NAME)
    area_id = fields.UUID(attribute="area", required=True, metadata=INTERNAL)
    registered_on = Day(required=True, metadata=ON_REGISTER)
    left_on = Day(required=True, allow_none=True, metadata=ON_REGISTER)
    cards = fields.List(fields.String(metadata=PUBLIC), required=True, metadata=ON_REGISTER)


class ElderPage(_Words):
    items = fields.List(fields.Nested(ElderRow), required=True, metadata=INTERNAL)
    next = fields.String(required=True, allow_none=True, metadata=PUBLIC)


class Card(_Words):
    """A card; its code is what verify_card asks for."""

    card_id = fields.UUID(attribute="id", required=True, metadata=INTERNAL)
    elder_id = fields.UUID(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, metadata=PUBLIC)
    code = fields.String(required=True, metadata=CARD_CODE)
    issued_on = Day(required=True, metadata=ON_REGISTER)
    revoked_on = Day(required=True, allow_none=True, metadata=ON_REGISTER)


class Elder(_Words):
    """An elder after an act."""

    elder_id = fields.UUID(attribute="id", required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", required=True, metadata=INTERNAL)
    registered_on = Day(required=True, metadata=ON_REGISTER)
    left_on = Day(required=True, allow_none=True, metadata=ON_REGISTER)
    version = fields.Integer(required=True, metadata=PUBLIC)


class ElderInFull(Elder):
    """An elder with cards. `living` is null for those whose role does not need it; every reading is audited."""

    display_name = fields.String(required=True, allow_none=True, metadata=NAME)
    living = fields.String(required=True, allow_none=True, metadata=LIVING)
    cards = fields.List(fields.Nested(Card), required=True, metadata=INTERNAL)


class IssueCard(_Words):
    """A card of one of the kinds in the area's pack; one valid card per kind and elder."""

    elder_id = fields.UUID(required=True, metadata=INTERNAL)
    kind = fields.String(required=True, validate=validate.Length(1, 40), metadata=PUBLIC)


class VerifyCard(_Words):
    """The code printed on the card, in any case, with or without its dashes."""

    code = fields.String(required=True, validate=validate.Length(8, 40), metadata=CARD_CODE)


class Verdict(_Words):
    """Whether the card is valid now, and if so of which kind. Nothing about its holder, nothing about why not."""

    valid = fields.Boolean(required=True, metadata=PUBLIC)
    kind = fields.String(required=True, allow_none=True, metadata=PUBLIC)


class RevokeCard(_Words):
    card_id = fields.UUID(required=True, metadata=INTERNAL)
    reason = fields.String(required=True, validate=validate.OneOf(REVOKE_REASONS), metadata=INTERNAL)


class ImportedCard(_Words):
    kind = fields.String(required=True, validate=validate.Length(1, 40), metadata=PUBLIC)
    issued_on = Day(required=True, metadata=ON_REGISTER)
    revoked_on = Day(load_default=None, allow_none=True, metadata=ON_REGISTER)


class ImportedElder(ImportRecord):
    """An elder of an older register with the cards carried since."""

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    living = fields.String(required=True, validate=validate.OneOf(LIVINGS), metadata=LIVING)
    registered_on = Day(required=True, metadata=ON_REGISTER)
    left_on = Day(load_default=None, allow_none=True, metadata=ON_REGISTER)
    cards = fields.List(
        fields.Nested(ImportedCard), load_default=list, validate=validate.Length(max=20), metadata=ON_REGISTER
    )
