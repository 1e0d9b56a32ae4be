"""Broken rules of packs, posts, claims and pledges (机制包、岗位、认岗、承诺)."""

from __future__ import annotations

from kernel.rules import BrokenRule


class PackUnknown(BrokenRule):
    """There is no such pack or version."""

    code = "pack_unknown"
    zh = "没有这个机制包或版本"
    en = "There is no such pack or version"
    kind = "invalid"
    field = "pack"


class PackInvalid(BrokenRule):
    """A part of the pack is not valid."""

    code = "pack_invalid"
    zh = "机制包内容不合规范"
    en = "A part of the pack is not valid"
    kind = "invalid"
    field = "pack"


class PackRepeated(BrokenRule):
    """The area was already assigned a pack from this day."""

    code = "pack_repeated"
    zh = "该区域当日已指派机制包"
    en = "The area was already assigned a pack from this day"
    kind = "conflict"


class PackNotAssigned(BrokenRule):
    """No pack is in force at this area."""

    code = "pack_not_assigned"
    zh = "该区域尚未指派机制包"
    en = "No pack is in force at this area"
    kind = "conflict"


class PostUnknown(BrokenRule):
    """There is no such post."""

    code = "post_unknown"
    zh = "没有这个岗位"
    en = "There is no such post"
    kind = "invalid"
    field = "post_id"


class PostNotInPack(BrokenRule):
    """The pack in force has no such post."""

    code = "post_not_in_pack"
    zh = "现行机制包中没有此岗位"
    en = "The pack in force has no such post"
    kind = "invalid"
    field = "template"


class PostLevelWrong(BrokenRule):
    """The pack has this post at the other level."""

    code = "post_level_wrong"
    zh = "岗位级别与机制包不符"
    en = "The pack has this post at the other level"
    kind = "invalid"
    field = "level"


class PostTitleTaken(BrokenRule):
    """The area already has this post under this title."""

    code = "post_title_taken"
    zh = "该区域已有同名岗位"
    en = "The area already has this post under this title"
    kind = "conflict"


class ClaimantLevelWrong(BrokenRule):
    """Units claim organisation posts, persons personal ones."""

    code = "claimant_level_wrong"
    zh = "组织认大岗，个人认小岗"
    en = "Units claim organisation posts, persons personal ones"
    kind = "invalid"


class ClaimantUnknown(BrokenRule):
    """There is no such person or unit."""

    code = "claimant_unknown"
    zh = "没有此人或此单位"
    en = "There is no such person or unit"
    kind = "invalid"


class ClaimRepeated(BrokenRule):
    """The claimant holds this post already."""

    code = "claim_repeated"
    zh = "已认领该岗位"
    en = "The claimant holds this post already"
    kind = "conflict"


class ClaimBeforePost(BrokenRule):
    """The post had not been set up on that day."""

    code = "claim_before_post"
    zh = "认岗日期早于设岗日期"
    en = "The post had not been set up on that day"
    kind = "invalid"
    field = "claimed_on"


class ClaimReleased(BrokenRule):
    """The claim has been released."""

    code = "claim_released"
    zh = "该认岗已结束"
    en = "The claim has been released"
    kind = "conflict"


class ReleaseBeforeClaim(BrokenRule):
    """A post cannot be released before it was claimed."""

    code = "release_before_claim"
    zh = "退岗日期早于认岗日期"
    en = "A post cannot be released before it was claimed"
    kind = "invalid"
    field = "released_on"


class ReleaseBeforePledge(BrokenRule):
    """The claim has a pledge published after that day."""

    code = "release_before_pledge"
    zh = "退岗日期早于承诺公布日期"
    en = "The claim has a pledge published after that day"
    kind = "invalid"
    field = "released_on"


class PledgeRepeated(BrokenRule):
    """The claim has a pledge for this period already."""

    code = "pledge_repeated"
    zh = "本期已公布承诺"
    en = "The claim has a pledge for this period already"
    kind = "conflict"


class PledgeTooLong(BrokenRule):
    """The pledge is longer than the pack's form allows."""

    code = "pledge_too_long"
    zh = "承诺内容过长"
    en = "The pledge is longer than the pack's form allows"
    kind = "invalid"
    field = "text"


class PledgeDueTooLate(BrokenRule):
    """The pledge runs longer than the pack's form allows."""

    code = "pledge_due_too_late"
    zh = "承诺期限超出规定"
    en = "The pledge runs longer than the pack's form allows"
    kind = "invalid"
    field = "due_on"


class PledgeDueBeforePublication(BrokenRule):
    """A pledge is due on the day of its publication or later."""

    code = "pledge_due_before_publication"
    zh = "承诺期限早于公布日期"
    en = "A pledge is due on the day of its publication or later"
    kind = "invalid"
    field = "due_on"


class PledgeBeforeClaim(BrokenRule):
    """A pledge is published on the day of the claim or later."""

    code = "pledge_before_claim"
    zh = "承诺公布日期早于认岗日期"
    en = "A pledge is published on the day of the claim or later"
    kind = "invalid"
