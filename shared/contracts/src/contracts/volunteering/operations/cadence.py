"""Cadences (频次): who serves as often as the pack means them to."""

from __future__ import annotations

from contracts.access import Area, role
from contracts.operations import Query
from contracts.volunteering.examples import AREA
from contracts.volunteering.replies import cadence as replies
from contracts.volunteering.requests import cadence as requests
from contracts.volunteering.resources import SECRETARIES

list_cadence = Query(
    "volunteering.list_cadence",
    "GET /cadences",
    request=requests.ListCadence,
    reply=replies.StandingPage,
    on=Area,
    allow=[role(*SECRETARIES).over(Area.area_id)],
    refuses=["cadence_unknown"],
    about="How often teams or members of an area served in a period, against what the pack asks; who is behind.",
    example={"area_id": AREA, "cadence": "party_team_monthly", "on": "2031-11-05", "behind": True},
    paged=True,
)
