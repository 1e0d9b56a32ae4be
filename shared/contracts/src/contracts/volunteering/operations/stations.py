"""Stations (党员工作室、服务站)."""

from __future__ import annotations

from contracts.access import Area, role, signed_in
from contracts.operations import Command, Query
from contracts.volunteering.examples import AREA, STATION
from contracts.volunteering.replies import needs as replies
from contracts.volunteering.requests import needs as requests
from contracts.volunteering.resources import SECRETARIES
from contracts.volunteering.resources.needs import Station

open_station = Command(
    "volunteering.open_station",
    "POST /stations",
    request=requests.OpenStation,
    reply=replies.Station,
    on=Area,
    allow=[role(*SECRETARIES).over(Area.area_id)],
    refuses=["station_kind_unknown", "station_name_taken", "person_unknown"],
    about="Open a station (服务站) of a kind that the area's pack knows; from then on it takes needs.",
    example={"area_id": AREA, "name": "家政便民服务站", "kind": "convenience"},
    status=201,
)
list_stations = Query(
    "volunteering.list_stations",
    "GET /stations",
    request=requests.ListStations,
    reply=replies.StationPage,
    allow=[signed_in()],
    about="Open stations of an area and below it, by name.",
    example={"area_id": AREA},
    paged=True,
)
show_station = Query(
    "volunteering.show_station",
    "GET /stations/{station_id}",
    request=requests.OfStation,
    reply=replies.StationWithFigures,
    on=Station,
    allow=[signed_in()],
    about="One station with its figures of the year: raised, solved, closed, reopened, and the time that each step takes.",
    example={"station_id": STATION},
)
close_station = Command(
    "volunteering.close_station",
    "POST /stations/{station_id}/close",
    request=requests.OfStation,
    reply=replies.Station,
    on=Station,
    allow=[role(*SECRETARIES).over(Station.area)],
    refuses=["station_closed", "station_has_needs"],
    about="Close a station whose queue is empty.",
    example={"station_id": STATION},
)
