"""Broken rules of grants that end, are handed on, or need two people (授权的期限、委托与复核)."""

from __future__ import annotations

from kernel.rules import BrokenRule


class GrantUntilWrong(BrokenRule):
    """A grant ends after it began, and a delegated one within a year and not after the giver's own."""

    code = "grant_until_wrong"
    zh = "授权截止时间有误"
    en = "A grant ends after it began, and a delegated one within a year and not after the giver's own"
    kind = "invalid"
    field = "until"


class GrantNotHeld(BrokenRule):
    """Only a grant of one's own, in force in this session, can be handed on."""

    code = "grant_not_held"
    zh = "只能委托本人在本次会话中有效的授权"
    en = "Only a grant of one's own, in force in this session, can be handed on"
    kind = "invalid"
    field = "grant_id"


class DelegationTooWide(BrokenRule):
    """Nobody hands on more than they hold."""

    code = "delegation_too_wide"
    zh = "委托范围超出本人授权"
    en = "Nobody hands on more than they hold"
    kind = "invalid"
    field = "scope"


class DelegationChained(BrokenRule):
    """What was handed on is not handed on again."""

    code = "delegation_chained"
    zh = "受委托的授权不得再委托"
    en = "What was handed on is not handed on again"
    kind = "conflict"


class DelegationToSelf(BrokenRule):
    """Nobody hands a grant to themselves."""

    code = "delegation_to_self"
    zh = "不能委托给本人"
    en = "Nobody hands a grant to themselves"
    kind = "conflict"


class GrantNeedsApproval(BrokenRule):
    """Such a grant is proposed by one and approved by another."""

    code = "grant_needs_approval"
    zh = "该授权须一人提出、另一人复核"
    en = "Such a grant is proposed by one and approved by another"
    kind = "conflict"


class ProposalDecided(BrokenRule):
    """The proposal is no longer open."""

    code = "proposal_decided"
    zh = "该授权申请已办结"
    en = "The proposal is no longer open"
    kind = "conflict"


class ProposalRepeated(BrokenRule):
    """The same grant is already proposed."""

    code = "proposal_repeated"
    zh = "相同的授权申请正在复核"
    en = "The same grant is already proposed"
    kind = "conflict"


class ApproverNotIndependent(BrokenRule):
    """Whoever proposed a grant, or is to receive it, does not decide on it."""

    code = "approver_not_independent"
    zh = "提出人和被授权人不得复核"
    en = "Whoever proposed a grant, or is to receive it, does not decide on it"
    kind = "forbidden"


class ProposalNotYours(BrokenRule):
    """A proposal is withdrawn by whoever made it."""

    code = "proposal_not_yours"
    zh = "只有提出人可以撤回"
    en = "A proposal is withdrawn by whoever made it"
    kind = "forbidden"
