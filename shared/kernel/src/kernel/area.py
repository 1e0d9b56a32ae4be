"""Areas (辖区): the levels of the grid, which may lie in which, and the 12-digit codes they carry (统计用区划代码)."""

from __future__ import annotations

KINDS: tuple[str, ...] = ("city", "district", "street", "community", "estate", "building", "household")
"""市、区、街道、社区、小区、楼幢、户: from the top down."""

# How many leading digits of the code say which area of the kind it is; the rest are zeros. Below the community there
# are no codes.
CODE_DIGITS = {"city": 4, "district": 6, "street": 9, "community": 12}
CODE_LENGTH = 12


def may_lie_in(kind: str, parent: str | None) -> bool:
    """Whether an area of `kind` may lie directly in one of kind `parent` (None: at the top). Levels may be skipped."""
    if kind not in KINDS:
        return False
    if parent is None:
        return kind == KINDS[0]
    return parent in KINDS and KINDS.index(parent) < KINDS.index(kind)


def code_fits(code: str, kind: str) -> bool:
    """Whether a 12-digit code has the shape of its kind: own digits not all zero, zeros behind them.

    Of a city the own digits may be zero: 110000000000 is a municipality (直辖市).
    """
    digits = CODE_DIGITS.get(kind)
    if digits is None or len(code) != CODE_LENGTH or not (code.isascii() and code.isdigit()):
        return False
    own, rest = _own(code, kind), code[digits:]
    told_apart = kind == KINDS[0] or own.strip("0") != ""
    return code[:2] != "00" and told_apart and not rest.strip("0")


def code_lies_in(code: str, parent_code: str, parent: str) -> bool:
    """Whether a code begins with the significant digits of the code of the area it lies in."""
    digits = CODE_DIGITS.get(parent)
    return digits is not None and code[:digits] == parent_code[:digits]


def _own(code: str, kind: str) -> str:
    """The digits that tell areas of one kind and parent apart."""
    above = max((n for n in CODE_DIGITS.values() if n < CODE_DIGITS[kind]), default=2)
    return code[above : CODE_DIGITS[kind]]
