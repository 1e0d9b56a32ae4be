"""Programmes, their places, campaigns and camps are public life; which child comes to a camp is its family's affair."""

from __future__ import annotations

from contracts.access import Resource, acting_for, area_scope, person_scope, role, self_in, signed_in, team_scope
from contracts.roles import TEAM_LEADER
from contracts.volunteering.resources.people import SECRETARIES


class Site(Resource):
    """A place of a programme (阵地)."""

    key = "site_id"
    area = area_scope()


Site.see = (signed_in(),)


class Campaign(Resource):
    """A festival or season with its activities (主题活动)."""

    key = "campaign_id"
    area = area_scope()


Campaign.see = (signed_in(),)


class Camp(Resource):
    """A camp of a team (夏令营). `leader_id` answers for it."""

    key = "camp_id"
    team_id = team_scope()
    leader_id = person_scope()
    area = area_scope()


Camp.see = (signed_in(),)

CAMP_KEEPERS = (role(TEAM_LEADER).over(Camp.team_id), self_in(Camp.leader_id), role(*SECRETARIES).over(Camp.area))


class Child(Resource):
    """A child whom somebody enrols: whoever acts for it, or those who keep the registers at its home."""

    key = "person_id"
    person_id = person_scope()
    home_area = area_scope()


Child.see = (acting_for(Child.person_id), role(*SECRETARIES).over(Child.home_area))


class CampPlace(Resource):
    """A child's place in a camp."""

    key = "place_id"
    person_id = person_scope()
    team_id = team_scope()
    leader_id = person_scope()
    area = area_scope()


PLACE_KEEPERS = (
    role(TEAM_LEADER).over(CampPlace.team_id),
    self_in(CampPlace.leader_id),
    role(*SECRETARIES).over(CampPlace.area),
)
CampPlace.see = (acting_for(CampPlace.person_id), *PLACE_KEEPERS)
