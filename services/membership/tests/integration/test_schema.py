"""The tables are those that the classes map, and the door fits its contract."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import inspect

from membership.domain.base import Base
from runtime import doors


@pytest.mark.filterwarnings("ignore:Did not recognize type 'ltree'")
def test_every_mapped_column_is_a_column_of_its_table(database: Any) -> None:
    inspector = inspect(database.engine)
    doors.load("membership")
    for table in Base.metadata.tables.values():
        columns = {column["name"] for column in inspector.get_columns(table.name)}
        assert {column.name for column in table.columns} == columns, table.name
        assert inspector.get_pk_constraint(table.name)["constrained_columns"], table.name


def test_the_door_answers_everything_that_is_declared() -> None:
    assert doors.load("membership").miswired() == []
