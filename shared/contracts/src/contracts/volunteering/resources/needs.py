"""Stations are public; a need is its asker's, its helper's and the desk's; a match is the volunteer's and the desk's."""

from __future__ import annotations

from contracts.access import Resource, area_scope, person_scope, role, self_in, signed_in
from contracts.roles import DESK_CLERK
from contracts.volunteering.resources.people import SECRETARIES

DESK = (DESK_CLERK, *SECRETARIES)


class Station(Resource):
    """A station (党员工作室、服务站): a desk with a queue of its own."""

    key = "station_id"
    keeper_id = person_scope()
    area = area_scope()


Station.see = (signed_in(),)


class Need(Resource):
    """Somebody asks for help (需求)."""

    key = "need_id"
    asker_id = person_scope()
    helper_id = person_scope()
    keeper_id = person_scope()
    area = area_scope()


Need.see = (
    self_in(Need.asker_id),
    self_in(Need.helper_id),
    self_in(Need.keeper_id),
    role(*DESK).over(Need.area),
)


class Match(Resource):
    """A volunteer is asked to help (匹配)."""

    key = "match_id"
    person_id = person_scope()
    area = area_scope()


Match.see = (self_in(Match.person_id), role(*DESK).over(Match.area))

STATION_KEEPERS = (self_in(Station.keeper_id), role(*DESK).over(Station.area))
NEED_KEEPERS = (self_in(Need.keeper_id), role(*DESK).over(Need.area))
"""Who keeps the desk that a need stands at."""
