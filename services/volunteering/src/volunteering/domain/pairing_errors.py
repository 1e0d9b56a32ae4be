"""How pairings say no, in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class AreaTooSmall(BrokenRule):
    code = "area_too_small"
    zh = "辖区过小，会暴露受助者"
    en = "The area would tell who is helped: name a community or above"
    kind = "invalid"
    field = "area_id"


class HelperUnknown(BrokenRule):
    code = "helper_unknown"
    zh = "没有此帮扶人或单位"
    en = "There is no such helper"
    kind = "missing"
    field = "helper_id"


class HelpedUnknown(BrokenRule):
    code = "helped_unknown"
    zh = "没有此受助家庭或学生"
    en = "There is no such household or student"
    kind = "missing"
    field = "helped_id"


class HelpedElsewhere(BrokenRule):
    code = "helped_elsewhere"
    zh = "受助家庭不在该辖区"
    en = "The household does not lie in the area"
    kind = "invalid"
    field = "helped_id"


class HelpsOneself(BrokenRule):
    code = "helps_oneself"
    zh = "不能与自己结对"
    en = "Nobody is paired with themselves"
    kind = "invalid"
    field = "helper_id"


class AlreadyPaired(BrokenRule):
    code = "already_paired"
    zh = "双方已结对"
    en = "This helper and this helped are paired at that time"
    field = "helped_id"


class PairingOver(BrokenRule):
    code = "pairing_over"
    zh = "结对已结束"
    en = "The pairing has ended"


class BeforePairingStarted(BrokenRule):
    code = "before_pairing_started"
    zh = "日期早于结对开始"
    en = "The date lies before the pairing's start"
    kind = "invalid"
    field = "on"


class OutcomeNotForHelped(BrokenRule):
    code = "outcome_not_for_helped"
    zh = "该成果不适用于此受助对象"
    en = "This outcome is not for this kind of helped"
    kind = "invalid"
    field = "outcome"


class OutcomeIncomplete(BrokenRule):
    code = "outcome_incomplete"
    zh = "成果与日期须同时填写"
    en = "An outcome comes with its date"
    kind = "invalid"
    field = "outcome_on"


class EndIncomplete(BrokenRule):
    code = "end_incomplete"
    zh = "结束日期与原因须同时填写"
    en = "An end comes with its date and reason"
    kind = "invalid"
    field = "end_reason"


class OutcomeAfterEnd(BrokenRule):
    code = "outcome_after_end"
    zh = "成果在结对结束之后"
    en = "The outcome came after the pairing's end"
    field = "outcome_on"


class NotWhilePaired(BrokenRule):
    code = "not_while_paired"
    zh = "该日不在结对期内"
    en = "The pairing did not stand on this day"
    field = "on"


class AlreadyVisited(BrokenRule):
    code = "already_visited"
    zh = "该日已登记走访"
    en = "A visit of this day is noted already"
    field = "on"


class PairingVisitUnknown(BrokenRule):
    code = "pairing_visit_unknown"
    zh = "没有此走访记录"
    en = "The pairing has no such visit"
    kind = "missing"
    field = "visit_id"


class PairingGiftUnknown(BrokenRule):
    code = "pairing_gift_unknown"
    zh = "没有此赠礼记录"
    en = "The pairing has no such gift"
    kind = "missing"
    field = "gift_id"


class ContactAlreadyStruck(BrokenRule):
    code = "contact_already_struck"
    zh = "该走访或赠礼已冲销"
    en = "The visit or gift was struck before"
