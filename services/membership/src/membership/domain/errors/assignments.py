"""Broken rules of statements of areas (底数) and of assignments to them (联系、包抓、指导员、中心户长)."""

from __future__ import annotations

from kernel.rules import BrokenRule


class DenominatorRepeated(BrokenRule):
    """The same was stated of the area as of this day already."""

    code = "denominator_repeated"
    zh = "该区域当日已有同项底数"
    en = "The same was stated of the area as of this day already"


class DenominatorPartTooLarge(BrokenRule):
    """Floating residents are part of the population: they cannot be more."""

    code = "denominator_part_too_large"
    zh = "外来暂住人口不能多于总人口"
    en = "Floating residents are part of the population: they cannot be more"
    kind = "invalid"
    field = "value"


class AssignmentPlaceTaken(BrokenRule):
    """Somebody is assigned to this place in that time already."""

    code = "assignment_place_taken"
    zh = "该时段此处已有人负责"
    en = "Somebody is assigned to this place in that time already"


class AssignmentKindOfArea(BrokenRule):
    """Nobody is assigned in this way to areas of this kind."""

    code = "assignment_kind_of_area"
    zh = "此类安排不适用于该级区域"
    en = "Nobody is assigned in this way to areas of this kind"
    kind = "invalid"
    field = "kind"


class AssignmentNeedsDepartment(BrokenRule):
    """A liaison names the leader and the department; nobody else names one."""

    code = "assignment_needs_department"
    zh = "挂钩联系须同时明确领导和部门，其他安排不填部门"
    en = "A liaison names the leader and the department; nobody else names one"
    kind = "invalid"
    field = "organisation_id"


class AssignmentTooMany(BrokenRule):
    """The person has as many areas as the pack allows."""

    code = "assignment_too_many"
    zh = "此人负责的区域已达上限"
    en = "The person has as many areas as the pack allows"


class AssignmentOver(BrokenRule):
    """The assignment has ended."""

    code = "assignment_over"
    zh = "该安排已结束"
    en = "The assignment has ended"


class AssignmentDaysWrong(BrokenRule):
    """It ends after the day it began."""

    code = "assignment_days_wrong"
    zh = "结束日期须晚于开始日期"
    en = "It ends after the day it began"
    kind = "invalid"
    field = "ended_on"


class AssignmentStairwellWrong(BrokenRule):
    """Only a warden looks after a stairwell."""

    code = "assignment_stairwell_wrong"
    zh = "只有中心户长才填单元"
    en = "Only a warden looks after a stairwell"
    kind = "invalid"
    field = "stairwell"
