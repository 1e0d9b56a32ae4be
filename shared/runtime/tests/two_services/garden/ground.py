"""What the tests put into the garden's database, and read there, behind its door."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import text

from garden.domain import Plot
from kernel.ids import uuid7
from runtime.database import new_session, transaction
from runtime.testing.harness import DoorUnderTest


def plot(garden: DoorUnderTest, area: UUID, **words: Any) -> UUID:
    plot_id = uuid7()
    defaults = {"title": str(plot_id), "trees": 0, "gardener": "王小明", "phone": "13812345678"}
    with transaction(garden.engine) as session:
        session.add(Plot(id=plot_id, area=area, **(defaults | words)))
    return plot_id


def trees(garden: DoorUnderTest, plot_id: UUID) -> int:
    with new_session(garden.engine) as session:
        return session.get_one(Plot, plot_id).trees


def count(garden: DoorUnderTest, table: str) -> int:
    with garden.engine.connect() as connection:
        return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - names of this file
