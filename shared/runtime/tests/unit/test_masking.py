"""Masks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC, Basis, Mask, personal, sensitive
from runtime.masking import masked, plan_of


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (Mask.NAME, "王小明", "王**"),
        (Mask.NAME, "王芳", "王*"),
        (Mask.NAME, "王", "王*"),
        (Mask.PHONE, "13812345678", "138****5678"),
        (Mask.PHONE, "0591123", "*******"),
        (Mask.IDENTITY, "35010219900101123X", "3****************X"),
        (Mask.IDENTITY, "12", "**"),
        (Mask.HIDE, "anything", None),
        (Mask.HIDE, 7, None),
        (Mask.NAME, "", None),
        (Mask.PHONE, 13812345678, None),
        (Mask.NAME, ["王"], None),
    ],
)
def test_how_values_look(mask, value, shown):
    assert masked(mask, value) == shown


@given(st.sampled_from(list(Mask)), st.text(min_size=4))
def test_a_mask_never_shows_the_whole(mask, value):
    shown = masked(mask, value)
    assert (
        shown is None or shown != value or set(value) == {"*"} or set(value[1:]) == {"*"} or set(value[1:-1]) == {"*"}
    )


class Phone(Schema):
    number = fields.String(metadata=sensitive("call", Basis.CONSENT, "a year", mask=Mask.PHONE))


class Person(Schema):
    id = fields.UUID(metadata=INTERNAL)
    name = fields.String(data_key="called", metadata=personal("call", Basis.CONSENT, "a year", mask=Mask.NAME))
    phones = fields.List(fields.Nested(Phone), attribute="lines", metadata=INTERNAL)


class Plain(Schema):
    title = fields.String(metadata=PUBLIC)


def test_plans_are_made_of_nested_schemas_too():
    plan = plan_of(Person())
    assert [(f.name, f.key) for f in plan.fields] == [("name", "called")]
    assert [(b.source, b.key) for b in plan.below] == [("lines", "phones")]
    assert plan
    assert plan.sensitive


class Branch(Schema):
    children = fields.List(fields.Nested("Branch"), metadata=INTERNAL)


class Family(Schema):
    name = fields.String(metadata=personal("call", Basis.CONSENT, "a year", mask=Mask.NAME))
    children = fields.List(fields.Nested("Family"), metadata=INTERNAL)


def test_a_schema_nested_in_itself_may_not_show_people():
    assert not plan_of(Branch())
    with pytest.raises(TypeError, match="Family is nested in itself"):
        plan_of(Family())


def test_nothing_to_mask_costs_nothing():
    assert not plan_of(Plain())
