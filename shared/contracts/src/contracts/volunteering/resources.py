"""What volunteering's operations are about, and who may see it.

Teams and activities are public life: every signed-in person sees them. Who served where is the volunteer's own affair,
the leader's and the officers'. A pairing says of somebody that they need help: those who arrange it see it, and its helper.
"""

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
    AID_WORKER,
    BRANCH_SECRETARY,
    COMMUNITY_SECRETARY,
    GRID_WORKER,
    OFFICERS,
    REGISTRAR,
    TEAM_LEADER,
)

SECRETARIES = (REGISTRAR, BRANCH_SECRETARY, *OFFICERS)
"""Those who keep the registers of an area."""


class Person(Resource):
    """Somebody of the replica who may become a volunteer."""

    key = "person_id"
    person_id = person_scope()
    home_area = area_scope()


Person.see = (self_in(Person.person_id), role(*SECRETARIES).over(Person.home_area))


class Volunteer(Resource):
    """A registered volunteer (志愿者). `area` is the home area."""

    key = "volunteer_id"
    person_id = person_scope()
    area = area_scope()


Volunteer.see = (self_in(Volunteer.person_id), role(*SECRETARIES, GRID_WORKER).over(Volunteer.area))


class Team(Resource):
    """A volunteer team (志愿队伍). `leader_id` is the person who leads it now."""

    key = "team_id"
    team_id = team_scope()
    leader_id = person_scope()
    area = area_scope()


Team.see = (signed_in(),)


class Activity(Resource):
    """An activity of a team. `leader_id` is the person who answers for it."""

    key = "activity_id"
    team_id = team_scope()
    leader_id = person_scope()
    area = area_scope()


Activity.see = (signed_in(),)


class SignUp(Resource):
    """A person's sign-up (报名) for an activity."""

    key = "sign_up_id"
    person_id = person_scope()
    team_id = team_scope()
    leader_id = person_scope()
    area = area_scope()


SignUp.see = (
    self_in(SignUp.person_id),
    self_in(SignUp.leader_id),
    role(TEAM_LEADER).over(SignUp.team_id),
    role(*SECRETARIES).over(SignUp.area),
)


class Attendance(Resource):
    """A person's attendance (签到) at an activity, and the hours that came of it."""

    key = "attendance_id"
    person_id = person_scope()
    team_id = team_scope()
    leader_id = person_scope()
    area = area_scope()


Attendance.see = (
    self_in(Attendance.person_id),
    self_in(Attendance.leader_id),
    role(TEAM_LEADER).over(Attendance.team_id),
    role(*SECRETARIES).over(Attendance.area),
)


class Pairing(Resource):
    """A pairing (结对帮扶) of a helper with a household or a student. `helper_id` is a person's where a person helps."""

    key = "pairing_id"
    helper_id = person_scope()
    area = area_scope()


Pairing.see = (
    self_in(Pairing.helper_id),
    role(AID_WORKER, BRANCH_SECRETARY, COMMUNITY_SECRETARY).over(Pairing.area),
)

TEAM_KEEPERS = (
    role(TEAM_LEADER).over(Team.team_id),
    self_in(Team.leader_id),
    role(*SECRETARIES).over(Team.area),
)
"""Who keeps a team: its leader and the secretaries above it."""

ACTIVITY_KEEPERS = (
    role(TEAM_LEADER).over(Activity.team_id),
    self_in(Activity.leader_id),
    role(*SECRETARIES).over(Activity.area),
)
SIGN_UP_KEEPERS = (
    role(TEAM_LEADER).over(SignUp.team_id),
    self_in(SignUp.leader_id),
    role(*SECRETARIES).over(SignUp.area),
)
ATTENDANCE_KEEPERS = (
    role(TEAM_LEADER).over(Attendance.team_id),
    self_in(Attendance.leader_id),
    role(*SECRETARIES).over(Attendance.area),
)
