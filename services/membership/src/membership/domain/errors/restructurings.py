"""Broken rules of restructurings (支部调整), in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class RestructuringDaysWrong(BrokenRule):
    """There is time for answers from tomorrow on, and the day of effect comes after it."""

    code = "restructuring_days_wrong"
    zh = "答复期限须晚于今天，生效日期须晚于答复期限"
    en = "There is time for answers from tomorrow on, and the day of effect comes after it"
    kind = "invalid"
    field = "effective_on"


class RestructuringEmpty(BrokenRule):
    """A restructuring founds or dissolves something."""

    code = "restructuring_empty"
    zh = "调整方案没有任何新设或撤销"
    en = "A restructuring founds or dissolves something"
    kind = "invalid"
    field = "founded"


class RestructuringKeyUnknown(BrokenRule):
    """What is named is neither founded by the draft nor an organisation that stays."""

    code = "restructuring_key_unknown"
    zh = "所指组织既非方案新设，也非保留组织"
    en = "What is named is neither founded by the draft nor an organisation that stays"
    kind = "invalid"
    field = "founded"


class RestructuringKeyRepeated(BrokenRule):
    """Every key, organisation and member is named once."""

    code = "restructuring_key_repeated"
    zh = "方案中有重复"
    en = "Every key, organisation and member is named once"
    kind = "invalid"
    field = "founded"


class RestructuringLeavesMembers(BrokenRule):
    """Members of an organisation to be dissolved pass to no other one."""

    code = "restructuring_leaves_members"
    zh = "撤销组织的党员未作安排"
    en = "Members of an organisation to be dissolved pass to no other one"
    kind = "invalid"
    field = "passing"


class RestructuringNotDrafted(BrokenRule):
    """Only a draft is approved."""

    code = "restructuring_not_drafted"
    zh = "只有草案可以审批"
    en = "Only a draft is approved"


class RestructuringOver(BrokenRule):
    """It has taken effect or has been stopped."""

    code = "restructuring_over"
    zh = "该调整已生效或已停止"
    en = "It has taken effect or has been stopped"
