"""What all mapped classes of membership share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import UserDefinedType


class Base(DeclarativeBase):
    """Tables of schema `public`. Every moment is stored with its time zone."""

    type_annotation_map = {datetime: DateTime(timezone=True)}


class Ltree(UserDefinedType[str]):
    """PostgreSQL's label path; a str in Python."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "ltree"
