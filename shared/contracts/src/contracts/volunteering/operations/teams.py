"""Teams and seats (志愿队伍)."""

from __future__ import annotations

from contracts.access import Area, role, signed_in
from contracts.imports import ImportReply, request_of
from contracts.operations import Command, Import, Query
from contracts.roles import REGISTRAR
from contracts.volunteering.examples import AREA, LEADER, PERSON, TEAM
from contracts.volunteering.records import teams as records
from contracts.volunteering.replies import teams as replies
from contracts.volunteering.requests import teams as requests
from contracts.volunteering.resources import SECRETARIES, TEAM_KEEPERS, Team

_SEAT_REFUSALS = ("team_disbanded", "not_a_volunteer", "already_member", "team_full")

form_team = Command(
    "volunteering.form_team",
    "POST /teams",
    request=requests.FormTeam,
    reply=replies.Team,
    on=Area,
    allow=[role(*SECRETARIES).over(Area.area_id)],
    refuses=["team_kind_unknown", "team_name_taken", "not_a_volunteer"],
    about="Form a volunteer team (志愿队伍) of a kind that the area's pack knows; its leader takes the first seat.",
    example={
        "area_id": AREA,
        "name": "圳尾治安巡逻队",
        "kind": "patrol",
        "leader_id": LEADER,
    },
    status=201,
)
list_teams = Query(
    "volunteering.list_teams",
    "GET /teams",
    request=requests.ListTeams,
    reply=replies.TeamPage,
    allow=[signed_in()],
    about="Teams of an area and below it, with how many belong to each.",
    example={"area_id": AREA, "kind": "patrol"},
    paged=True,
)
show_team = Query(
    "volunteering.show_team",
    "GET /teams/{team_id}",
    request=requests.OfTeam,
    reply=replies.TeamWithRoster,
    on=Team,
    allow=[signed_in()],
    about="One team and who belongs to it now.",
    example={"team_id": TEAM},
)
add_member = Command(
    "volunteering.add_member",
    "POST /teams/{team_id}/members",
    request=requests.OfMember,
    reply=replies.Seat,
    on=Team,
    allow=TEAM_KEEPERS,
    refuses=_SEAT_REFUSALS,
    about="Give a registered volunteer a seat in the team.",
    example={"team_id": TEAM, "person_id": PERSON},
    status=201,
)
leave_team = Command(
    "volunteering.leave_team",
    "POST /teams/{team_id}/members/{person_id}/leave",
    request=requests.OfMember,
    reply=replies.Seat,
    on=Team,
    allow=[signed_in()],
    refuses=["not_a_member", "leader_must_hand_over", "not_for_others"],
    about="End a seat: one's own, or as keeper of the team anybody's. A leader hands over first.",
    example={"team_id": TEAM, "person_id": PERSON},
)
change_leader = Command(
    "volunteering.change_leader",
    "POST /teams/{team_id}/leader",
    request=requests.OfMember,
    reply=replies.Team,
    on=Team,
    allow=TEAM_KEEPERS,
    refuses=["team_disbanded", "not_a_volunteer", "already_leader", "team_full"],
    about="Hand the team over: the new leader takes the leader's seat, the old one stays as a member.",
    example={"team_id": TEAM, "person_id": PERSON},
    edits=True,
)
rename_team = Command(
    "volunteering.rename_team",
    "POST /teams/{team_id}/name",
    request=requests.RenameTeam,
    reply=replies.Team,
    on=Team,
    allow=TEAM_KEEPERS,
    refuses=["team_disbanded", "team_name_taken"],
    about="Give the team another name, unique among the area's standing teams.",
    example={"team_id": TEAM, "name": "圳尾夜间巡逻队"},
    edits=True,
)
disband_team = Command(
    "volunteering.disband_team",
    "POST /teams/{team_id}/disband",
    request=requests.OfTeam,
    reply=replies.Team,
    on=Team,
    allow=[role(*SECRETARIES).over(Team.area)],
    refuses=["team_disbanded"],
    about="Disband the team: all seats end and its planned activities are cancelled.",
    example={"team_id": TEAM},
)

import_teams = Import(
    "volunteering.import_teams",
    "POST /teams/imports",
    request=request_of(records.TeamRecord),
    reply=ImportReply,
    record=records.TeamRecord,
    allow=[role(REGISTRAR).anywhere()],
    refuses=[
        "out_of_area",
        "team_kind_unknown",
        "team_name_taken",
        "not_a_volunteer",
        "already_member",
        "team_full",
        "left_before_joining",
        "outside_team_life",
        "date_in_future",
    ],
    about="Enter teams of the past with their rosters; a record with one bad member is refused whole.",
    example={
        "dry_run": True,
        "records": [
            {
                "record_key": "1",
                "source": "圳尾社区志愿队伍花名册",
                "area_id": AREA,
                "name": "圳尾治安巡逻队",
                "kind": "patrol",
                "leader_id": LEADER,
                "formed_on": "2009-01-01",
                "members": [{"person_id": PERSON, "joined_on": "2009-01-01"}],
            }
        ],
    },
)
import_seats = Import(
    "volunteering.import_seats",
    "POST /seats/imports",
    request=request_of(records.SeatRecord),
    reply=ImportReply,
    record=records.SeatRecord,
    allow=[role(REGISTRAR).anywhere()],
    refuses=[
        "out_of_area",
        "team_unknown",
        "not_a_volunteer",
        "already_member",
        "team_full",
        "left_before_joining",
        "outside_team_life",
        "date_in_future",
    ],
    about="Enter stays in teams that are in the register already.",
    example={
        "dry_run": True,
        "records": [
            {
                "record_key": "1",
                "source": "圳尾社区志愿队伍花名册",
                "team_id": TEAM,
                "person_id": PERSON,
                "joined_on": "2010-01-01",
                "left_on": "2010-12-31",
            }
        ],
    },
)
