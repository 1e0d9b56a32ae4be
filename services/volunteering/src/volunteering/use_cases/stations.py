"""Opening and closing stations (党员工作室、服务站)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from runtime.access import Caller
from runtime.time import now, today
from volunteering import published
from volunteering.domain.errors import PersonUnknown
from volunteering.domain.need_errors import StationHasNeeds, StationNameTaken
from volunteering.domain.needs import CLOSED, Need
from volunteering.domain.stations import Station
from volunteering.use_cases.lookups import habits, resident


def open_station(
    session: Session, caller: Caller, *, area_id: UUID, name: str, kind: str, keeper_id: UUID | None
) -> Station:
    """Open a station of a kind that the area's pack knows."""
    if keeper_id is not None and resident(session, keeper_id) is None:
        raise PersonUnknown(field="keeper_id")
    known = habits(session, area_id, today()).station_kinds
    station = Station.opened(area_id, name, kind, keeper_id, today(), known=known)
    namesake = exists().where(Station.area == area_id, Station.name == name, Station.closed_on.is_(None))
    if session.scalar(select(namesake)):
        raise StationNameTaken
    session.add(station)
    session.flush()
    published.station_opened(session, station, now())
    return station


def close_station(session: Session, caller: Caller, *, station_id: UUID) -> Station:
    """Close a station whose queue is empty."""
    station = session.get_one(Station, station_id)
    station.close(today())
    if session.scalar(select(exists().where(Need.station_id == station.id, Need.state != CLOSED))):
        raise StationHasNeeds
    published.station_closed(session, station, now())
    return station
