"""Activities and sign-ups (活动, 报名)."""

from __future__ import annotations

from contracts.access import self_in, signed_in
from contracts.operations import Command, Query
from contracts.volunteering.examples import ACTIVITY, AREA, OUTPUT, SIGN_UP, TEAM
from contracts.volunteering.replies import activities as replies
from contracts.volunteering.requests import activities as requests
from contracts.volunteering.resources import (
    ACTIVITY_KEEPERS,
    SIGN_UP_KEEPERS,
    TEAM_KEEPERS,
    Activity,
    SignUp,
    Team,
)

_SIGN_UP_REFUSALS = (
    "activity_not_open",
    "not_a_volunteer",
    "members_only",
    "already_signed_up",
    "overlapping_sign_up",
    "activity_full",
    "not_for_others",
    "part_needed",
    "part_unknown",
    "skill_missing",
)

plan_activity = Command(
    "volunteering.plan_activity",
    "POST /activities",
    request=requests.PlanActivity,
    reply=replies.ActivityWithParts,
    on=Team,
    allow=TEAM_KEEPERS,
    refuses=[
        "team_disbanded",
        "area_unknown",
        "ends_before_start",
        "activity_in_the_past",
        "programme_unknown",
        "part_outside_activity",
    ],
    about="Plan an activity (活动) of the team with a number of seats.",
    example={
        "team_id": TEAM,
        "area_id": AREA,
        "title": "清理楼道",
        "starts_at": "2031-11-05T01:00:00+00:00",
        "ends_at": "2031-11-05T03:00:00+00:00",
        "seats": 20,
        "programme": "neighbours_tidy",
    },
    status=201,
)
list_activities = Query(
    "volunteering.list_activities",
    "GET /activities",
    request=requests.ListActivities,
    reply=replies.ActivityPage,
    allow=[signed_in()],
    about="Activities of an area and below it, or of a team, by time.",
    example={"area_id": AREA, "state": "planned"},
    paged=True,
)
show_activity = Query(
    "volunteering.show_activity",
    "GET /activities/{activity_id}",
    request=requests.OfActivity,
    reply=replies.ActivityWithParts,
    on=Activity,
    allow=[signed_in()],
    about="One activity with its seats and parts.",
    example={"activity_id": ACTIVITY},
)
sign_up = Command(
    "volunteering.sign_up",
    "POST /activities/{activity_id}/sign-ups",
    request=requests.SignUpFor,
    reply=replies.SignUp,
    on=Activity,
    allow=[signed_in()],
    refuses=_SIGN_UP_REFUSALS,
    about="Sign up (报名) oneself, or as keeper of the activity a volunteer; when full, wait or be refused.",
    example={"activity_id": ACTIVITY},
    status=201,
)
list_sign_ups = Query(
    "volunteering.list_sign_ups",
    "GET /activities/{activity_id}/sign-ups",
    request=requests.ListSignUps,
    reply=replies.SignUpPage,
    on=Activity,
    allow=[signed_in()],
    about="The sign-ups the caller may see: one's own, or as keeper all.",
    example={"activity_id": ACTIVITY},
    paged=True,
)
cancel_sign_up = Command(
    "volunteering.cancel_sign_up",
    "POST /sign-ups/{sign_up_id}/cancel",
    request=requests.CancelSignUp,
    reply=replies.SignUp,
    on=SignUp,
    allow=[self_in(SignUp.person_id), *SIGN_UP_KEEPERS],
    refuses=["sign_up_not_open", "already_checked_in", "notice_too_short"],
    about="Give a seat or a place on the waiting list back; the next who waits moves up. Late, a reason is needed.",
    example={"sign_up_id": SIGN_UP},
)
close_activity = Command(
    "volunteering.close_activity",
    "POST /activities/{activity_id}/close",
    request=requests.OfActivity,
    reply=replies.ActivityClosed,
    on=Activity,
    allow=ACTIVITY_KEEPERS,
    refuses=["activity_not_open", "activity_not_over", "attendance_kept_elsewhere"],
    about="Close an activity that is over: who had a seat and did not come is recorded as a no-show (爽约).",
    example={"activity_id": ACTIVITY},
)
cancel_activity = Command(
    "volunteering.cancel_activity",
    "POST /activities/{activity_id}/cancel",
    request=requests.CancelActivity,
    reply=replies.Activity,
    on=Activity,
    allow=ACTIVITY_KEEPERS,
    refuses=["activity_not_open", "activity_has_attendances"],
    about="Call an activity off before anybody came; its sign-ups end.",
    example={"activity_id": ACTIVITY, "reason": "typhoon"},
)
record_output = Command(
    "volunteering.record_output",
    "POST /activities/{activity_id}/outputs",
    request=requests.RecordOutput,
    reply=replies.Output,
    on=Activity,
    allow=ACTIVITY_KEEPERS,
    refuses=["activity_cancelled", "activity_not_begun", "unit_unknown"],
    about="Record what came of an activity (成果): a number of a unit that the area's pack knows.",
    example={"activity_id": ACTIVITY, "unit": "load", "number": 50},
    status=201,
)
strike_output = Command(
    "volunteering.strike_output",
    "POST /activities/{activity_id}/outputs/{output_id}/strike",
    request=requests.StrikeOutput,
    reply=replies.Output,
    on=Activity,
    allow=ACTIVITY_KEEPERS,
    refuses=["output_unknown", "output_already_struck"],
    about="Strike an output that was recorded wrongly: an entry is added, none is changed.",
    example={"activity_id": ACTIVITY, "output_id": OUTPUT, "reason": "recorded_in_error"},
)
list_outputs = Query(
    "volunteering.list_outputs",
    "GET /activities/{activity_id}/outputs",
    request=requests.ListOutputs,
    reply=replies.OutputPage,
    on=Activity,
    allow=[signed_in()],
    about="What came of an activity, struck entries among them.",
    example={"activity_id": ACTIVITY},
    paged=True,
)
