"""How sites, campaigns, prizes and camps say no, in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class SiteKindUnknown(BrokenRule):
    code = "site_kind_unknown"
    zh = "本辖区的机制包没有此类阵地"
    en = "The area's pack knows no such kind of place"
    kind = "invalid"
    field = "kind"


class SiteNameTaken(BrokenRule):
    code = "site_name_taken"
    zh = "本辖区已有同名阵地"
    en = "An open place of the area has this name"
    kind = "conflict"
    field = "name"


class SiteClosed(BrokenRule):
    code = "site_closed"
    zh = "阵地已撤销"
    en = "The place was given up"


class SpanTooLong(BrokenRule):
    code = "span_too_long"
    zh = "一次最多查询一年"
    en = "A year of days at most is shown at once"
    kind = "invalid"
    field = "last_day"


class CampaignOverlaps(BrokenRule):
    code = "campaign_overlaps"
    zh = "同一项目在此期间已有主题活动"
    en = "The area has a campaign of this programme on some of these days"
    kind = "conflict"
    field = "first_on"


class CampaignConcluded(BrokenRule):
    code = "campaign_concluded"
    zh = "主题活动已总结"
    en = "The campaign is concluded"


class CampaignWithdrawn(BrokenRule):
    code = "campaign_withdrawn"
    zh = "主题活动已撤回"
    en = "The campaign was withdrawn"


class CampaignNotOver(BrokenRule):
    code = "campaign_not_over"
    zh = "主题活动尚未结束"
    en = "The campaign's last day has not passed"


class CampaignHasOpenActivities(BrokenRule):
    code = "campaign_has_open_activities"
    zh = "尚有未结束或未取消的活动"
    en = "Some activities of the campaign were neither closed nor called off"


class CampaignWithoutActivities(BrokenRule):
    code = "campaign_without_activities"
    zh = "期间没有开展任何活动"
    en = "Nothing was held for the campaign"


class PrizeAlreadyRecorded(BrokenRule):
    code = "prize_already_recorded"
    zh = "此凭证已登记过奖项"
    en = "A prize stands on this evidence already"
    kind = "conflict"
    field = "evidence"


class PrizeUnknown(BrokenRule):
    code = "prize_unknown"
    zh = "没有此奖项"
    en = "The activity has no such prize"
    kind = "missing"
    field = "prize_id"


class PrizeAlreadyStruck(BrokenRule):
    code = "prize_already_struck"
    zh = "奖项已撤销"
    en = "The prize was struck before"


class CampUnknown(BrokenRule):
    code = "camp_unknown"
    zh = "没有此夏令营"
    en = "There is no such camp"
    kind = "missing"
    field = "camp_id"


class CampOver(BrokenRule):
    code = "camp_over"
    zh = "夏令营已结束"
    en = "The camp is over"


class CampNotOver(BrokenRule):
    code = "camp_not_over"
    zh = "夏令营尚未结束"
    en = "The camp's last day has not passed"


class CampHasChildren(BrokenRule):
    code = "camp_has_children"
    zh = "已有营员到营，不能取消"
    en = "Children have come to the camp already"


class CampFull(BrokenRule):
    code = "camp_full"
    zh = "夏令营名额已满"
    en = "No place is left in the camp"


class NotAChild(BrokenRule):
    code = "not_a_child"
    zh = "夏令营只接收未成年人"
    en = "A camp is for minors"
    kind = "invalid"
    field = "person_id"


class AlreadyEnrolled(BrokenRule):
    code = "already_enrolled"
    zh = "已经报名此夏令营"
    en = "The child has a place in this camp"
    kind = "conflict"
    field = "person_id"


class PlaceGivenUp(BrokenRule):
    code = "place_given_up"
    zh = "名额已退"
    en = "The place was given up"


class DayOutsideCamp(BrokenRule):
    code = "day_outside_camp"
    zh = "不在夏令营期间"
    en = "The camp does not last on this day"
    kind = "invalid"
    field = "on"


class AlreadyPresent(BrokenRule):
    code = "already_present"
    zh = "当天已签到"
    en = "The child was noted present on this day before"
    kind = "conflict"
    field = "on"
