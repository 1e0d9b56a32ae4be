"""How love banks say no, in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class BankExists(BrokenRule):
    code = "bank_exists"
    zh = "该辖区已有爱心银行"
    en = "The area keeps a love bank already"
    field = "area_id"


class BankNeedsCommunity(BrokenRule):
    code = "bank_needs_community"
    zh = "爱心银行须设在社区或以上辖区"
    en = "A love bank belongs to a community or a larger area"
    kind = "invalid"
    field = "area_id"


class BankUnknown(BrokenRule):
    code = "bank_unknown"
    zh = "没有此爱心银行"
    en = "There is no such love bank"
    kind = "missing"


class AccountExists(BrokenRule):
    code = "account_exists"
    zh = "此人在该爱心银行已有账户"
    en = "This person has an account at this bank"
    field = "person_id"


class BankOfOthers(BrokenRule):
    code = "bank_of_others"
    zh = "此人不住在该爱心银行的辖区"
    en = "This person lives where another love bank is kept, or none"
    kind = "invalid"
    field = "person_id"


class NoBankAtHome(BrokenRule):
    code = "no_bank_at_home"
    zh = "其居住地没有爱心银行"
    en = "There is no love bank where this person lives"


class BalanceTooLow(BrokenRule):
    code = "balance_too_low"
    zh = "可用时长不足"
    en = "The account does not hold so many minutes"
    field = "minutes"


class GiftLimitReached(BrokenRule):
    code = "gift_limit_reached"
    zh = "超过本月可转赠时长"
    en = "More minutes than may be given in a month"
    field = "minutes"


class GiftToOneself(BrokenRule):
    code = "gift_to_oneself"
    zh = "不能转赠给自己"
    en = "Nobody gives minutes to themselves"
    kind = "invalid"
    field = "to_person_id"


class NotForOneself(BrokenRule):
    code = "not_for_oneself"
    zh = "不能为自己办理"
    en = "Nobody decides this for themselves"
    kind = "forbidden"
    field = "person_id"


class AlreadyAtHome(BrokenRule):
    code = "already_at_home"
    zh = "该账户已在居住地的爱心银行"
    en = "The account is at the bank of where this person lives"


class NothingToSettle(BrokenRule):
    code = "nothing_to_settle"
    zh = "两家爱心银行之间没有待结算时长"
    en = "These two banks owe each other nothing"
    field = "with_bank_id"


class OtherBankNotYours(BrokenRule):
    code = "other_bank_not_yours"
    zh = "您无权代表另一家爱心银行结算"
    en = "You do not answer for the other bank"
    kind = "forbidden"
    field = "with_bank_id"


class EarnedAfterOpening(BrokenRule):
    code = "earned_after_opening"
    zh = "爱心银行启用后的时长由服务时长存入，不能作为期初余额"
    en = "Since the love bank opened minutes come of approved hours, not of an older book"
    kind = "invalid"
    field = "earned_on"


class AlreadyBroughtForward(BrokenRule):
    code = "already_brought_forward"
    zh = "此人该日的期初余额已录入"
    en = "This person's balance of that day has been brought forward"
    field = "earned_on"


class MinutesRunOut(BrokenRule):
    code = "minutes_run_out"
    zh = "按规则这些时长已过期"
    en = "By the rule of the bank these minutes have run out"
    field = "earned_on"
