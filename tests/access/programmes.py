"""Rows of programmes: a place that was given up; a campaign, a camp and a series long after every year that is counted."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.access.callers import Caller

DAYS = {"first_on": "2099-12-01", "last_on": "2099-12-02"}
Row = dict[str, Any]


def rows_of_programmes(street: Caller, team: Row, area: str) -> dict[str, Row]:
    """A row by its resource; each run makes its own but for the campaign, of which a programme has one at a time."""
    body = {"area_id": area, "name": f"核对阵地{uuid4().hex[:6]}", "kind": "base", "programme": "learning"}
    site = street.post("/sites", body)
    known = street.get("/campaigns", area_id=area, programme="learning")["items"]
    campaign = {"area_id": area, "title": "权限核对", "programme": "learning", **DAYS}
    series = {"team_id": team["team_id"], "area_id": area, "title": "权限核对", "rule": "FREQ=YEARLY"}
    times = {"first_on": DAYS["first_on"], "starts": "09:00:00", "minutes": 60}
    camp = {"team_id": team["team_id"], "area_id": area, "title": "权限核对", "programme": "youth", "places": 1}
    return {
        "Site": street.post(f"/sites/{site['site_id']}/close", {}),
        "Campaign": known[0] if known else street.post("/campaigns", campaign),
        "ActivitySeries": {**street.post("/activity-series", {**series, **times}), "leader_id": team["leader_id"]},
        "Camp": {**street.post("/camps", {**camp, **DAYS}), "leader_id": team["leader_id"]},
    }
