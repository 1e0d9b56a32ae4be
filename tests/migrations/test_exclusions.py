"""An exclusion constraint that names a person second is no way to find that person, but the planner may take it for one.

It costs it as if it began with the person, and reads it in great part (0018 of volunteering). Both are one word in it.
"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from contracts.catalogue import SERVICES

pytestmark = pytest.mark.integration

NAMED_SECOND = text("""
    SELECT c.conname, a.attname
      FROM pg_constraint c
      CROSS JOIN LATERAL unnest(c.conkey) WITH ORDINALITY k (number, place)
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number
     WHERE c.contype = 'x' AND k.place > 1 AND a.attname IN ('person_id', 'unit_id', 'helped_key')
""")


@pytest.mark.parametrize("service", SERVICES)
def test_nobody_stands_second_in_a_constraint(service: str, new_database: Any) -> None:
    with new_database(service).engine.connect() as connection:
        assert connection.execute(NAMED_SECOND).all() == []
