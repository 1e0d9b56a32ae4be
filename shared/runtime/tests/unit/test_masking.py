"""Masks."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC, Basis, Mask, personal, sensitive
from runtime.access import Caller, Grant
from runtime.masking import Reader, apply, masked, plan_of


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


NAME = personal("call", Basis.CONSENT, "a year", mask=Mask.NAME, shown_to=("team_leader",))


class Phone(Schema):
    number = fields.String(metadata=sensitive("call", Basis.CONSENT, "a year", mask=Mask.PHONE))


class Person(Schema):
    id = fields.UUID(metadata=INTERNAL)
    name = fields.String(data_key="called", metadata=NAME)
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


def shown(source: dict[str, Any], caller: Caller) -> dict[str, Any]:
    schema = Person()
    data = schema.dump(source)
    apply(plan_of(schema), data, source, Reader(None, caller))  # type: ignore[arg-type] - no area, so nothing is asked
    return data


def test_the_members_of_a_list_are_not_whom_they_stand_under():
    me, other = uuid4(), uuid4()
    lines = [
        {"number": "13812345678"},
        {"number": "13812345678", "person_id": other},
        {"number": "1" * 11, "person_id": me},
    ]
    found = shown({"person_id": me, "name": "王小明", "lines": lines}, Caller(account_id=uuid4(), person_id=me))
    assert found["called"] == "王小明"
    assert [line["number"] for line in found["phones"]] == ["138****5678", "138****5678", "1" * 11]


def test_a_grant_of_another_kind_reaches_what_names_its_scope():
    team = uuid4()
    leader = Caller(account_id=uuid4(), grants=(Grant("team_leader", "team", team),))
    assert shown({"team_id": team, "name": "王小明", "lines": []}, leader)["called"] == "王小明"
    assert shown({"team_id": uuid4(), "name": "王小明", "lines": []}, leader)["called"] == "王**"
    assert shown({"name": "王小明", "lines": []}, leader)["called"] == "王**"


def test_nothing_to_mask_costs_nothing():
    assert not plan_of(Plain())
