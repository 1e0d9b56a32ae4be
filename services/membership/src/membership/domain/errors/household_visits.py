"""Broken rules of visits to households (走访)."""

from __future__ import annotations

from kernel.rules import BrokenRule


class VisitNeedsHousehold(BrokenRule):
    """Only households are visited."""

    code = "visit_needs_household"
    zh = "只能走访住户"
    en = "Only households are visited: name the door, not the building"
    kind = "invalid"
    field = "area_id"


class VisitKindNotInPack(BrokenRule):
    """The pack in force has no such kind of visit."""

    code = "visit_kind_not_in_pack"
    zh = "机制包中没有这种走访"
    en = "The pack in force has no such kind of visit"
    kind = "invalid"
    field = "kind"


class VisitWishNotInPack(BrokenRule):
    """The pack in force has no such wish."""

    code = "visit_wish_not_in_pack"
    zh = "机制包中没有这种诉求"
    en = "The pack in force has no such wish"
    kind = "invalid"
    field = "wishes"


class VisitOfStranger(BrokenRule):
    """The person does not live in this household."""

    code = "visit_of_stranger"
    zh = "此人不住在该户"
    en = "The person does not live in this household"
    kind = "invalid"
    field = "person_id"


class VisitOver(BrokenRule):
    """The visit was made, struck, or has lapsed."""

    code = "visit_over"
    zh = "该走访已办结"
    en = "The visit was made, struck, or has lapsed"


class VisitTaken(BrokenRule):
    """Somebody else has taken the visit: they hand it back first."""

    code = "visit_taken"
    zh = "该走访已由他人认领"
    en = "Somebody else has taken the visit: they hand it back first"


class VisitNotTaken(BrokenRule):
    """Nobody has taken the visit."""

    code = "visit_not_taken"
    zh = "该走访尚无人认领"
    en = "Nobody has taken the visit"


class VisitorNeeded(BrokenRule):
    """It must be known who goes: the account belongs to no person."""

    code = "visitor_needed"
    zh = "须指明走访人：当前账号未绑定个人"
    en = "It must be known who goes: this account belongs to no person"
    kind = "invalid"
    field = "person_id"


class VisitorMinor(BrokenRule):
    """Minors are not sent to other people's doors."""

    code = "visitor_minor"
    zh = "未成年人不得承担入户走访"
    en = "Minors are not sent to other people's doors"
    kind = "invalid"
    field = "person_id"


class VisitOwnHousehold(BrokenRule):
    """Nobody visits their own household."""

    code = "visit_own_household"
    zh = "不能走访自己家"
    en = "Nobody visits their own household"


class VisitInFuture(BrokenRule):
    """A visit that has not been made yet cannot be recorded."""

    code = "visit_in_future"
    zh = "走访时间不能晚于当前时间"
    en = "A visit that has not been made yet cannot be recorded"
    kind = "invalid"
    field = "made_at"


class VisitBeforeRaised(BrokenRule):
    """The visit was made before anybody knew of a reason for it."""

    code = "visit_before_raised"
    zh = "走访时间不能早于事由提出时间"
    en = "The visit would have been made before there was a reason for it"
    kind = "invalid"
    field = "made_at"


class RoundNotInPack(BrokenRule):
    """The pack in force has no round of all households."""

    code = "round_not_in_pack"
    zh = "机制包中没有普遍走访"
    en = "The pack in force has no round of all households"


class RoundRunning(BrokenRule):
    """A round of the community's households runs already."""

    code = "round_running"
    zh = "该社区的普遍走访正在进行"
    en = "A round of the community's households runs at that time already"


class RoundNotOfCommunity(BrokenRule):
    """A round is of a community."""

    code = "round_not_of_community"
    zh = "普遍走访以社区为单位"
    en = "A round is of a community"
    kind = "invalid"
    field = "area_id"


class FiguresOfCommunity(BrokenRule):
    """Figures by kind are told of a community or more: of a building they would name a door."""

    code = "figures_of_community"
    zh = "走访情况按社区及以上统计"
    en = "Figures by kind are told of a community or more: of a building they would name a door"
    kind = "invalid"
    field = "area_id"
