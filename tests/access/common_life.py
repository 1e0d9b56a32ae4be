"""Rows of what people do together in a community beside serving: learning, children looked after, good deeds, contests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from tests.access.callers import Caller
from tests.access.children import rows_of_children
from tests.access.deeds import rows_of_deeds
from tests.access.learning import rows_of_learning

Row = dict[str, Any]


def rows_of_common_life(
    callers: Mapping[str, Caller], imported: Callable[[str, Row], str], area: str, volunteer: Row, team: Row
) -> dict[str, Row]:
    """A row of each resource; all of it is over."""
    learning = rows_of_learning(callers, imported, area, volunteer, team)
    certificate = {"Certificate": _certificate(callers["registrar"], volunteer)}
    return {**certificate, **learning, **rows_of_children(callers, area, team), **rows_of_deeds(callers, area)}


def _certificate(registrar: Caller, volunteer: Row) -> Row:
    """A certificate of a skill that was revoked."""
    shown = {"skill": "first_aid", "issuer": f"权限核对{uuid4().hex[:6]}", "issued_on": "2010-05-01"}
    made = registrar.post(f"/volunteers/{volunteer['volunteer_id']}/certificates", shown)
    revoked = registrar.post(f"/certificates/{made['certificate_id']}/revoke", {})
    return {**revoked, "area_id": volunteer["area_id"]}
