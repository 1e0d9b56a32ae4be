"""The unified social credit code (统一社会信用代码, GB 32100-2015)."""

from __future__ import annotations

from cobuilding.domain.errors import CreditCodeWrong

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
LENGTH = 18
_WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))


def checked(code: str) -> str:
    """The code in capitals. Raises `CreditCodeWrong` for a wrong length, character or check character."""
    capitals = code.strip().upper()
    if len(capitals) != LENGTH or not set(capitals) <= set(CHARACTERS):
        raise CreditCodeWrong
    if capitals[-1] != check_character(capitals[:-1]):
        raise CreditCodeWrong
    return capitals


def check_character(body: str) -> str:
    """The eighteenth character to the first seventeen."""
    total = sum(CHARACTERS.index(character) * weight for character, weight in zip(body, _WEIGHTS, strict=True))
    return CHARACTERS[-total % 31]
