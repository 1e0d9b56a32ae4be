"""Teams are public life: every signed-in person sees them."""

from __future__ import annotations

from contracts.access import (
    Resource,
    area_scope,
    person_scope,
    role,
    self_in,
    signed_in,
    team_scope,
)
from contracts.roles import (
    TEAM_LEADER,
)
from contracts.volunteering.resources.people import SECRETARIES


class Team(Resource):
    """A volunteer team (志愿队伍). `leader_id` is the person who leads it now."""

    key = "team_id"
    team_id = team_scope()
    leader_id = person_scope()
    area = area_scope()


Team.see = (signed_in(),)


TEAM_KEEPERS = (
    role(TEAM_LEADER).over(Team.team_id),
    self_in(Team.leader_id),
    role(*SECRETARIES).over(Team.area),
)
"""Who keeps a team: its leader and the secretaries above it."""
