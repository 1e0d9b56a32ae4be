"""What may be asked of patrol: plan a night, fill its roster, check in, close it; read what was kept."""

from __future__ import annotations

from contracts.access import Area, Clause, Resource, area_scope, role, signed_in, team_scope
from contracts.imports import ImportReply, request_of
from contracts.operations import Command, Import, Query
from contracts.patrol import schemas
from contracts.roles import OFFICERS, PATROL_CAPTAIN, PATROL_MEMBER, REGISTRAR

EXAMPLE_AREA = "01890a5d-ac96-774b-bcce-b302099a8057"
EXAMPLE_TEAM = "01890a5d-ac96-7232-b144-c1635dff6aa8"
EXAMPLE_SHIFT = "01890a5d-ac96-7a63-a15d-d28bfbab8a69"
EXAMPLE_PERSON = "01890a5d-ac96-741d-981b-957d9f06d86e"
EXAMPLE_CHECKPOINT = "01890a5d-ac96-7cf2-9a5e-0f6e3f8b7f11"


class Team(Resource):
    """A volunteer team as patrol's replica knows it. Teams belong to volunteering."""

    key = "team_id"
    team_id = team_scope()
    area = area_scope()
    see = (signed_in(),)


class Shift(Resource):
    """A team's shift of one night (巡逻班次)."""

    key = "shift_id"
    team_id = team_scope()
    area = area_scope()
    see = (role(*schemas.WATCHERS).over(team_id), role(*schemas.WATCHERS).over(area))


class Checkpoint(Resource):
    """A place that patrols pass (巡更点)."""

    key = "checkpoint_id"
    area = area_scope()
    see = (signed_in(),)


LEAD_TEAM: tuple[Clause, ...] = (
    role(PATROL_CAPTAIN).over(Team.team_id),
    role(PATROL_CAPTAIN, *OFFICERS).over(Team.area),
)
LEAD_SHIFT: tuple[Clause, ...] = (
    role(PATROL_CAPTAIN).over(Shift.team_id),
    role(PATROL_CAPTAIN, *OFFICERS).over(Shift.area),
)
SERVE: tuple[Clause, ...] = (
    *LEAD_SHIFT,
    role(PATROL_MEMBER).over(Shift.team_id),
    role(PATROL_MEMBER).over(Shift.area),
)
"""Members act for themselves only; who leads may act for any member."""

plan_shift = Command(
    "patrol.plan_shift",
    "POST /shifts",
    request=schemas.PlanShift,
    reply=schemas.Shift,
    on=Team,
    allow=LEAD_TEAM,
    refuses=[
        "team_not_on_patrol",
        "team_disbanded",
        "area_unknown",
        "area_beyond_team",
        "hours_too_long",
        "night_is_over",
        "shift_exists",
    ],
    about="Plans a patrol team's shift of one night, 19:30 to 22:00 or as the area's pack says. One per team and night.",
    example={"team_id": EXAMPLE_TEAM, "area_id": EXAMPLE_AREA, "night": "2031-06-15"},
    status=201,
)

list_shifts = Query(
    "patrol.list_shifts",
    "GET /shifts",
    request=schemas.ListShifts,
    reply=schemas.ShiftPage,
    allow=Shift.see,
    refuses=["cursor_invalid"],
    about="Shifts that the caller may see, latest night first, each with how many were rostered and how many came.",
    example={"area_id": EXAMPLE_AREA, "month": "2011-06"},
    paged=True,
)

show_shift = Query(
    "patrol.show_shift",
    "GET /shifts/{shift_id}",
    request=schemas.ShiftId,
    reply=schemas.ShiftInFull,
    on=Shift,
    allow=Shift.see,
    about="One shift with its roster and its check-ins.",
    example={"shift_id": EXAMPLE_SHIFT},
)

roster_member = Command(
    "patrol.roster_member",
    "POST /shifts/{shift_id}/roster",
    request=schemas.RosterMember,
    reply=schemas.RosterRow,
    on=Shift,
    allow=SERVE,
    refuses=["shift_not_planned", "not_for_others", "not_in_team", "already_on_roster"],
    about="Puts a member of the team on the shift's roster (排班). Members put themselves, captains anyone of the team.",
    example={"shift_id": EXAMPLE_SHIFT, "person_id": EXAMPLE_PERSON},
    status=201,
)

strike_member = Command(
    "patrol.strike_member",
    "DELETE /shifts/{shift_id}/roster/{person_id}",
    request=schemas.RosterMember,
    reply=schemas.Shift,
    on=Shift,
    allow=SERVE,
    refuses=["shift_not_planned", "not_for_others", "not_on_roster", "already_checked_in"],
    about="Takes a member off the roster. Who has checked in stays on it.",
    example={"shift_id": EXAMPLE_SHIFT, "person_id": EXAMPLE_PERSON},
)

record_check_in = Command(
    "patrol.record_check_in",
    "POST /shifts/{shift_id}/check-ins",
    request=schemas.RecordCheckIn,
    reply=schemas.CheckIn,
    on=Shift,
    allow=SERVE,
    refuses=[
        "shift_not_planned",
        "not_for_others",
        "not_on_shift",
        "outside_hours",
        "not_yet",
        "checkpoint_unknown",
        "double_scan",
    ],
    about="Records that a member was there, from 15 minutes before the start to the end; later arrivals of offline "
    "check-ins are taken until the shift is closed. Append-only.",
    example={"shift_id": EXAMPLE_SHIFT, "person_id": EXAMPLE_PERSON, "at": "2031-06-15T19:31:00+08:00"},
    status=201,
)

close_shift = Command(
    "patrol.close_shift",
    "POST /shifts/{shift_id}/close",
    request=schemas.ShiftId,
    reply=schemas.Shift,
    on=Shift,
    allow=LEAD_SHIFT,
    refuses=["shift_not_planned", "shift_not_over"],
    about="Closes a shift after its end: completed if enough members checked in and its hours were covered, else "
    "missed. The clock closes it if nobody does.",
    example={"shift_id": EXAMPLE_SHIFT},
)

call_off_shift = Command(
    "patrol.call_off_shift",
    "POST /shifts/{shift_id}/call-off",
    request=schemas.CallOffShift,
    reply=schemas.Shift,
    on=Shift,
    allow=LEAD_SHIFT,
    refuses=["shift_not_planned", "shift_begun"],
    about="Calls a shift off before it begins (typhoon, another team takes the night). It counts as nothing.",
    example={"shift_id": EXAMPLE_SHIFT, "reason": "台风停巡"},
)

place_checkpoint = Command(
    "patrol.place_checkpoint",
    "POST /checkpoints",
    request=schemas.PlaceCheckpoint,
    reply=schemas.Checkpoint,
    on=Area,
    allow=[role(PATROL_CAPTAIN, *OFFICERS).over(Area.area_id)],
    refuses=["checkpoint_exists"],
    about="Places a checkpoint (巡更点) in an area. Its position may be given as phones report it and is kept as WGS-84.",
    example={
        "area_id": EXAMPLE_AREA,
        "name": "小区南门",
        "latitude": 24.4795,
        "longitude": 118.0894,
        "system": "gcj02",
    },
    status=201,
)

list_checkpoints = Query(
    "patrol.list_checkpoints",
    "GET /checkpoints",
    request=schemas.ListCheckpoints,
    reply=schemas.CheckpointPage,
    on=Area,
    allow=[signed_in()],
    refuses=["cursor_invalid"],
    about="The checkpoints in use in an area and below it, by name.",
    example={"area_id": EXAMPLE_AREA},
    paged=True,
)

retire_checkpoint = Command(
    "patrol.retire_checkpoint",
    "POST /checkpoints/{checkpoint_id}/retire",
    request=schemas.CheckpointId,
    reply=schemas.Checkpoint,
    on=Checkpoint,
    allow=[role(PATROL_CAPTAIN, *OFFICERS).over(Checkpoint.area)],
    refuses=["checkpoint_retired"],
    about="Takes a checkpoint out of use; check-ins made there stay.",
    example={"checkpoint_id": EXAMPLE_CHECKPOINT},
)

import_shifts = Import(
    "patrol.import_shifts",
    "POST /shifts/imports",
    record=schemas.ImportedShift,
    request=request_of(schemas.ImportedShift),
    reply=ImportReply,
    allow=[role(REGISTRAR).anywhere()],
    refuses=[
        "out_of_area",
        "team_unknown",
        "team_not_on_patrol",
        "area_beyond_team",
        "hours_too_long",
        "team_disbanded",
        "night_not_over",
        "shift_exists",
        "not_in_team",
        "not_on_shift",
        "outside_hours",
        "checkpoint_unknown",
    ],
    about="Enters past nights with their check-ins under the rules of the live door; each is closed at once.",
    example={
        "dry_run": True,
        "records": [
            {
                "record_key": "2011-06-15",
                "source": "巡逻签到簿 2011",
                "team_id": EXAMPLE_TEAM,
                "area_id": EXAMPLE_AREA,
                "night": "2011-06-15",
                "check_ins": [
                    {"person_id": EXAMPLE_PERSON, "at": "2011-06-15T19:31:00+08:00"},
                    {"person_id": "01890a5d-ac96-718e-9f43-2dd944636989", "at": "2011-06-15T19:36:00+08:00"},
                ],
            }
        ],
    },
)
