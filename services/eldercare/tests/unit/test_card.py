"""Codes of cards."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eldercare.domain.card import ALPHABET, Card, as_printed, new_code
from eldercare.domain.errors import BeforeIssue, CardRevoked, DateInFuture

ISSUED = date(2031, 3, 5)


def card() -> Card:
    return Card(id=uuid4(), elder_id=uuid4(), person_id=uuid4(), area=uuid4(), kind="a", code="x", issued_on=ISSUED)


def test_codes_are_twelve_random_characters() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 14 and set(code.replace("-", "")) <= set(ALPHABET) for code in codes)


@given(st.text(st.sampled_from(ALPHABET), min_size=12, max_size=12))
def test_a_code_is_read_however_it_is_typed(plain: str) -> None:
    printed = as_printed(plain)
    assert as_printed(printed) == printed
    assert as_printed(plain.lower().replace("1", "l").replace("0", "o")) == printed
    assert as_printed(f" {plain[:4]} {plain[4:8]}  {plain[8:]} ") == printed


def test_a_card_is_revoked_once_between_its_issue_and_today() -> None:
    one = card()
    with pytest.raises(DateInFuture):
        one.revoke(date(2031, 3, 7), "lost", date(2031, 3, 6))
    with pytest.raises(BeforeIssue):
        one.revoke(date(2031, 3, 4), "lost", date(2031, 3, 6))
    one.revoke(ISSUED, "lost", ISSUED)
    with pytest.raises(CardRevoked):
        one.revoke(ISSUED, "lost", ISSUED)
