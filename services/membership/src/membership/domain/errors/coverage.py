"""Broken rules of coverage (组建覆盖), part-time seats (兼职委员) and disclosure (亮身份)."""

from __future__ import annotations

from kernel.rules import BrokenRule


class DesignationRepeated(BrokenRule):
    """The area is that in this time already."""

    code = "designation_repeated"
    zh = "该区域该时段已如此认定"
    en = "The area is that in this time already"


class DesignationKindOfArea(BrokenRule):
    """Only buildings are commercial buildings."""

    code = "designation_kind_of_area"
    zh = "只有楼幢可认定为商务楼宇"
    en = "Only buildings are commercial buildings"
    kind = "invalid"
    field = "area_id"


class CoverageRepeated(BrokenRule):
    """The organisation covers it in this time already."""

    code = "coverage_repeated"
    zh = "该组织该时段已覆盖此处"
    en = "The organisation covers it in this time already"


class CoveredUnknown(BrokenRule):
    """There is no such building or firm."""

    code = "covered_unknown"
    zh = "没有这座楼宇或这家企业"
    en = "There is no such building or firm"
    kind = "invalid"
    field = "covered_id"


class CoverageNeedsPartyOrganisation(BrokenRule):
    """Party organisations cover buildings and firms."""

    code = "coverage_needs_party_organisation"
    zh = "只有党组织可登记组建覆盖"
    en = "Party organisations cover buildings and firms"
    kind = "invalid"
    field = "organisation_id"


class CoverageOver(BrokenRule):
    """It has ended."""

    code = "coverage_over"
    zh = "已结束"
    en = "It has ended"


class CoverageDaysWrong(BrokenRule):
    """It ends after the day it began."""

    code = "coverage_days_wrong"
    zh = "结束日期须晚于开始日期"
    en = "It ends after the day it began"
    kind = "invalid"
    field = "until"


class SeatEnded(BrokenRule):
    """The seat has ended."""

    code = "seat_ended"
    zh = "该席位已结束"
    en = "The seat has ended"


class SeatDaysWrong(BrokenRule):
    """That is before the seat was opened or last taken."""

    code = "seat_days_wrong"
    zh = "就任日期早于席位设立或前任就任"
    en = "That is before the seat was opened or last taken"
    kind = "invalid"
    field = "taken_on"


class MemberNotMain(BrokenRule):
    """Members are shown by their main place, floating ones by the place where they live."""

    code = "member_not_main"
    zh = "亮身份以所在支部或党小组为准，流动党员以登记的社区为准"
    en = "Members are shown by their main place, floating ones by the place where they live"
    kind = "invalid"
    field = "seat_id"


class DisclosedAlready(BrokenRule):
    """The member has agreed already."""

    code = "disclosed_already"
    zh = "已亮身份"
    en = "The member has agreed already"


class NotDisclosed(BrokenRule):
    """The member has not agreed to be shown."""

    code = "not_disclosed"
    zh = "尚未亮身份"
    en = "The member has not agreed to be shown"


class BoardRepeated(BrokenRule):
    """The building has a board already."""

    code = "board_repeated"
    zh = "该楼幢已有公示栏"
    en = "The building has a board already"


class BoardWithdrawn(BrokenRule):
    """The board has been taken down."""

    code = "board_withdrawn"
    zh = "公示栏已撤下"
    en = "The board has been taken down"
