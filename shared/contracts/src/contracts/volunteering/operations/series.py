"""Activities that come again (定期活动)."""

from __future__ import annotations

from contracts.access import signed_in
from contracts.operations import Command, Query
from contracts.volunteering.examples import AREA, SERIES, TEAM
from contracts.volunteering.replies import series as replies
from contracts.volunteering.requests import series as requests
from contracts.volunteering.resources import SERIES_KEEPERS, TEAM_KEEPERS, ActivitySeries, Team

plan_series = Command(
    "volunteering.plan_series",
    "POST /activity-series",
    request=requests.PlanSeries,
    reply=replies.Series,
    on=Team,
    allow=TEAM_KEEPERS,
    refuses=["team_disbanded", "area_unknown", "rule_not_understood", "activity_in_the_past", "programme_unknown"],
    about="Plan activities that come again by an RRULE; each becomes an activity of its own some weeks ahead.",
    example={
        "team_id": TEAM,
        "area_id": AREA,
        "title": "周六清洁日",
        "rule": "FREQ=WEEKLY;BYDAY=SA",
        "first_on": "2031-11-01",
        "starts": "09:00:00",
        "minutes": 120,
        "seats": 20,
    },
    status=201,
)
list_series = Query(
    "volunteering.list_series",
    "GET /activity-series",
    request=requests.ListSeries,
    reply=replies.SeriesPage,
    allow=[signed_in()],
    about="Recurring activities of an area and below it, or of a team, that have not ended.",
    example={"area_id": AREA},
    paged=True,
)
end_series = Command(
    "volunteering.end_series",
    "POST /activity-series/{series_id}/end",
    request=requests.EndSeries,
    reply=replies.Series,
    on=ActivitySeries,
    allow=SERIES_KEEPERS,
    refuses=["series_ended", "date_in_past"],
    about="End a series from a day on: what was planned from then on and nobody has come to is called off.",
    example={"series_id": SERIES, "on": "2031-12-01"},
)
