"""Patrol's door: its table of contents."""

from __future__ import annotations

from contracts.membership.events import PersonDiedV1, PersonErasureOrderedV1, RestructuringAnnouncedV1
from contracts.patrol import operations as ops
from contracts.volunteering.events import (
    TeamChangedV1,
    TeamDisbandedV1,
    TeamFormedV1,
    VolunteerAssignedV1,
    VolunteerWithdrawnV1,
)
from patrol import queries
from patrol.domain.checkpoint import Checkpoint
from patrol.domain.errors import CheckpointExists, ShiftExists
from patrol.domain.shift import CheckIn, RosterEntry, Shift
from patrol.domain.team import Seat, Team
from patrol.use_cases import check_ins, checkpoints, erasure, imports, restructurings, roster, shifts, teams
from runtime.copies import Holding
from runtime.doors import Door

door = Door("patrol")
serve, react, when, every = door.serve, door.react, door.when, door.every
guard, constraint = door.guard, door.constraint

door.hold(
    Holding("teams_led", Team.__table__, by=("leader_id",)),
    Holding("team_seats", Seat.__table__),
    Holding("rosters", RosterEntry.__table__),
    Holding("check_ins", CheckIn.__table__),
)

guard(ops.Team, Team)
guard(ops.Shift, Shift)
guard(ops.Checkpoint, Checkpoint)

serve(ops.plan_shift, shifts.plan_shift)
serve(ops.list_shifts, queries.list_shifts)
serve(ops.show_shift, queries.show_shift)
serve(ops.roster_member, roster.roster_member)
serve(ops.strike_member, roster.strike_member)
serve(ops.record_check_in, check_ins.record_check_in)
serve(ops.close_shift, shifts.close_shift)
serve(ops.call_off_shift, shifts.call_off_shift)
serve(ops.place_checkpoint, checkpoints.place_checkpoint)
serve(ops.list_checkpoints, queries.list_checkpoints)
serve(ops.retire_checkpoint, checkpoints.retire_checkpoint)
serve(ops.import_shifts, imports.import_shifts)

react(TeamFormedV1, teams.keep_team)
react(TeamChangedV1, teams.change_team)
react(TeamDisbandedV1, teams.disband_team)
react(VolunteerAssignedV1, roster.take_volunteer)
react(VolunteerWithdrawnV1, roster.release_volunteer)
react(PersonDiedV1, teams.mourn)
react(PersonErasureOrderedV1, erasure.erase)
react(RestructuringAnnouncedV1, restructurings.acknowledge)

when(shifts.WATCH_ROSTER, shifts.watch_roster)
when(shifts.CLOSE_SHIFT, shifts.close_when_due)
every(minutes=10, job=check_ins.coarsen)

constraint("one_shift_per_team_and_night", ShiftExists)
constraint("one_checkpoint_per_area_and_name", CheckpointExists)
