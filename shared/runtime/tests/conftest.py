"""The services of these tests, two that talk and a garden; `two_services` stands on pytest's python path."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from stage import alpha, beta, two_services

if TYPE_CHECKING:
    from runtime.testing.harness import DoorUnderTest

__all__ = ["alpha", "beta", "two_services"]


@pytest.fixture
def garden(
    postgres_server,
    keys: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[DoorUnderTest]:
    """The garden's whole door: a service with everything that the runtime does around a use case."""
    from garden import service

    from runtime.database import engine_at
    from runtime.testing.harness import DoorUnderTest

    monkeypatch.setenv("GONGJIAN_KEYS_DIR", str(keys))
    monkeypatch.setenv("GONGJIAN_PACKS_DIR", str(tmp_path))
    with postgres_server.fresh("garden", _prepare_garden) as url:
        engine = engine_at(url, "garden")
        yield DoorUnderTest(service.door, engine)
        engine.dispose()


def _prepare_garden(service: str, url: str) -> None:
    from garden.domain import Base

    from runtime import schema
    from runtime.database import engine_at

    engine = engine_at(url, service)
    with engine.begin() as connection:
        schema.whole(connection)
        Base.metadata.create_all(connection)
    engine.dispose()
