"""What the pack in force today says of love banks and love supermarkets; what it leaves out is as usual."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from contracts.volunteering.packs import PACK
from runtime.packs import section
from runtime.time import today


def bank_habits(session: Session, area: UUID) -> dict[str, Any]:
    """The rules of an area's love bank: see `LoveBankHabits`."""
    return _words(session, area, "love_bank")


def shop_habits(session: Session, area: UUID) -> dict[str, Any]:
    """The rules of an area's love supermarkets: see `LoveShopHabits`."""
    return _words(session, area, "love_shop")


def _words(session: Session, area: UUID, part: str) -> dict[str, Any]:
    words: dict[str, Any] = (section(session, area, today()) or _usual())[part]
    return words


@cache
def _usual() -> dict[str, Any]:
    usual: dict[str, Any] = PACK.schema().load({})
    return usual
