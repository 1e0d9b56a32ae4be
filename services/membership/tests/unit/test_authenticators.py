"""Codes of the moment and recovery codes, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from kernel.ids import uuid7
from membership import authenticators
from membership.domain.second_factors import SecondFactor

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""RFC 6238, appendix B: the twenty digits 12345678901234567890 in base32."""


@pytest.mark.parametrize(("at", "code"), [(59, "287082"), (1111111109, "081804"), (2000000000, "279037")])
def test_codes_are_those_of_the_rfc(at: int, code: str) -> None:
    assert authenticators.step_of(RFC_SECRET, code, datetime.fromtimestamp(at, UTC)) == at // 30


def test_a_code_is_taken_from_the_step_before_to_the_step_after() -> None:
    at = datetime(2031, 6, 15, tzinfo=UTC)
    code = pyotp.TOTP(RFC_SECRET).at(at)
    taken = {n: authenticators.step_of(RFC_SECRET, code, at + timedelta(seconds=30 * n)) for n in range(-3, 4)}
    assert [n for n, step in taken.items() if step is not None] == [-1, 0, 1]
    assert len(set(taken.values()) - {None}) == 1


@pytest.mark.parametrize("wrong", ["", "0", "28708", "2870822", "abcdef", "２８７０８２", "\x00" * 6])
def test_anything_else_is_no_code(wrong: str) -> None:
    assert authenticators.step_of(RFC_SECRET, wrong, datetime.fromtimestamp(59, UTC)) is None


def test_a_step_is_used_up_with_those_before_it() -> None:
    factor = SecondFactor.enrol(uuid7(), b"", datetime(2031, 6, 15, tzinfo=UTC))
    assert [factor.use(step) for step in (7, 7, 6, 8, 7)] == [True, False, False, True, False]


def test_recovery_codes_differ_and_are_read_however_they_are_typed() -> None:
    codes = {authenticators.new_recovery_code() for _ in range(100)}
    assert len(codes) == 100
    code, account = codes.pop(), uuid7()
    hashed = authenticators.hash_of(account, code)
    assert hashed == authenticators.hash_of(account, code.upper().replace("-", " "))
    assert hashed != authenticators.hash_of(uuid7(), code)


@pytest.mark.parametrize(("told", "required"), [(None, True), ("required", True), ("off", False)])
def test_a_city_asks_for_it_unless_it_is_told_not_to(
    monkeypatch: pytest.MonkeyPatch, told: str | None, required: bool
) -> None:
    monkeypatch.delenv("GONGJIAN_SECOND_FACTOR", raising=False)
    if told is not None:
        monkeypatch.setenv("GONGJIAN_SECOND_FACTOR", told)
    assert authenticators.is_required() == required
    assert (authenticators.warning() is None) == required


def test_a_misspelt_setting_is_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGJIAN_SECOND_FACTOR", "no")
    with pytest.raises(ValueError, match="SECOND_FACTOR"):
        authenticators.warning()
