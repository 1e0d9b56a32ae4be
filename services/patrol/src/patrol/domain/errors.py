"""What patrol refuses, in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class TeamUnknown(BrokenRule):
    """The replica has not heard of the team, or there is none."""

    code = "team_unknown"
    zh = "没有这支队伍，或尚未同步到巡逻服务"
    en = "No such team is known here (yet)"
    kind = "missing"
    field = "team_id"


class TeamNotOnPatrol(BrokenRule):
    code = "team_not_on_patrol"
    zh = "该队伍不是治安巡逻队"
    en = "That team is no patrol team"
    kind = "invalid"
    field = "team_id"


class TeamDisbanded(BrokenRule):
    code = "team_disbanded"
    zh = "该队伍已解散"
    en = "That team has been disbanded"
    field = "team_id"


class AreaUnknown(BrokenRule):
    code = "area_unknown"
    zh = "没有这个区域"
    en = "No such area is known here (yet)"
    kind = "missing"
    field = "area_id"


class AreaBeyondTeam(BrokenRule):
    """A team patrols within its own area, or around the one it was formed in."""

    code = "area_beyond_team"
    zh = "该区域不在队伍的辖区内"
    en = "That area is not the team's"
    kind = "invalid"
    field = "area_id"


class HoursTooLong(BrokenRule):
    code = "hours_too_long"
    zh = "一班巡逻不得超过12小时"
    en = "A shift lasts twelve hours at most"
    kind = "invalid"
    field = "ends"


class NightIsOver(BrokenRule):
    """Past nights come in through the import door, with their source."""

    code = "night_is_over"
    zh = "该夜班次已经结束，历史班次请走补录"
    en = "That night is over; past nights are imported"
    field = "night"


class NightNotOver(BrokenRule):
    """The import door takes what has happened."""

    code = "night_not_over"
    zh = "该夜班次尚未结束，不能补录"
    en = "That night is not over yet: plan it instead"
    field = "night"


class ShiftExists(BrokenRule):
    code = "shift_exists"
    zh = "该队当晚已排班"
    en = "The team has a shift on that night already"
    field = "night"


class ShiftNotPlanned(BrokenRule):
    """It is closed or called off: nothing about it changes any more."""

    code = "shift_not_planned"
    zh = "该班次已结束或已取消"
    en = "The shift is closed or called off"


class ShiftNotOver(BrokenRule):
    code = "shift_not_over"
    zh = "班次尚未结束"
    en = "The shift is not over yet"


class ShiftBegun(BrokenRule):
    code = "shift_begun"
    zh = "班次已经开始，不能取消"
    en = "The shift has begun and cannot be called off"


class NotForOthers(BrokenRule):
    """Members sign up, give back and check in for themselves; who leads may do it for them."""

    code = "not_for_others"
    zh = "队员只能为本人办理"
    en = "Members act for themselves only"
    kind = "forbidden"
    field = "person_id"


class NotInTeam(BrokenRule):
    code = "not_in_team"
    zh = "该人员当日不是队员"
    en = "That person is not in the team on that night"
    field = "person_id"


class AlreadyOnRoster(BrokenRule):
    code = "already_on_roster"
    zh = "该人员已在班表上"
    en = "That person is on the roster already"
    field = "person_id"


class NotOnRoster(BrokenRule):
    code = "not_on_roster"
    zh = "该人员不在班表上"
    en = "That person is not on the roster"
    kind = "missing"
    field = "person_id"


class AlreadyCheckedIn(BrokenRule):
    code = "already_checked_in"
    zh = "该人员已签到，不能移出班表"
    en = "Who has checked in stays on the roster"
    field = "person_id"


class NotOnShift(BrokenRule):
    """Neither on the roster nor in the team."""

    code = "not_on_shift"
    zh = "该人员不在班表上，也不是队员"
    en = "That person is neither on the roster nor in the team"
    field = "person_id"


class OutsideHours(BrokenRule):
    code = "outside_hours"
    zh = "签到时间不在班次时段内"
    en = "That time is not within the shift's hours"
    kind = "invalid"
    field = "at"


class NotYet(BrokenRule):
    code = "not_yet"
    zh = "签到时间在将来"
    en = "That time has not come yet"
    kind = "invalid"
    field = "at"


class CheckpointUnknown(BrokenRule):
    code = "checkpoint_unknown"
    zh = "没有这个巡更点，或已停用"
    en = "No such checkpoint is in use"
    kind = "missing"
    field = "checkpoint_id"


class CheckpointExists(BrokenRule):
    code = "checkpoint_exists"
    zh = "该区域已有同名巡更点"
    en = "The area has a checkpoint of that name"
    field = "name"


class CheckpointRetired(BrokenRule):
    code = "checkpoint_retired"
    zh = "该巡更点已停用"
    en = "The checkpoint is out of use already"


class DoubleScan(BrokenRule):
    """The same card at the same checkpoint within minutes is one check-in."""

    code = "double_scan"
    zh = "重复签到"
    en = "That check-in has been made already"
    field = "at"
