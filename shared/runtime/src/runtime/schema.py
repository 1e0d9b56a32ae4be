"""The runtime's own tables, in schema `runtime` of every service's database."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from sqlalchemy import Connection


def create(op: Any) -> None:
    """Create them all; the first migration of a service begins with this. `op` is alembic's, or a connection."""
    connection = op if isinstance(op, Connection) else op.get_bind()
    for script in scripts():
        # No parameters at all: only then may one call carry many statements, and `%` is just a character.
        connection.exec_driver_sql(script, execution_options={"no_parameters": True})


def scripts() -> list[str]:
    """The SQL files of `schema/` in the order of their numbers."""
    found = [file for file in files("runtime").joinpath("schema").iterdir() if file.name.endswith(".sql")]
    return [file.read_text(encoding="utf-8") for file in sorted(found, key=lambda file: file.name)]
