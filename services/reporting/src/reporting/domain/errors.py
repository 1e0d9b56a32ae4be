"""What reporting refuses, in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class YearNotBegun(BrokenRule):
    code = "year_not_begun"
    zh = "该年度尚未开始"
    en = "That year has not begun"
    kind = "invalid"
    field = "year"


class AreaNotAccountable(BrokenRule):
    """A single household or building would tell of its people: accounts are given from the community up."""

    code = "area_not_accountable"
    zh = "社区及以上区域才有年终成绩单"
    en = "Only a community, street, district or city gives a yearly account"
    kind = "invalid"
    field = "area"


class AreaNotThereInYear(BrokenRule):
    code = "area_not_there_in_year"
    zh = "该年度内没有这个区域"
    en = "That area did not exist in that year"
    kind = "invalid"
    field = "area"


class MetricUnknown(BrokenRule):
    code = "metric_unknown"
    zh = "没有这个指标"
    en = "No such metric is declared"
    kind = "missing"
    field = "metric"


class PartHasNoFacts(BrokenRule):
    """The metric has no denominator, or its denominator is the calendar."""

    code = "part_has_no_facts"
    zh = "该部分没有可供展开的事实"
    en = "That part of the figure has no facts behind it"
    kind = "invalid"
    field = "part"
