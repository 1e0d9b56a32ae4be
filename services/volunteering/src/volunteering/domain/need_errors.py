"""How stations, needs and matches say no, in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class StationKindUnknown(BrokenRule):
    code = "station_kind_unknown"
    zh = "本辖区的机制包没有此类服务站"
    en = "The area's pack knows no such kind of station"
    kind = "invalid"
    field = "kind"


class StationNameTaken(BrokenRule):
    code = "station_name_taken"
    zh = "本辖区已有同名服务站"
    en = "An open station of the area has this name"
    kind = "conflict"
    field = "name"


class StationClosed(BrokenRule):
    code = "station_closed"
    zh = "服务站已撤销"
    en = "The station is closed"


class StationHasNeeds(BrokenRule):
    code = "station_has_needs"
    zh = "服务站还有未办结的需求"
    en = "The station has needs that are not closed"


class NeedCategoryUnknown(BrokenRule):
    code = "need_category_unknown"
    zh = "本辖区的机制包没有此类需求"
    en = "The area's pack knows no such category"
    kind = "invalid"
    field = "category"


class WindowIncomplete(BrokenRule):
    code = "window_incomplete"
    zh = "开始与结束时间须同时填写"
    en = "A time has a beginning and an end"
    kind = "invalid"
    field = "starts_at"


class NeedNotThereYet(BrokenRule):
    code = "need_not_there_yet"
    zh = "需求当前状态不能这样办理"
    en = "The need does not stand where this could be done"


class InNoTeam(BrokenRule):
    code = "in_no_team"
    zh = "此人不属于能承接的队伍"
    en = "This volunteer has no seat in a team that could be sent"
    kind = "conflict"
    field = "person_id"


class HelpsOwnNeed(BrokenRule):
    code = "helps_own_need"
    zh = "不能帮自己的需求"
    en = "Nobody helps with their own need"
    kind = "invalid"
    field = "person_id"


class AlreadyAsked(BrokenRule):
    code = "already_asked"
    zh = "已征询此人"
    en = "This volunteer was asked already"
    kind = "conflict"
    field = "person_id"


class MatchSettled(BrokenRule):
    code = "match_settled"
    zh = "该匹配已有结果"
    en = "This asking was settled before"


class KeptByAskingService(BrokenRule):
    code = "kept_by_asking_service"
    zh = "由发起服务确认"
    en = "Whoever asked for this duty says whether it was done"


class MinutesFromTheFuture(BrokenRule):
    code = "minutes_from_the_future"
    zh = "时长超过已经过的时间"
    en = "More minutes than have passed since it began"
    kind = "invalid"
    field = "minutes"


class ReopenedTooLate(BrokenRule):
    code = "reopened_too_late"
    zh = "已过可重新提出的期限"
    en = "It was closed too long ago to be opened again"
