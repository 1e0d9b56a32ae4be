"""What a transaction holds back until its end, so that a whole group of acts is written by one statement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Held:
    """One kind of row that is held back.

    name   of the parameter: a JSON array of the rows
    parts  parts of a WITH statement that write them, reading `json_to_recordset(CAST(%(<name>)s AS json))`
    rows   the rows as JSON values, which the session then holds no longer; empty where there are none
    """

    name: str
    parts: str
    rows: Callable[[Session], list[dict[str, Any]]]
