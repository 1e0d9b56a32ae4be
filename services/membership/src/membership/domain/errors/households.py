"""Broken rules of households (户) and of people entered twice, in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class NotAHousehold(BrokenRule):
    """The area is no household."""

    code = "not_a_household"
    zh = "该区域不是户"
    en = "The area is no household"
    kind = "invalid"
    field = "area_id"


class SecondHome(BrokenRule):
    """The person is at home in another household: nobody has two, they move."""

    code = "second_home"
    zh = "此人已登记在另一户，一人一户，请办理迁移"
    en = "The person is at home in another household: nobody has two, they move"


class AtHomeAlready(BrokenRule):
    """The person lives in this household already."""

    code = "at_home_already"
    zh = "此人已登记在本户"
    en = "The person lives in this household already"


class NotOfHousehold(BrokenRule):
    """The person does not live in this household."""

    code = "not_of_household"
    zh = "此人不在本户"
    en = "The person does not live in this household"
    kind = "invalid"
    field = "person_id"


class HouseholdEmpty(BrokenRule):
    """Nobody lives in this household."""

    code = "household_empty"
    zh = "本户无人居住"
    en = "Nobody lives in this household"


class ContactMinor(BrokenRule):
    """The contact of a household is of age."""

    code = "contact_minor"
    zh = "联系人须年满十八周岁"
    en = "The contact of a household is of age"
    kind = "invalid"
    field = "person_id"


class PossibleDuplicate(BrokenRule):
    """Somebody of the same name and birth date or phone is registered: look, and say if they are different."""

    code = "possible_duplicate"
    zh = "可能重复登记：已有同名且出生日期或电话相同的居民，请核对，确系不同人再提交"
    en = "Somebody of the same name and birth date or phone is registered: look, and say if they are different"


class EstateUnknown(BrokenRule):
    """There is no such estate in the area."""

    code = "estate_unknown"
    zh = "该区域没有这个小区"
    en = "There is no such estate in the area"
    kind = "invalid"
    field = "estate"


class BuildingUnknown(BrokenRule):
    """There is no such building in the area."""

    code = "building_unknown"
    zh = "该区域没有这幢楼"
    en = "There is no such building in the area"
    kind = "invalid"
    field = "building"


class BuildingAmbiguous(BrokenRule):
    """Several estates have such a building: say which one."""

    code = "building_ambiguous"
    zh = "多个小区有这幢楼，请注明小区"
    en = "Several estates have such a building: say which one"
    kind = "invalid"
    field = "estate"


class ContactTaken(BrokenRule):
    """The household has another contact."""

    code = "contact_taken"
    zh = "该户已有联系人"
    en = "The household has another contact"
    kind = "invalid"
    field = "contact"
