"""The identity number (公民身份号码, GB 11643): six digits of place, eight of birth, three of order, a check character."""

from __future__ import annotations

from datetime import date

from membership.domain.errors.people import IdentityNumberInvalid

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
LENGTH = 18


def normalised(number: str) -> str:
    """The number with a capital X. Raises `IdentityNumberInvalid` unless date and check character are right."""
    upper = number.strip().upper()
    if (
        len(upper) != LENGTH
        or not upper.isascii()
        or not upper[:-1].isdigit()
        or upper[-1] != check_character(upper[:-1])
    ):
        raise IdentityNumberInvalid()
    birth_date(upper)
    return upper


def check_character(digits: str) -> str:
    """The check character of the first 17 digits (ISO 7064, MOD 11-2)."""
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11]


def birth_date(number: str) -> date:
    """The day of birth in digits 7 to 14. Raises `IdentityNumberInvalid` for a day that no calendar has."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise IdentityNumberInvalid() from None
