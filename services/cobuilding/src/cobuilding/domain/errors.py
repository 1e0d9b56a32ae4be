"""What cobuilding refuses, in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class UnitUnknown(BrokenRule):
    code = "unit_unknown"
    zh = "没有这个单位"
    en = "No such unit is on the register"
    kind = "missing"
    field = "unit_id"


class UnitExists(BrokenRule):
    code = "unit_exists"
    zh = "该区域已有同名单位"
    en = "The area has a unit of that name"
    field = "name"


class UnitClosed(BrokenRule):
    code = "unit_closed"
    zh = "该单位已注销或迁出"
    en = "The unit has closed or left"


class CreditCodeWrong(BrokenRule):
    """GB 32100-2015: eighteen characters, the last of which checks the others."""

    code = "credit_code_wrong"
    zh = "统一社会信用代码有误，请核对"
    en = "That is no unified social credit code"
    kind = "invalid"
    field = "credit_code"


class CreditCodeTaken(BrokenRule):
    code = "credit_code_taken"
    zh = "该统一社会信用代码已被其他单位使用"
    en = "Another unit bears that credit code"
    field = "credit_code"


class ContactUnknown(BrokenRule):
    code = "contact_unknown"
    zh = "没有登记该联络员"
    en = "The contact is not a registered person"
    kind = "missing"
    field = "contact_id"


class DateInFuture(BrokenRule):
    code = "date_in_future"
    zh = "日期不能晚于今天"
    en = "That day has not come yet"
    kind = "invalid"


class BeforeRegistration(BrokenRule):
    code = "before_registration"
    zh = "日期早于单位登记日期"
    en = "The unit was not on the register then"
    kind = "invalid"
    field = "closed_on"


class EndsBeforeSigning(BrokenRule):
    code = "ends_before_signing"
    zh = "协议终止日期不得早于签订日期"
    en = "An agreement ends after it is signed"
    kind = "invalid"
    field = "ends_on"


class AlreadyEnded(BrokenRule):
    """Agreements of the past come in through the import door, with their source."""

    code = "already_ended"
    zh = "协议已到期，历史协议请走补录"
    en = "That agreement has ended; past ones are imported"
    kind = "invalid"
    field = "ends_on"


class BeforeSigning(BrokenRule):
    code = "before_signing"
    zh = "日期早于协议签订日期"
    en = "The agreement was not signed yet then"
    kind = "invalid"


class ObligationUnknown(BrokenRule):
    """The mechanism pack in force at the unit's area says what can be agreed on."""

    code = "obligation_unknown"
    zh = "该区域的机制包没有这项履约事项"
    en = "The area's pack knows no such obligation"
    kind = "invalid"
    field = "obligations"


class ObligationTwice(BrokenRule):
    code = "obligation_twice"
    zh = "履约事项重复"
    en = "An obligation is named twice"
    kind = "invalid"
    field = "obligations"


class AgreementInForce(BrokenRule):
    code = "agreement_in_force"
    zh = "该单位在此期间已有有效的共建协议"
    en = "The unit has an agreement in force in that time"
    field = "signed_on"


class AgreementLapsed(BrokenRule):
    code = "agreement_lapsed"
    zh = "协议已终止"
    en = "The agreement has lapsed already"


class NotAFirm(BrokenRule):
    """Only enterprises are above scale or not."""

    code = "not_a_firm"
    zh = "只有企业才有规模以上之分"
    en = "Only enterprises are above scale or not"
    kind = "invalid"
    field = "unit_id"


class ClassificationOutOfOrder(BrokenRule):
    """The firm was classified on that day or later already, or was not on the register."""

    code = "classification_out_of_order"
    zh = "日期须晚于上次认定和登记日期"
    en = "The firm was classified on that day or later already, or was not on the register"
    kind = "invalid"
    field = "since"
