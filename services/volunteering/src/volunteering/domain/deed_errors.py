"""How the deeds wall and contests say no, in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class BoardUnknown(BrokenRule):
    code = "board_unknown"
    zh = "没有此善行榜"
    en = "The pack knows no such board"
    kind = "missing"
    field = "board"


class DoerUnknown(BrokenRule):
    code = "doer_unknown"
    zh = "没有此人"
    en = "Nobody of the area is known by this id"
    kind = "missing"
    field = "doer_id"


class PraisesOneself(BrokenRule):
    code = "praises_oneself"
    zh = "不能讲述自己的善行"
    en = "Nobody tells of their own deeds"
    kind = "invalid"
    field = "doer_id"


class ForResidents(BrokenRule):
    code = "for_residents"
    zh = "仅限辖区居民"
    en = "Only residents of the area do this"
    kind = "forbidden"


class DeedSettled(BrokenRule):
    code = "deed_settled"
    zh = "已有答复或已处理"
    en = "This was answered or decided before"


class GuardianAgrees(BrokenRule):
    code = "guardian_agrees"
    zh = "未成年人须由监护人同意"
    en = "For a minor the guardian agrees"
    kind = "forbidden"


class DoerHasNotAgreed(BrokenRule):
    code = "doer_has_not_agreed"
    zh = "当事人尚未同意公开"
    en = "Who did it has not agreed to be named"


class OwnDeed(BrokenRule):
    code = "own_deed"
    zh = "不能审核自己讲述或自己的善行"
    en = "Neither who told of a deed nor who did it approves it"
    kind = "forbidden"


class DeedNotPublished(BrokenRule):
    code = "deed_not_published"
    zh = "未在榜上"
    en = "The deed is not on the board"


class SeasonTaken(BrokenRule):
    code = "season_taken"
    zh = "该榜本季已有评选"
    en = "The board has a contest of this season"
    field = "season"


class ContestMovedOn(BrokenRule):
    code = "contest_moved_on"
    zh = "评选不在此阶段"
    en = "The contest does not stand where this could be done"


class NomineeUnknown(BrokenRule):
    code = "nominee_unknown"
    zh = "辖区内没有此人或此户"
    en = "No such person or household of the area is known"
    kind = "missing"
    field = "nominee_id"


class NominatesOneself(BrokenRule):
    code = "nominates_oneself"
    zh = "不能推荐自己或自家"
    en = "Nobody nominates themselves or their household"
    kind = "invalid"
    field = "nominee_id"


class AlreadyNominated(BrokenRule):
    code = "already_nominated"
    zh = "本季已被推荐"
    en = "This nominee stands in the contest already: second the nomination"
    field = "nominee_id"


class OwnNomination(BrokenRule):
    code = "own_nomination"
    zh = "不能附议自己的推荐或自己"
    en = "Nobody seconds their own nomination, or themselves"
    kind = "forbidden"


class AlreadySeconded(BrokenRule):
    code = "already_seconded"
    zh = "已附议"
    en = "This nomination was seconded by the same person before"


class NotTheNominee(BrokenRule):
    code = "not_the_nominee"
    zh = "不是被推荐人"
    en = "Only the nominee, or an adult of the nominated household, agrees to stand"
    kind = "forbidden"


class NobodyShortlisted(BrokenRule):
    code = "nobody_shortlisted"
    zh = "没有符合条件的推荐"
    en = "No nomination was accepted and seconded often enough"


class BallotDaysWrong(BrokenRule):
    code = "ballot_days_wrong"
    zh = "投票日期有误"
    en = "A ballot opens today or later and closes after that"
    kind = "invalid"
    field = "closes_on"
