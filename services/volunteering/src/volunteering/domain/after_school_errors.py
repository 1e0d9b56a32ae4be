"""How after-school care says no, in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class AfterSchoolClosed(BrokenRule):
    code = "after_school_closed"
    zh = "四点钟学校已停办"
    en = "The after-school is closed"


class AfterSchoolFull(BrokenRule):
    code = "after_school_full"
    zh = "名额已满"
    en = "No place is left"


class ChildrenAreThere(BrokenRule):
    code = "children_are_there"
    zh = "仍有儿童未被接走"
    en = "A child is still there and must be fetched first"


class ChildUnknown(BrokenRule):
    code = "child_unknown"
    zh = "没有此儿童"
    en = "No such child is known"
    kind = "missing"
    field = "person_id"


class NotAChild(BrokenRule):
    code = "not_a_child"
    zh = "不是未成年人"
    en = "This person is of age"
    kind = "invalid"
    field = "person_id"


class GuardianNeeded(BrokenRule):
    code = "guardian_needed"
    zh = "须填写监护人"
    en = "Whoever takes a place for a child names its guardian, somebody else who is of age"
    kind = "invalid"
    field = "guardian_id"


class ChildHasAPlace(BrokenRule):
    code = "child_has_a_place"
    zh = "该儿童已报名"
    en = "The child has a place already"


class PickerUnknown(BrokenRule):
    code = "picker_unknown"
    zh = "接送人须为登记的成年居民"
    en = "Whoever may fetch a child is known and of age"
    kind = "invalid"
    field = "pickers"


class WeekdayNotOffered(BrokenRule):
    code = "weekday_not_offered"
    zh = "该日不开放"
    en = "The after-school is not open on this weekday"
    kind = "invalid"
    field = "weekdays"


class SchoolPlaceOver(BrokenRule):
    code = "school_place_over"
    zh = "该儿童已退出"
    en = "The child comes no more"


class NotOnRoster(BrokenRule):
    code = "not_on_roster"
    zh = "今日名单上没有该儿童"
    en = "The child is not on today's roster"


class AlreadyArrived(BrokenRule):
    code = "already_arrived"
    zh = "今日已签到"
    en = "The child has arrived today"


class PastClosingTime(BrokenRule):
    code = "past_closing_time"
    zh = "今日已过关闭时间"
    en = "The after-school has closed for today"


class NotArrived(BrokenRule):
    code = "not_arrived"
    zh = "该儿童今日未到"
    en = "The child has not come today"


class AlreadyPickedUp(BrokenRule):
    code = "already_picked_up"
    zh = "该儿童已被接走"
    en = "The child was fetched already"


class PickerNotNamed(BrokenRule):
    code = "picker_not_named"
    zh = "监护人未授权此人接送"
    en = "The guardian has not named this person"
    kind = "forbidden"


class HandsOverToOneself(BrokenRule):
    code = "hands_over_to_oneself"
    zh = "不能将儿童交给自己"
    en = "Nobody hands a child over to themselves"
