"""How entitlements say no, in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class CategoryUnknown(BrokenRule):
    code = "category_unknown"
    zh = "本辖区的机制包没有此类别"
    en = "The area's pack knows no such category"
    kind = "invalid"
    field = "category"


class EntitlementTooLong(BrokenRule):
    code = "entitlement_too_long"
    zh = "期限超过该类别的上限"
    en = "Longer than the category allows"
    kind = "invalid"
    field = "valid_until"


class EndsBeforeItBegins(BrokenRule):
    code = "ends_before_it_begins"
    zh = "结束日期早于开始日期"
    en = "The last day lies before the first"
    kind = "invalid"
    field = "valid_until"


class AlreadyEntitled(BrokenRule):
    code = "already_entitled"
    zh = "此人在该期间已有资格"
    en = "This person is entitled at that time already"
    field = "person_id"


class EntitlementDecided(BrokenRule):
    code = "entitlement_decided"
    zh = "资格已审批或已结束"
    en = "The entitlement was approved or ended before"


class EntitlementOver(BrokenRule):
    code = "entitlement_over"
    zh = "资格已结束"
    en = "The entitlement has ended"


class OwnEntitlement(BrokenRule):
    code = "own_entitlement"
    zh = "不能审批自己提出或本人的资格"
    en = "Nobody approves what they proposed, nor their own"
    kind = "forbidden"


class NotEntitled(BrokenRule):
    code = "not_entitled"
    zh = "此人没有有效资格"
    en = "This person is not entitled here today"
    field = "person_id"


class EntitlementUsedUp(BrokenRule):
    code = "entitlement_used_up"
    zh = "本月可领取数量已用完"
    en = "More items than the entitlement gives in a month"
    field = "goods"
