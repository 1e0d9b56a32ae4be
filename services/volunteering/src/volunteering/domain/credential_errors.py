"""How certificates, screening, free time and calls for responders say no, in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class CertificateNotValid(BrokenRule):
    code = "certificate_not_valid"
    zh = "证书已过期或撤销"
    en = "The certificate has expired or was revoked"


class CertificateKnown(BrokenRule):
    code = "certificate_known"
    zh = "该证书已登记"
    en = "This certificate is in the register"


class CertificateExpired(BrokenRule):
    code = "certificate_expired"
    zh = "证书在登记时已过期"
    en = "The certificate has expired already"
    kind = "invalid"
    field = "expires_on"


class FreeTimeOverlaps(BrokenRule):
    code = "free_time_overlaps"
    zh = "空闲时间重叠或颠倒"
    en = "Free times end after they begin and do not overlap"
    kind = "invalid"
    field = "times"


class ScreeningInThePast(BrokenRule):
    code = "screening_in_the_past"
    zh = "审查有效期已过"
    en = "A screening holds for some time to come"
    kind = "invalid"
    field = "valid_until"


class OfferSettled(BrokenRule):
    code = "offer_settled"
    zh = "该求助已有结果"
    en = "This call was answered or is over"


class OwnCredential(BrokenRule):
    code = "own_credential"
    zh = "不能为自己登记"
    en = "Nobody vouches for themselves"
    kind = "forbidden"
