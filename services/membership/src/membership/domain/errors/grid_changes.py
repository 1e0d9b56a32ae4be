"""Broken rules of changes of the grid (区划调整), in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class AreaChangeTooEarly(BrokenRule):
    """On that day the area did not exist yet, or did not lie where it lies."""

    code = "area_change_too_early"
    zh = "生效日期早于该区域设立或上次调整"
    en = "On that day the area did not exist yet, or did not lie where it lies"
    kind = "invalid"
    field = "effective_on"


class AreaChangePending(BrokenRule):
    """Another change of one of these areas waits for its day."""

    code = "area_change_pending"
    zh = "相关区域已有待生效的调整"
    en = "Another change of one of these areas waits for its day"


class AreaNamesClash(BrokenRule):
    """Two areas of one name would lie under the same area: rename one of them first."""

    code = "area_names_clash"
    zh = "调整后同一上级下会有同名区域，请先更名"
    en = "Two areas of one name would lie under the same area: rename one of them first"


class MergeKindsDiffer(BrokenRule):
    """Only areas of the same kind are merged."""

    code = "merge_kinds_differ"
    zh = "只有同级区域才能合并"
    en = "Only areas of the same kind are merged"
    kind = "invalid"
    field = "merged"


class MergeWithItself(BrokenRule):
    """An area is merged with others, each named once."""

    code = "merge_with_itself"
    zh = "不能与自身合并，也不能重复列出"
    en = "An area is merged with others, each named once"
    kind = "invalid"
    field = "merged"


class SplitLeavesOver(BrokenRule):
    """Some of the areas below are assigned to no part."""

    code = "split_leaves_over"
    zh = "有下级区域未划入任何新区域"
    en = "Some of the areas below are assigned to no part"
    kind = "invalid"
    field = "into"


class SplitAssignsTwice(BrokenRule):
    """An area below goes to one part only."""

    code = "split_assigns_twice"
    zh = "下级区域只能划入一个新区域"
    en = "An area below goes to one part only"
    kind = "invalid"
    field = "into"


class SplitAssignsForeign(BrokenRule):
    """Only areas directly below the split one are assigned to its parts."""

    code = "split_assigns_foreign"
    zh = "只能划分直接下级区域"
    en = "Only areas directly below the split one are assigned to its parts"
    kind = "invalid"
    field = "into"


class AreaInItself(BrokenRule):
    """No area lies in itself or in one of its own parts."""

    code = "area_in_itself"
    zh = "区域不能划入自身或其下级"
    en = "No area lies in itself or in one of its own parts"
    kind = "invalid"
    field = "parent_id"


class AreaAlreadyThere(BrokenRule):
    """The area lies there already."""

    code = "area_already_there"
    zh = "该区域已在此上级之下"
    en = "The area lies there already"


class GridChangeNotPlanned(BrokenRule):
    """Only a change that waits for its day can be taken back."""

    code = "grid_change_not_planned"
    zh = "只有待生效的调整可以撤销"
    en = "Only a change that waits for its day can be taken back"
