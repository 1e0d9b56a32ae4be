"""What eldercare refuses, in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class PersonUnknown(BrokenRule):
    """The replica has not heard of the person, or there is none."""

    code = "person_unknown"
    zh = "没有登记该人员"
    en = "No such person is registered (yet)"
    kind = "missing"
    field = "person_id"


class PersonNotAlive(BrokenRule):
    code = "person_not_alive"
    zh = "该人员已去世"
    en = "That person has died"
    field = "person_id"


class PersonIsMinor(BrokenRule):
    code = "person_is_minor"
    zh = "未成年人不能登记为老年人"
    en = "A minor is no elder"
    kind = "invalid"
    field = "person_id"


class PersonLivesElsewhere(BrokenRule):
    code = "person_lives_elsewhere"
    zh = "该人员不住在本辖区"
    en = "That person does not live in the area"
    field = "area_id"


class ElderExists(BrokenRule):
    code = "elder_exists"
    zh = "该老人已在册"
    en = "That person is on the register already"
    field = "person_id"


class ElderLeft(BrokenRule):
    code = "elder_left"
    zh = "该老人已离册"
    en = "The elder has left the register"


class DateInFuture(BrokenRule):
    code = "date_in_future"
    zh = "日期不能晚于今天"
    en = "That day has not come yet"
    kind = "invalid"


class BeforeRegistration(BrokenRule):
    code = "before_registration"
    zh = "日期早于登记日期"
    en = "The elder was not on the register then"
    kind = "invalid"


class AfterLeaving(BrokenRule):
    code = "after_leaving"
    zh = "日期晚于离册日期"
    en = "The elder had left the register then"
    kind = "invalid"
    field = "cards"


class CardKindUnknown(BrokenRule):
    """The mechanism pack in force at the elder's area says which cards there are."""

    code = "card_kind_unknown"
    zh = "该区域的机制包没有这种卡"
    en = "The area's pack knows no such card"
    kind = "invalid"
    field = "kind"


class CardExists(BrokenRule):
    code = "card_exists"
    zh = "该老人已有有效的同类卡"
    en = "The elder has a valid card of that kind"
    field = "kind"


class CardRevoked(BrokenRule):
    code = "card_revoked"
    zh = "该卡已作废"
    en = "The card is void already"


class BeforeIssue(BrokenRule):
    code = "before_issue"
    zh = "日期早于发卡日期"
    en = "The card was not issued yet then"
    kind = "invalid"
    field = "cards"
