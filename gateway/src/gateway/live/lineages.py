"""Lineages (辖区沿革): every area with those above it, so that a grant over a street hears of its communities.

Areas are open to anyone signed in, so what one caller asks serves all: membership is asked once per area, and its events keep
the answers true.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Lineage = tuple[str, ...]
"""Ids of an area and of all above it."""

Ask = Callable[[str, str], Awaitable[Lineage | None]]
"""Asks for an area's lineage with a token; None where nobody can tell."""

KEPT = 50_000


class Lineages:
    """What is known of the grid, at most so many areas of it."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known: OrderedDict[str, Lineage] = OrderedDict()
        self._asked: dict[str, asyncio.Task[Lineage | None]] = {}

    def of(self, area: str) -> Lineage | None:
        return self._known.get(area)

    async def learn(self, area: str, token: str) -> Lineage | None:
        """The lineage, asked for if need be; several who want the same ask once."""
        known = self._known.get(area)
        if known is not None:
            return known
        asked = self._asked.get(area)
        if asked is None:
            asked = self._asked[area] = asyncio.ensure_future(self._ask(area, token))
            asked.add_done_callback(lambda _: self._asked.pop(area, None))
        found = await asked
        if found is not None:
            self._keep(area, found)
        return found

    def heard(self, name: str, told: Mapping[str, Any]) -> None:
        """An event of the grid: a new area lies below a known one; a merger or split moves what lies below."""
        if name in ("membership.area_registered.v1", "membership.area_changed.v1"):
            area, parent = told["area_id"], told["parent_id"]
            above = () if parent is None else self._known.get(parent)
            if above is not None:
                self._keep(area, (area, *above))
        else:
            self.forget()

    def forget(self) -> None:
        """Something about the grid may have been missed."""
        self._known.clear()

    def _keep(self, area: str, lineage: Lineage) -> None:
        self._known[area] = lineage
        if len(self._known) > KEPT:
            self._known.popitem(last=False)
