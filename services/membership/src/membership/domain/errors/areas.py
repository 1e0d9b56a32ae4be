"""Broken rules of the grid (网格), in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class AreaKindOutOfOrder(BrokenRule):
    """An area lies under one of a higher kind."""

    code = "area_kind_out_of_order"
    zh = "下级区域的层级必须低于上级"
    en = "An area lies under one of a higher kind"
    kind = "invalid"
    field = "kind"


class AreaParentNeeded(BrokenRule):
    """Every area but a city lies under another."""

    code = "area_parent_needed"
    zh = "除城市外，区域须有上级"
    en = "Every area but a city lies under another"
    kind = "invalid"
    field = "parent_key"


class AreaUnknown(BrokenRule):
    """There is no such area."""

    code = "area_unknown"
    zh = "没有这个区域"
    en = "There is no such area"
    kind = "invalid"
    field = "area_id"


class AreaNameTaken(BrokenRule):
    """The area above already has one of this name."""

    code = "area_name_taken"
    zh = "同一上级下已有同名区域"
    en = "The area above already has one of this name"
    kind = "conflict"


class AreaCodeNotForKind(BrokenRule):
    """The code does not fit the kind: only cities to communities have one, filled up with zeros."""

    code = "area_code_not_for_kind"
    zh = "统计用区划代码与区域层级不符"
    en = "The code does not fit the kind: only cities to communities have one, filled up with zeros"
    kind = "invalid"
    field = "code"


class AreaCodeBeyondParent(BrokenRule):
    """The code does not begin like the code of the area above."""

    code = "area_code_beyond_parent"
    zh = "区划代码不在上级代码之下"
    en = "The code does not begin like the code of the area above"
    kind = "invalid"
    field = "code"


class AreaCodeTaken(BrokenRule):
    """Another area bears this code in the same time."""

    code = "area_code_taken"
    zh = "该区划代码正在使用"
    en = "Another area bears this code in the same time"
    kind = "conflict"


class AreaNumberTaken(BrokenRule):
    """Another area has this number."""

    code = "area_number_taken"
    zh = "该区域编号已被使用"
    en = "Another area has this number"
    kind = "conflict"


class AreaOlderThanParent(BrokenRule):
    """An area cannot hold before the area above it."""

    code = "area_older_than_parent"
    zh = "下级区域不能早于上级生效"
    en = "An area cannot hold before the area above it"
    kind = "invalid"
    field = "valid_from"


class AreaDateOutOfOrder(BrokenRule):
    """The new name begins after the one it replaces and not in the future."""

    code = "area_date_out_of_order"
    zh = "更名日期须在现名称启用之后且不晚于今天"
    en = "The new name begins after the one it replaces and not in the future"
    kind = "invalid"
    field = "valid_from"


class OutOfArea(BrokenRule):
    """That lies outside your area."""

    code = "out_of_area"
    zh = "超出您的管辖范围"
    en = "That lies outside your area"
    kind = "forbidden"


class AreaEnded(BrokenRule):
    """The area no longer exists: it was merged or split."""

    code = "area_ended"
    zh = "该区域已合并或拆分"
    en = "The area no longer exists: it was merged or split"


class AreaNotThereThen(BrokenRule):
    """On that day there was no such area."""

    code = "area_not_there_then"
    zh = "当日没有这个区域"
    en = "On that day there was no such area"
    kind = "invalid"
    field = "on"
