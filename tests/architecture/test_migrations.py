"""Two who add a migration at the same time meet here, not in a city's release night."""

from __future__ import annotations

import pytest

from runtime.migrations import head
from tests.architecture.trees import SERVICES


@pytest.mark.parametrize("service", SERVICES)
def test_migrations_stand_in_one_line(service: str) -> None:
    assert head(service), "no migration, or two that follow the same one"
