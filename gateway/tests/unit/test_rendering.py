"""Figures as people read them."""

from __future__ import annotations

import pytest

from gateway.rendering import quantity


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [(650, "fen", "6.50"), (6_500_000_000, "fen", "65,000,000.00"), (7971, "household", "7,971"), (None, "fen", "–")],
)
def test_money_is_kept_in_fen_and_read_in_yuan(value: int | None, unit: str, shown: str) -> None:
    assert quantity(value, unit) == shown
