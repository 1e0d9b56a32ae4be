"""Levels of the grid and their codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.area import KINDS, code_fits, code_lies_in, may_lie_in

KIND = st.sampled_from(KINDS)


@given(KIND, KIND)
def test_only_higher_kinds_hold_lower_ones(kind: str, parent: str):
    assert may_lie_in(kind, parent) == (KINDS.index(parent) < KINDS.index(kind))


def test_only_a_city_stands_at_the_top():
    assert [kind for kind in KINDS if may_lie_in(kind, None)] == ["city"]
    assert not may_lie_in("province", None)
    assert not may_lie_in("street", "province")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("350100000000", "city"),
        ("110000000000", "city"),
        ("350102000000", "district"),
        ("350102001000", "street"),
        ("350102001005", "community"),
    ],
)
def test_codes_of_real_shape(code: str, kind: str):
    assert code_fits(code, kind)
    assert [each for each in KINDS if code_fits(code, each)] == [kind]


@pytest.mark.parametrize(
    "code", ["", "35010200100", "3501020010055", "35010200100a", "３５０１０２００１００５", "000000000001"]
)
def test_what_is_no_code(code: str):
    assert not any(code_fits(code, kind) for kind in KINDS)


@given(st.text("0123456789", min_size=12, max_size=12))
def test_a_code_fits_at_most_one_kind(code: str):
    assert sum(code_fits(code, kind) for kind in KINDS) <= 1


def test_a_code_begins_with_its_parents():
    assert code_lies_in("350102001005", "350102001000", "street")
    assert not code_lies_in("350102002005", "350102001000", "street")
    assert code_lies_in("350102001005", "350100000000", "city")
    assert not code_lies_in("350102001005", "350102001005", "building")
