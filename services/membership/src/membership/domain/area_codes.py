"""Division codes (统计用区划代码): twelve digits, of which a kind of area owns the first few and its parts the rest."""

from __future__ import annotations

from membership.domain.errors.areas import AreaCodeBeyondParent, AreaCodeNotForKind

DIGITS = 12
SIGNIFICANT: dict[str, int] = {"city": 4, "district": 6, "street": 9, "community": 12}
"""How many digits tell areas of a kind apart; the rest are zeros. Below the community there are no codes."""

_LENGTHS = tuple(sorted(SIGNIFICANT.values()))


def check_code(kind: str, code: str | None, above: str | None) -> None:
    """Refuse a code that is not one of its kind, or does not begin like `above`, the nearest code above it.

    Raises `AreaCodeNotForKind` or `AreaCodeBeyondParent`.
    """
    if code is None:
        return
    own = SIGNIFICANT.get(kind)
    if own is None or len(code) != DIGITS or not code.isascii() or not code.isdigit() or code[own:].strip("0"):
        raise AreaCodeNotForKind(code)
    if above is not None and not code.startswith(significant(above)):
        raise AreaCodeBeyondParent(f"{code} does not begin with {significant(above)}")


def significant(code: str) -> str:
    """The digits that all codes below share: up to the first length after which there are only zeros."""
    return next(code[:length] for length in _LENGTHS if not code[length:].strip("0"))
