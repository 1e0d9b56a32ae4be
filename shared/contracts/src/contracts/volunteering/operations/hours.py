"""Attendances and the hours that came of them (签到, 服务时长)."""

from __future__ import annotations

from contracts.access import role, self_in, signed_in
from contracts.imports import ImportReply, request_of
from contracts.operations import Command, Import, Query
from contracts.roles import REGISTRAR
from contracts.volunteering.examples import ACTIVITY, AREA, ATTENDANCE, PERSON, TEAM
from contracts.volunteering.records import hours as records
from contracts.volunteering.replies import hours as replies
from contracts.volunteering.requests import hours as requests
from contracts.volunteering.resources import ACTIVITY_KEEPERS, ATTENDANCE_KEEPERS, Activity, Attendance

_SHEET_LINE = {
    "record_key": "sheet-2011-11-05/1",
    "source": "圳尾社区活动签到表",
    "activity_key": "sheet-2011-11-05",
    "team_id": TEAM,
    "area_id": AREA,
    "title": "清理楼道",
    "starts_at": "2011-11-05T01:00:00+00:00",
    "ends_at": "2011-11-05T03:00:00+00:00",
    "seats": 20,
    "person_id": PERSON,
    "checked_in_at": "2011-11-05T00:55:00+00:00",
    "minutes": 120,
}

check_in = Command(
    "volunteering.check_in",
    "POST /activities/{activity_id}/check-ins",
    request=requests.CheckIn,
    reply=replies.Attendance,
    on=Activity,
    allow=[signed_in()],
    refuses=[
        "activity_not_open",
        "attendance_kept_elsewhere",
        "not_signed_up",
        "not_a_volunteer",
        "members_only",
        "already_checked_in",
        "outside_check_in_window",
        "check_in_from_the_future",
        "overlapping_sign_up",
        "activity_full",
        "not_for_others",
        "check_in_code_needed",
        "check_in_code_forged",
        "check_in_code_stale",
        "part_needed",
        "part_unknown",
        "skill_missing",
    ],
    about="Check in (签到) by the code shown on the spot, now or handed in later; the keeper checks in and lets in without.",
    example={"activity_id": ACTIVITY, "at": "2031-11-05T00:55:00+00:00"},
    status=201,
)
show_check_in_code = Query(
    "volunteering.show_check_in_code",
    "GET /activities/{activity_id}/check-in-code",
    request=requests.OfActivity,
    reply=replies.CheckInCode,
    on=Activity,
    allow=ACTIVITY_KEEPERS,
    refuses=["activity_not_open", "attendance_kept_elsewhere"],
    about="The code that those who come check in by (签到码), signed and changing all the time.",
    example={"activity_id": ACTIVITY},
)
check_out = Command(
    "volunteering.check_out",
    "POST /attendances/{attendance_id}/check-out",
    request=requests.CheckOut,
    reply=replies.Attendance,
    on=Attendance,
    allow=[self_in(Attendance.person_id), *ATTENDANCE_KEEPERS],
    refuses=[
        "already_checked_out",
        "check_out_before_check_in",
        "check_in_from_the_future",
    ],
    about="Check out (签退).",
    example={"attendance_id": ATTENDANCE},
)
list_attendances = Query(
    "volunteering.list_attendances",
    "GET /attendances",
    request=requests.ListAttendances,
    reply=replies.AttendancePage,
    allow=[signed_in()],
    about="The attendances the caller may see: one's own, or as keeper those of the team or area; with what counts.",
    example={"activity_id": ACTIVITY},
    paged=True,
)
approve_hours = Command(
    "volunteering.approve_hours",
    "POST /attendances/{attendance_id}/approve",
    request=requests.ApproveHours,
    reply=replies.Attendance,
    on=Attendance,
    allow=ATTENDANCE_KEEPERS,
    refuses=[
        "own_hours",
        "minutes_exceed_activity",
        "hours_already_approved",
        "activity_not_over",
    ],
    about="Approve the minutes somebody served in an activity that is over, once; nobody approves their own.",
    example={"attendance_id": ATTENDANCE, "minutes": 120},
)
reverse_hours = Command(
    "volunteering.reverse_hours",
    "POST /attendances/{attendance_id}/reverse",
    request=requests.ReverseHours,
    reply=replies.Attendance,
    on=Attendance,
    allow=ATTENDANCE_KEEPERS,
    refuses=["own_hours", "hours_not_approved", "hours_already_reversed"],
    about="Strike approved hours (冲销) with a reason: an entry is added, none is changed.",
    example={"attendance_id": ATTENDANCE, "reason": "recorded_in_error"},
)

import_attendances = Import(
    "volunteering.import_attendances",
    "POST /attendances/imports",
    request=request_of(records.AttendanceRecord),
    reply=ImportReply,
    record=records.AttendanceRecord,
    allow=[role(REGISTRAR).anywhere()],
    refuses=[
        "out_of_area",
        "area_unknown",
        "programme_unknown",
        "team_unknown",
        "outside_team_life",
        "ends_before_start",
        "sheet_contradicts",
        "not_a_volunteer",
        "already_signed_up",
        "already_checked_in",
        "overlapping_sign_up",
        "activity_full",
        "outside_check_in_window",
        "minutes_exceed_activity",
        "hours_without_attendance",
        "hours_not_approved",
        "date_in_future",
    ],
    about="Enter the sign-in sheets of past activities, a record per person, with approved and reversed hours.",
    example={"dry_run": True, "records": [_SHEET_LINE]},
)
