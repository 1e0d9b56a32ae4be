"""Activities are public life; who signed up and who came is the volunteer's own affair, the leader's and the officers'."""

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


class ActivitySeries(Resource):
    """Activities that come again. `leader_id` is the person who answers for them."""

    key = "series_id"
    team_id = team_scope()
    leader_id = person_scope()
    area = area_scope()


ActivitySeries.see = (signed_in(),)


class Swap(Resource):
    """An offer of one volunteer to another to change seats: theirs alone."""

    key = "swap_id"
    proposer_id = person_scope()
    asked_id = person_scope()


Swap.see = (self_in(Swap.proposer_id), self_in(Swap.asked_id))

SERIES_KEEPERS = (
    role(TEAM_LEADER).over(ActivitySeries.team_id),
    self_in(ActivitySeries.leader_id),
    role(*SECRETARIES).over(ActivitySeries.area),
)
