"""Work that holds the processor (hashing, documents), run beside eventlet's hub, which would not turn meanwhile."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

Words = ParamSpec("Words")
Result = TypeVar("Result")


def aside(work: Callable[Words, Result], *words: Words.args, **named: Words.kwargs) -> Result:
    """Run `work` in a real thread where eventlet has patched threads away, else here; returns or raises what it does."""
    if not _on_a_hub():
        return work(*words, **named)
    from eventlet import tpool  # importing it starts threads, which only a hub needs

    result: Result = tpool.execute(work, *words, **named)
    return result


def _on_a_hub() -> bool:
    patcher = sys.modules.get("eventlet.patcher")
    return patcher is not None and bool(patcher.is_monkey_patched("thread"))
