"""Broken rules of what people may ask about themselves (个人信息权利), in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class PersonErased(BrokenRule):
    """The person was erased at their own wish."""

    code = "person_erased"
    zh = "该居民的信息已依申请删除"
    en = "The person was erased at their own wish"
    kind = "conflict"


class PaperMissing(BrokenRule):
    """What is entered for somebody else rests on a signed paper."""

    code = "paper_missing"
    zh = "代为录入须注明本人签字材料编号"
    en = "What is entered for somebody else rests on a signed paper"
    kind = "invalid"
    field = "paper"


class ErasureRunning(BrokenRule):
    """The person has asked already."""

    code = "erasure_running"
    zh = "该居民的删除申请正在办理"
    en = "The person has asked already"
    kind = "conflict"


class ErasureNotRequested(BrokenRule):
    """Only a request that nobody has decided on is approved or refused."""

    code = "erasure_not_requested"
    zh = "该申请已有决定"
    en = "Only a request that nobody has decided on is approved or refused"
    kind = "conflict"


class ErasureOwnRequest(BrokenRule):
    """Nobody decides on a request about themselves, or that they entered."""

    code = "erasure_own_request"
    zh = "不得审批本人的或由本人录入的申请"
    en = "Nobody decides on a request about themselves, or that they entered"
    kind = "forbidden"


class ErasurePastRecall(BrokenRule):
    """It was ordered, refused or called back already."""

    code = "erasure_past_recall"
    zh = "该申请已执行或已终结，不能撤回"
    en = "It was ordered, refused or called back already"
    kind = "conflict"


class NothingLocked(BrokenRule):
    """Nothing of the person is kept under lock."""

    code = "nothing_locked"
    zh = "没有锁定保存的信息"
    en = "Nothing of the person is kept under lock"
    kind = "missing"


class ConsentInForce(BrokenRule):
    """The person has consented to this already."""

    code = "consent_in_force"
    zh = "该项同意已在有效期内"
    en = "The person has consented to this already"
    kind = "conflict"


class ConsentWithdrawn(BrokenRule):
    """It was withdrawn already."""

    code = "consent_withdrawn"
    zh = "该项同意已撤回"
    en = "It was withdrawn already"
    kind = "conflict"


class ConsentNeedsGuardian(BrokenRule):
    """For somebody so young a guardian consents."""

    code = "consent_needs_guardian"
    zh = "未成年人的此项同意须由监护人作出"
    en = "For somebody so young a guardian consents"
    kind = "conflict"


class ConsentTextOutdated(BrokenRule):
    """The text that was shown is not the one in force."""

    code = "consent_text_outdated"
    zh = "同意书文本不是现行版本"
    en = "The text that was shown is not the one in force"
    kind = "invalid"
    field = "text_version"


class KinOfOneself(BrokenRule):
    """Nobody acts for themselves."""

    code = "kin_of_oneself"
    zh = "不能与本人建立家属关系"
    en = "Nobody acts for themselves"
    kind = "invalid"
    field = "kin_id"


class KinLinked(BrokenRule):
    """The two are linked already, or one has asked."""

    code = "kin_linked"
    zh = "两人已有此关系或正在确认"
    en = "The two are linked already, or one has asked"
    kind = "conflict"


class KinNotAsked(BrokenRule):
    """Only a link that was asked for and not confirmed is confirmed."""

    code = "kin_not_asked"
    zh = "该关系不在待确认状态"
    en = "Only a link that was asked for and not confirmed is confirmed"
    kind = "conflict"


class KinOwnAsking(BrokenRule):
    """Whoever asked does not confirm: the other end does, or the keeper of the register."""

    code = "kin_own_asking"
    zh = "申请人不能自行确认，须由对方或登记人员确认"
    en = "Whoever asked does not confirm: the other end does, or the keeper of the register"
    kind = "forbidden"


class GuardianNeedsKeeper(BrokenRule):
    """That somebody is a guardian is confirmed by the keeper of the register, who was shown a paper."""

    code = "guardian_needs_keeper"
    zh = "监护关系须由登记人员核验证明后确认"
    en = "That somebody is a guardian is confirmed by the keeper of the register, who was shown a paper"
    kind = "forbidden"


class KinEnded(BrokenRule):
    """The link has ended."""

    code = "kin_ended"
    zh = "该关系已终止"
    en = "The link has ended"
    kind = "conflict"


class CorrectionRunning(BrokenRule):
    """A correction of this has been asked for already."""

    code = "correction_running"
    zh = "该项更正申请正在办理"
    en = "A correction of this has been asked for already"
    kind = "conflict"


class CorrectionUnfit(BrokenRule):
    """What it should read is no such thing."""

    code = "correction_unfit"
    zh = "更正内容格式不符"
    en = "What it should read is no such thing"
    kind = "invalid"
    field = "value"


class CorrectionDecided(BrokenRule):
    """It has been decided already."""

    code = "correction_decided"
    zh = "该更正申请已有决定"
    en = "It has been decided already"
    kind = "conflict"


class CorrectionOwn(BrokenRule):
    """Nobody decides on what they asked for themselves."""

    code = "correction_own"
    zh = "不得审核本人的或由本人录入的更正申请"
    en = "Nobody decides on what they asked for themselves"
    kind = "forbidden"
