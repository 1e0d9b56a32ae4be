"""A service with a hole in its guard: it asks for the claim and never for the row. `python -m tests.access.careless patrol`."""

from __future__ import annotations

import sys
from typing import Any
from uuid import UUID

from runtime.amqp import serve  # before all of the runtime: it patches the standard library

# isort: split
from contracts.access import Clause
from runtime import group
from runtime.access import Caller, could_match


def any_row(_: Any, clause: Clause, caller: Caller, __: UUID | None) -> bool:
    """As `runtime.access.matches` would be if it forgot its last argument."""
    return could_match(clause, caller)


if __name__ == "__main__":
    group.matches = any_row
    serve.main(sys.argv[1])
