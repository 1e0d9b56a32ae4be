"""How activities, series, swaps and cadences say no, in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class ProgrammeUnknown(BrokenRule):
    code = "programme_unknown"
    zh = "本辖区的机制包没有此项目"
    en = "The area's pack knows no such programme"
    kind = "invalid"
    field = "programme"


class PartOutsideActivity(BrokenRule):
    code = "part_outside_activity"
    zh = "岗位或班次超出活动时间"
    en = "A part lies within its activity"
    kind = "invalid"
    field = "parts"


class PartNeeded(BrokenRule):
    code = "part_needed"
    zh = "须选择岗位或班次"
    en = "Choose one of the activity's parts"
    kind = "invalid"
    field = "part_id"


class PartUnknown(BrokenRule):
    code = "part_unknown"
    zh = "活动没有此岗位或班次"
    en = "The activity has no such part"
    kind = "missing"
    field = "part_id"


class SkillMissing(BrokenRule):
    code = "skill_missing"
    zh = "不具备该岗位所需技能"
    en = "This part needs a skill that the volunteer has not"
    kind = "conflict"
    field = "person_id"


class NoticeTooShort(BrokenRule):
    code = "notice_too_short"
    zh = "临近开始，取消须说明原因"
    en = "So shortly before the start a reason is needed"
    kind = "conflict"
    field = "reason"


class ActivityCancelled(BrokenRule):
    code = "activity_cancelled"
    zh = "活动已取消"
    en = "The activity was called off"


class ActivityNotBegun(BrokenRule):
    code = "activity_not_begun"
    zh = "活动尚未开始"
    en = "The activity has not begun"


class UnitUnknown(BrokenRule):
    code = "unit_unknown"
    zh = "本辖区的机制包没有此计量单位"
    en = "The area's pack knows no such unit"
    kind = "invalid"
    field = "unit"


class OutputUnknown(BrokenRule):
    code = "output_unknown"
    zh = "没有此成果记录"
    en = "The activity has no such output"
    kind = "missing"
    field = "output_id"


class OutputAlreadyStruck(BrokenRule):
    code = "output_already_struck"
    zh = "该成果已冲销"
    en = "The output was struck before"


class CheckInCodeNeeded(BrokenRule):
    code = "check_in_code_needed"
    zh = "请扫签到码"
    en = "Check in with the code shown on the spot"
    kind = "invalid"
    field = "code"


class CheckInCodeForged(BrokenRule):
    code = "check_in_code_forged"
    zh = "签到码无效"
    en = "This is no code of this activity"
    kind = "invalid"
    field = "code"


class CheckInCodeStale(BrokenRule):
    code = "check_in_code_stale"
    zh = "签到码已过期"
    en = "The code was not shown at that moment"
    kind = "invalid"
    field = "code"


class RuleNotUnderstood(BrokenRule):
    code = "rule_not_understood"
    zh = "重复规则无法识别"
    en = "This rule of recurrence is not understood"
    kind = "invalid"
    field = "rule"


class SeriesEnded(BrokenRule):
    code = "series_ended"
    zh = "定期活动已终止"
    en = "The series has ended"


class DateInPast(BrokenRule):
    code = "date_in_past"
    zh = "日期已过"
    en = "That day has passed"
    kind = "invalid"
    field = "on"


class SwapUnknownSeat(BrokenRule):
    code = "swap_unknown_seat"
    zh = "没有可换的名额"
    en = "There is no such seat to change with"
    kind = "missing"
    field = "wanted_id"


class SwapWithOneself(BrokenRule):
    code = "swap_with_oneself"
    zh = "不能与自己换班"
    en = "Nobody changes seats with themselves"
    kind = "invalid"
    field = "wanted_id"


class SwapProposedBefore(BrokenRule):
    code = "swap_proposed_before"
    zh = "已提出换班"
    en = "This swap was proposed before"


class SwapSettled(BrokenRule):
    code = "swap_settled"
    zh = "换班已处理"
    en = "The swap was accepted or declined before"


class CadenceUnknown(BrokenRule):
    code = "cadence_unknown"
    zh = "本辖区的机制包没有此频次"
    en = "The area's pack knows no such cadence"
    kind = "missing"
    field = "cadence"
