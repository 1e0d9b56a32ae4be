"""The shapes of cobuilding's requests and replies."""

from __future__ import annotations

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC, Basis, personal
from contracts.imports import ImportRecord
from contracts.roles import OFFICERS, REGISTRAR, UNIT_CONTACT

UNIT_KINDS: tuple[str, ...] = (
    "agency",  # 机关
    "institution",  # 事业单位
    "state_enterprise",  # 国有企业
    "private_enterprise",  # 非公有制企业
    "social_organisation",  # 社会组织
    "school",  # 学校
    "hospital",  # 医院
    "garrison",  # 驻军
    "shop",  # 沿街商户
    "other",
)
AGREEMENT_STATES = ("in_force", "lapsed")

CONTACT = personal(
    "To reach the unit about what it agreed to",
    Basis.CONTRACT,
    "while the unit is on the register + 1 year",
    shown_to=(REGISTRAR, UNIT_CONTACT, *OFFICERS),
)


class _Words(Schema):
    class Meta:
        unknown = RAISE


class _Page(_Words):
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200), metadata=PUBLIC)
    after = fields.String(load_default=None, allow_none=True, metadata=PUBLIC)


class RegisterUnit(_Words):
    """A unit (驻区单位). `credit_code` is its 统一社会信用代码 with check character; `contact_id` a registered person."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    name = fields.String(required=True, validate=validate.Length(1, 120), metadata=PUBLIC)
    kind = fields.String(required=True, validate=validate.OneOf(UNIT_KINDS), metadata=PUBLIC)
    credit_code = fields.String(load_default=None, allow_none=True, validate=validate.Length(equal=18), metadata=PUBLIC)
    contact_id = fields.UUID(load_default=None, allow_none=True, metadata=CONTACT)


class UnitId(_Words):
    unit_id = fields.UUID(required=True, metadata=PUBLIC)


class ChangeUnit(_Words):
    """What changes; what is left out stays. A null takes code or contact away."""

    unit_id = fields.UUID(required=True, metadata=PUBLIC)
    name = fields.String(validate=validate.Length(1, 120), metadata=PUBLIC)
    kind = fields.String(validate=validate.OneOf(UNIT_KINDS), metadata=PUBLIC)
    credit_code = fields.String(allow_none=True, validate=validate.Length(equal=18), metadata=PUBLIC)
    contact_id = fields.UUID(allow_none=True, metadata=CONTACT)

    @validates_schema
    def _changes_something(self, data: dict[str, object], **_: object) -> None:
        if set(data) == {"unit_id"}:
            raise ValidationError("Say what changes.")


class CloseUnit(_Words):
    """A unit closed or left the area; its agreement lapses with it. Today if no day is given."""

    unit_id = fields.UUID(required=True, metadata=PUBLIC)
    closed_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class ClassifyUnit(_Words):
    """Whether a firm is above scale (规模以上) from `since` on, today if no day is given."""

    unit_id = fields.UUID(required=True, metadata=PUBLIC)
    above_scale = fields.Boolean(required=True, metadata=PUBLIC)
    since = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class Classification(_Words):
    classification_id = fields.UUID(attribute="id", required=True, metadata=PUBLIC)
    unit_id = fields.UUID(required=True, metadata=PUBLIC)
    above_scale = fields.Boolean(required=True, metadata=PUBLIC)
    since = Day(required=True, metadata=PUBLIC)


class ListUnits(_Page):
    """Which units: of an area and below it, of a kind, by part of the name, with or without an agreement in force."""

    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    kind = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(UNIT_KINDS), metadata=PUBLIC)
    q = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 60), metadata=PUBLIC)
    agreed = fields.Boolean(load_default=None, allow_none=True, metadata=PUBLIC)
    closed = fields.Boolean(load_default=False, metadata=PUBLIC)


class Unit(_Words):
    """A unit as everybody may see it."""

    unit_id = fields.UUID(attribute="id", required=True, metadata=PUBLIC)
    area_id = fields.UUID(attribute="area", required=True, metadata=PUBLIC)
    name = fields.String(required=True, metadata=PUBLIC)
    kind = fields.String(required=True, metadata=PUBLIC)
    credit_code = fields.String(required=True, allow_none=True, metadata=PUBLIC)
    registered_on = Day(required=True, metadata=PUBLIC)
    closed_on = Day(required=True, allow_none=True, metadata=PUBLIC)
    version = fields.Integer(required=True, metadata=PUBLIC)


class UnitInFull(Unit):
    """A unit with its contact (only for those who may change it, else null) and the agreement in force."""

    contact_id = fields.UUID(required=True, allow_none=True, metadata=CONTACT)
    agreement_id = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)


class UnitRow(Unit):
    """A unit in a list; `agreed_until` is the last day of the agreement in force."""

    agreed_until = Day(required=True, allow_none=True, metadata=PUBLIC)


class UnitPage(_Words):
    items = fields.List(fields.Nested(UnitRow), required=True, metadata=PUBLIC)
    next = fields.String(required=True, allow_none=True, metadata=PUBLIC)


class ImportedUnit(ImportRecord):
    """A unit of an older register, on it since `registered_on` (today if unknown); `closed_on` where it is gone again."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    name = fields.String(required=True, validate=validate.Length(1, 120), metadata=PUBLIC)
    kind = fields.String(required=True, validate=validate.OneOf(UNIT_KINDS), metadata=PUBLIC)
    credit_code = fields.String(load_default=None, allow_none=True, validate=validate.Length(equal=18), metadata=PUBLIC)
    contact_id = fields.UUID(load_default=None, allow_none=True, metadata=CONTACT)
    registered_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)
    closed_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class SignAgreement(_Words):
    """An agreement (共建协议), in force from `signed_on` through `ends_on`; obligations are codes of the area's pack."""

    unit_id = fields.UUID(required=True, metadata=PUBLIC)
    signed_on = Day(required=True, metadata=PUBLIC)
    ends_on = Day(required=True, metadata=PUBLIC)
    obligations = fields.List(
        fields.String(metadata=PUBLIC), required=True, validate=validate.Length(1, 50), metadata=PUBLIC
    )


class LapseAgreement(_Words):
    """Ends an agreement before its time, from today on."""

    agreement_id = fields.UUID(required=True, metadata=PUBLIC)
    reason = fields.String(required=True, validate=validate.Length(1, 200), metadata=INTERNAL)


class AgreementId(_Words):
    agreement_id = fields.UUID(required=True, metadata=PUBLIC)


class ListAgreements(_Page):
    """Which agreements: of units in an area and below it, of one unit, in a state, ending before a day."""

    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    unit_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    state = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(AGREEMENT_STATES), metadata=PUBLIC
    )
    ends_before = Day(load_default=None, allow_none=True, metadata=PUBLIC)


class Agreement(_Words):
    """An agreement; `lapsed_on` is the first day without it, null while it is in force."""

    agreement_id = fields.UUID(attribute="id", required=True, metadata=PUBLIC)
    unit_id = fields.UUID(required=True, metadata=PUBLIC)
    area_id = fields.UUID(attribute="area", required=True, metadata=PUBLIC)
    signed_on = Day(required=True, metadata=PUBLIC)
    ends_on = Day(required=True, metadata=PUBLIC)
    obligations = fields.List(fields.String(metadata=PUBLIC), required=True, metadata=PUBLIC)
    lapsed_on = Day(required=True, allow_none=True, metadata=PUBLIC)
    version = fields.Integer(required=True, metadata=PUBLIC)


class AgreementRow(Agreement):
    unit_name = fields.String(required=True, metadata=PUBLIC)


class AgreementPage(_Words):
    items = fields.List(fields.Nested(AgreementRow), required=True, metadata=PUBLIC)
    next = fields.String(required=True, allow_none=True, metadata=PUBLIC)


class ImportedAgreement(ImportRecord):
    """An agreement of the past; `lapsed_on` where it ended before its time."""

    unit_id = fields.UUID(required=True, metadata=PUBLIC)
    signed_on = Day(required=True, metadata=PUBLIC)
    ends_on = Day(required=True, metadata=PUBLIC)
    obligations = fields.List(
        fields.String(metadata=PUBLIC), required=True, validate=validate.Length(1, 50), metadata=PUBLIC
    )
    lapsed_on = Day(load_default=None, allow_none=True, metadata=PUBLIC)
