"""After-schools are public life; a child's place is the guardian's affair and that of who looks after the child."""

from __future__ import annotations

from contracts.access import Resource, area_scope, person_scope, role, self_in, signed_in, team_scope
from contracts.roles import TEAM_LEADER
from contracts.volunteering.resources.people import SECRETARIES


class AfterSchool(Resource):
    """A team looks after children after school (四点钟学校)."""

    key = "after_school_id"
    team_id = team_scope()
    leader_id = person_scope()
    area = area_scope()


AfterSchool.see = (signed_in(),)


class SchoolPlace(Resource):
    """A child's place in an after-school. `guardian_id` is who asked for it."""

    key = "school_place_id"
    guardian_id = person_scope()
    team_id = team_scope()
    leader_id = person_scope()
    area = area_scope()


AFTER_SCHOOL_KEEPERS = (
    role(TEAM_LEADER).over(AfterSchool.team_id),
    self_in(AfterSchool.leader_id),
    role(*SECRETARIES).over(AfterSchool.area),
)
SCHOOL_PLACE_KEEPERS = (
    role(TEAM_LEADER).over(SchoolPlace.team_id),
    self_in(SchoolPlace.leader_id),
    role(*SECRETARIES).over(SchoolPlace.area),
)
SchoolPlace.see = (self_in(SchoolPlace.guardian_id), *SCHOOL_PLACE_KEEPERS)
