"""Broken rules of the register of people (居民登记) and of organisations (组织)."""

from __future__ import annotations

from kernel.rules import BrokenRule


class IdentityNumberInvalid(BrokenRule):
    """The identity number's birth date or check character is wrong."""

    code = "identity_number_invalid"
    zh = "身份证号校验不通过"
    en = "The identity number's birth date or check character is wrong"
    kind = "invalid"
    field = "identity_number"


class IdentityNumberTaken(BrokenRule):
    """Somebody is already registered under this identity number."""

    code = "identity_number_taken"
    zh = "该身份证号已登记"
    en = "Somebody is already registered under this identity number"
    kind = "conflict"


class BirthDateDiffers(BrokenRule):
    """The birth date is not that of the identity number."""

    code = "birth_date_differs"
    zh = "出生日期与身份证号不符"
    en = "The birth date is not that of the identity number"
    kind = "invalid"
    field = "birth_date"


class BirthDateInFuture(BrokenRule):
    """Nobody is born in the future."""

    code = "birth_date_in_future"
    zh = "出生日期不能晚于今天"
    en = "Nobody is born in the future"
    kind = "invalid"
    field = "birth_date"


class DateInFuture(BrokenRule):
    """The day has not come yet."""

    code = "date_in_future"
    zh = "日期不能晚于今天"
    en = "That day has not come yet"
    kind = "invalid"


class PersonUnknown(BrokenRule):
    """There is no such person."""

    code = "person_unknown"
    zh = "没有此人"
    en = "There is no such person"
    kind = "invalid"
    field = "person_id"


class PersonDeceased(BrokenRule):
    """The person has died."""

    code = "person_deceased"
    zh = "该居民已去世"
    en = "The person has died"
    kind = "conflict"


class MoveOutOfOrder(BrokenRule):
    """One cannot move before one was registered."""

    code = "move_out_of_order"
    zh = "迁移日期不能早于登记日期"
    en = "One cannot move before one was registered"
    kind = "invalid"
    field = "moved_on"


class OrganisationUnknown(BrokenRule):
    """There is no such organisation."""

    code = "organisation_unknown"
    zh = "没有这个组织"
    en = "There is no such organisation"
    kind = "invalid"
    field = "parent_id"


class OrganisationNameTaken(BrokenRule):
    """The area already has an organisation of this name."""

    code = "organisation_name_taken"
    zh = "该区域已有同名组织"
    en = "The area already has an organisation of this name"
    kind = "conflict"


class OrganisationBeyondParent(BrokenRule):
    """The organisation above belongs to another area."""

    code = "organisation_beyond_parent"
    zh = "上级组织不在本区域之上"
    en = "The organisation above belongs to another area"
    kind = "invalid"
    field = "parent_id"
