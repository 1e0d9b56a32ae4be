"""How mentorships say no beside `pairing_errors`, in residents' words. None tells that there is one."""

from __future__ import annotations

from kernel.rules import BrokenRule


class OfficerUnknown(BrokenRule):
    code = "officer_unknown"
    zh = "没有此帮教负责人"
    en = "There is no such grown-up who could answer for it"
    kind = "missing"
    field = "officer_id"


class OfficerIsHelped(BrokenRule):
    code = "officer_is_helped"
    zh = "帮教对象不能担任自己的负责人"
    en = "Nobody answers for their own mentorship"
    kind = "invalid"
    field = "officer_id"


class MentorNotOfAge(BrokenRule):
    code = "mentor_not_of_age"
    zh = "帮教人未成年"
    en = "A mentor is of age"
    kind = "invalid"
    field = "helper_id"
