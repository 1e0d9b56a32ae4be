"""Identity numbers and division codes: whatever one changes in a right one makes it wrong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from membership.domain.area_codes import SIGNIFICANT, check_code, significant
from membership.domain.errors.areas import AreaCodeBeyondParent, AreaCodeNotForKind
from membership.domain.errors.people import IdentityNumberInvalid
from membership.domain.identity import birth_date, check_character, normalised

BIRTHS = st.dates(date(1900, 1, 1), date(2030, 12, 31))
NUMBERS = st.builds(
    lambda place, born, order: (digits := f"{place:06}{born:%Y%m%d}{order:03}") + check_character(digits),
    st.integers(110000, 659999),
    BIRTHS,
    st.integers(0, 999),
)


def test_the_standard_s_own_example() -> None:
    assert normalised("11010519491231002x") == "11010519491231002X"
    assert birth_date("11010519491231002X") == date(1949, 12, 31)


@given(NUMBERS)
def test_a_number_with_its_check_character_is_right(number: str) -> None:
    assert normalised(number.lower()) == number


@given(NUMBERS, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(number: str, place: int, more: int) -> None:
    digit = str((int(number[place]) + more) % 10)
    with pytest.raises(IdentityNumberInvalid):
        normalised(number[:place] + digit + number[place + 1 :])


@given(NUMBERS, st.integers(0, 15))
def test_two_neighbouring_digits_exchanged_never_pass(number: str, place: int) -> None:
    assume(number[place] != number[place + 1])
    with pytest.raises(IdentityNumberInvalid):
        normalised(number[:place] + number[place + 1] + number[place] + number[place + 2 :])


@given(st.text(max_size=20))
def test_no_text_at_all_breaks_it(text: str) -> None:
    try:
        assert len(normalised(text)) == 18
    except IdentityNumberInvalid:
        pass


def code(kind: str, digits: int) -> str:
    return str(digits)[: SIGNIFICANT[kind]].ljust(SIGNIFICANT[kind], "1").ljust(12, "0")


@given(st.sampled_from(list(SIGNIFICANT)), st.integers(10**11, 10**12 - 1))
def test_a_code_of_its_kind_is_accepted_alone_and_under_its_own_beginning(kind: str, digits: int) -> None:
    check_code(kind, code(kind, digits), None)
    for above in SIGNIFICANT:
        check_code(kind, code(kind, digits), code(above, digits)) if SIGNIFICANT[above] <= SIGNIFICANT[kind] else None


@given(st.integers(10**11, 10**12 - 1))
def test_a_code_under_another_beginning_is_refused(digits: int) -> None:
    other = str((int(str(digits)[0]) + 1) % 10) + str(digits)[1:]
    with pytest.raises(AreaCodeBeyondParent):
        check_code("community", str(digits), code("city", int(other)) if other[0] != "0" else "0" * 3 + "1" + "0" * 8)


@pytest.mark.parametrize(
    ("kind", "digits"),
    [("street", "350402001003"), ("city", "350402000000"), ("estate", "350402001003"), ("community", "35040200100３")],
)
def test_a_code_of_another_kind_is_refused(kind: str, digits: str) -> None:
    with pytest.raises(AreaCodeNotForKind):
        check_code(kind, digits, None)


def test_what_the_codes_below_share() -> None:
    assert [significant(code) for code in ("350400000000", "350402000000", "350402001000", "350402001003")] == [
        "3504",
        "350402",
        "350402001",
        "350402001003",
    ]
