"""The check character of GB 32100-2015."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobuilding.domain.credit_code import CHARACTERS, check_character, checked
from cobuilding.domain.errors import CreditCodeWrong

bodies = st.text(st.sampled_from(CHARACTERS), min_size=17, max_size=17)


def test_the_standards_own_example() -> None:
    assert checked("91350100m000100y43") == "91350100M000100Y43"


@pytest.mark.parametrize("wrong", ["91350100M000100Y44", "91350100M000100Y4", "91350100I000100Y43", "", "一" * 18])
def test_what_is_none(wrong: str) -> None:
    with pytest.raises(CreditCodeWrong):
        checked(wrong)


@given(bodies, st.integers(0, 16), st.sampled_from(CHARACTERS))
def test_one_wrong_character_is_always_found(body: str, place: int, other: str) -> None:
    code = body + check_character(body)
    assert checked(code) == code
    if body[place] != other:
        with pytest.raises(CreditCodeWrong):
            checked(code[:place] + other + code[place + 1 :])


@given(bodies, st.integers(0, 15))
def test_two_neighbours_swapped_are_always_found(body: str, place: int) -> None:
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
    if swapped != body:
        with pytest.raises(CreditCodeWrong):
            checked(swapped + check_character(body))
