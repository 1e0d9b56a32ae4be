"""The base of patrol's mapped classes."""

from __future__ import annotations

from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import DeclarativeBase

MOMENT = TIMESTAMP(timezone=True)


class Base(DeclarativeBase):
    pass
