"""Broken rules of organisations (组织), their rolls and seats, in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class OrganisationKindOutOfOrder(BrokenRule):
    """A group stands under a branch, a branch under a committee, a committee under a committee."""

    code = "organisation_kind_out_of_order"
    zh = "党小组隶属支部，支部隶属党委，党委隶属上级党委"
    en = "A group stands under a branch, a branch under a committee, a committee under a committee"
    kind = "invalid"
    field = "parent_id"


class OrganisationInItself(BrokenRule):
    """No organisation stands under itself or under one of its own parts."""

    code = "organisation_in_itself"
    zh = "组织不能隶属自身或其下级"
    en = "No organisation stands under itself or under one of its own parts"
    kind = "invalid"
    field = "parent_id"


class OrganisationDissolved(BrokenRule):
    """The organisation has been dissolved."""

    code = "organisation_dissolved"
    zh = "该组织已撤销"
    en = "The organisation has been dissolved"


class OrganisationHasParts(BrokenRule):
    """Other organisations still stand under it."""

    code = "organisation_has_parts"
    zh = "其下仍有组织"
    en = "Other organisations still stand under it"


class OrganisationHasMembers(BrokenRule):
    """Members are still enrolled in it."""

    code = "organisation_has_members"
    zh = "仍有党员编入该组织"
    en = "Members are still enrolled in it"


class OrganisationDateOutOfOrder(BrokenRule):
    """That is earlier than its founding or its last change."""

    code = "organisation_date_out_of_order"
    zh = "日期早于组织成立或上次变更"
    en = "That is earlier than its founding or its last change"
    kind = "invalid"


class OrganisationTakesNoMembers(BrokenRule):
    """Members are enrolled in branches and groups."""

    code = "organisation_takes_no_members"
    zh = "党员编入支部或党小组"
    en = "Members are enrolled in branches and groups"
    kind = "invalid"
    field = "organisation_id"


class NotAPartyMember(BrokenRule):
    """The register does not say that the person is a party member."""

    code = "not_a_party_member"
    zh = "登记册未载明此人为党员"
    en = "The register does not say that the person is a party member"
    kind = "invalid"
    field = "person_id"


class EnrolledElsewhere(BrokenRule):
    """The person is on the roll of another branch or group in that time."""

    code = "enrolled_elsewhere"
    zh = "此人该时段已编入其他支部或党小组"
    en = "The person is on the roll of another branch or group in that time"


class EnrolledAlready(BrokenRule):
    """The person is on this roll in that time already."""

    code = "enrolled_already"
    zh = "此人该时段已在本组织名册"
    en = "The person is on this roll in that time already"


class EnrolledBeforeFounding(BrokenRule):
    """The organisation had not been founded on that day."""

    code = "enrolled_before_founding"
    zh = "编入日期早于组织成立"
    en = "The organisation had not been founded on that day"
    kind = "invalid"
    field = "enrolled_on"


class TeamUnknown(BrokenRule):
    """There is no such team."""

    code = "team_unknown"
    zh = "没有这支队伍"
    en = "There is no such team"
    kind = "invalid"
    field = "team_id"


class TeamNotForRoll(BrokenRule):
    """Only functional branches say from which team a member comes."""

    code = "team_not_for_roll"
    zh = "只有功能型支部注明党员来自的队伍"
    en = "Only functional branches say from which team a member comes"
    kind = "invalid"
    field = "team_id"


class MemberLeft(BrokenRule):
    """The place on the roll has ended."""

    code = "member_left"
    zh = "该编入已结束"
    en = "The place on the roll has ended"


class MemberDaysWrong(BrokenRule):
    """A place ends after the day it began."""

    code = "member_days_wrong"
    zh = "结束日期须晚于编入日期"
    en = "A place ends after the day it began"
    kind = "invalid"
    field = "left_on"
