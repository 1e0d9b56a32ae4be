"""Membership's part of a mechanism pack: posts that may be set up (设岗定责), the form of a pledge (亮岗承诺)."""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from contracts.classes import PUBLIC
from contracts.membership.vocabulary import (
    AREA_KINDS,
    ASSIGNMENT_KINDS,
    FACT_KINDS,
    POST_LEVELS,
    VISIT_FACTS,
    VISIT_URGENCIES,
)
from contracts.packs import PackPart

CODE = validate.Regexp(r"^[a-z][a-z0-9_]{1,39}$")


class EvidenceRule(Schema):
    """A fact that counts as evidence of the pledges of a post: a kind that another service tells of the claimant."""

    class Meta:
        unknown = RAISE

    fact = fields.String(required=True, validate=validate.OneOf(FACT_KINDS), metadata=PUBLIC)


class PostTemplate(Schema):
    """A post that may be set up: its code, names, level (organisation: claimed by units; personal: by persons), duties
    in residents' words, and which facts count as evidence."""

    class Meta:
        unknown = RAISE

    code = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    name_zh = fields.String(required=True, validate=validate.Length(1, 40), metadata=PUBLIC)
    name_en = fields.String(required=True, validate=validate.Length(1, 80), metadata=PUBLIC)
    level = fields.String(required=True, validate=validate.OneOf(POST_LEVELS), metadata=PUBLIC)
    duties = fields.List(
        fields.String(validate=validate.Length(1, 200)), required=True, validate=validate.Length(1, 20), metadata=PUBLIC
    )
    evidence = fields.List(fields.Nested(EvidenceRule), load_default=list, metadata=PUBLIC)


class PledgeField(Schema):
    """What the form asks a pledge to speak of, shown to who writes it."""

    class Meta:
        unknown = RAISE

    code = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    label_zh = fields.String(required=True, validate=validate.Length(1, 40), metadata=PUBLIC)
    label_en = fields.String(required=True, validate=validate.Length(1, 80), metadata=PUBLIC)


class PledgeForm(Schema):
    """The form of a pledge: `max_length` characters, how often a claim pledges (`period`), the longest time it may run
    (`days`), and `publication`: shown with the claimant's name, or without."""

    class Meta:
        unknown = RAISE

    fields_ = fields.List(
        fields.Nested(PledgeField), load_default=list, data_key="fields", attribute="fields", metadata=PUBLIC
    )
    max_length = fields.Integer(load_default=500, validate=validate.Range(20, 5_000), metadata=PUBLIC)
    period = fields.String(
        load_default="year", validate=validate.OneOf(["year", "half_year", "quarter", "month"]), metadata=PUBLIC
    )
    days = fields.Integer(load_default=366, validate=validate.Range(1, 1_100), metadata=PUBLIC)
    publication = fields.String(load_default="named", validate=validate.OneOf(["named", "masked"]), metadata=PUBLIC)


class AssignmentRule(Schema):
    """How people are assigned to areas in one of the ways: its local name, to areas of which kinds (any unless said), and
    to how many of them one person at most (any number unless said)."""

    class Meta:
        unknown = RAISE

    kind = fields.String(required=True, validate=validate.OneOf(ASSIGNMENT_KINDS), metadata=PUBLIC)
    name_zh = fields.String(required=True, validate=validate.Length(1, 40), metadata=PUBLIC)
    name_en = fields.String(required=True, validate=validate.Length(1, 80), metadata=PUBLIC)
    area_kinds = fields.List(
        fields.String(validate=validate.OneOf(AREA_KINDS)), load_default=None, allow_none=True, metadata=PUBLIC
    )
    most_areas = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 1_000), metadata=PUBLIC)


class VisitKind(Schema):
    """Why a household is visited (走访事由): how soon it is (`urgency`), within how many hours of becoming known, and which
    facts raise it beside what people tell."""

    class Meta:
        unknown = RAISE

    code = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    name_zh = fields.String(required=True, validate=validate.Length(1, 40), metadata=PUBLIC)
    name_en = fields.String(required=True, validate=validate.Length(1, 80), metadata=PUBLIC)
    urgency = fields.String(required=True, validate=validate.OneOf(VISIT_URGENCIES), metadata=PUBLIC)
    due_hours = fields.Integer(required=True, validate=validate.Range(1, 9_600), metadata=PUBLIC)
    raised_by = fields.List(
        fields.String(validate=validate.OneOf(VISIT_FACTS)),
        load_default=list,
        validate=validate.Length(max=20),
        metadata=PUBLIC,
    )


class VisitWish(Schema):
    """What may have been asked for at a door: a neutral code and its names."""

    class Meta:
        unknown = RAISE

    code = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    name_zh = fields.String(required=True, validate=validate.Length(1, 40), metadata=PUBLIC)
    name_en = fields.String(required=True, validate=validate.Length(1, 80), metadata=PUBLIC)


class VisitRules(Schema):
    """How households are visited (走访): the kinds of visits, of which one at most is the round of all households; after how
    many hours somebody comes again where nobody was at home; and what may be asked for."""

    class Meta:
        unknown = RAISE

    kinds = fields.List(fields.Nested(VisitKind), required=True, validate=validate.Length(1, 40), metadata=PUBLIC)
    again_hours = fields.Integer(load_default=48, validate=validate.Range(1, 2_400), metadata=PUBLIC)
    wishes = fields.List(fields.Nested(VisitWish), load_default=list, validate=validate.Length(max=60), metadata=PUBLIC)

    @validates_schema
    def _named_once(self, data: dict[str, Any], **_: Any) -> None:
        for part in ("kinds", "wishes"):
            named = [one["code"] for one in data.get(part, ())]
            repeated = sorted({name for name in named if named.count(name) > 1})
            if repeated:
                raise ValidationError(f"Declared twice: {', '.join(repeated)}", part)
        if [kind["urgency"] for kind in data.get("kinds", ())].count("round") > 1:
            raise ValidationError("One kind at most is the round of all households", "kinds")


class MembershipPack(Schema):
    """`membership.yaml`."""

    class Meta:
        unknown = RAISE

    posts = fields.List(fields.Nested(PostTemplate), required=True, validate=validate.Length(1, 200), metadata=PUBLIC)
    pledge = fields.Nested(PledgeForm, load_default=lambda: PledgeForm().load({}), metadata=PUBLIC)
    assignments = fields.List(fields.Nested(AssignmentRule), load_default=list, metadata=PUBLIC)
    household_visits = fields.Nested(VisitRules, load_default=None, allow_none=True, metadata=PUBLIC)

    @validates_schema
    def _names_are_distinct(self, data: dict[str, Any], **_: Any) -> None:
        for part, word in (("posts", "code"), ("assignments", "kind")):
            named = [one[word] for one in data.get(part, ())]
            repeated = sorted({name for name in named if named.count(name) > 1})
            if repeated:
                raise ValidationError(f"Declared twice: {', '.join(repeated)}", part)


PACK_PART = PackPart("membership", MembershipPack)
