"""Numbers of certificates: what is mistyped is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volunteering.domain.course_errors import CertificateNumberWrong
from volunteering.domain.issued_certificates import RANDOM_DIGITS, must_be_a_number, number_of

NUMBERS = st.builds(number_of, st.integers(2000, 2199), st.integers(0, 10**RANDOM_DIGITS - 1))
DIGITS = [3, 4, 5, 6, *range(8, 8 + RANDOM_DIGITS), 23, 24]
"""Where the digits stand."""


@given(NUMBERS)
def test_a_number_proves_itself(number: str) -> None:
    assert len(number) == 25
    must_be_a_number(number)


@given(NUMBERS, st.sampled_from(DIGITS), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(number: str, at: int, by: int) -> None:
    wrong = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1 :]
    with pytest.raises(CertificateNumberWrong):
        must_be_a_number(wrong)


@given(NUMBERS, st.integers(8, 8 + RANDOM_DIGITS - 2))
def test_two_digits_that_changed_places_are_noticed(number: str, at: int) -> None:
    if number[at] == number[at + 1]:
        return
    wrong = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    with pytest.raises(CertificateNumberWrong):
        must_be_a_number(wrong)
