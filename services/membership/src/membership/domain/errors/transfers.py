"""Broken rules of second places (双岗位登记、流动党员) and of transfers (组织关系转接), in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class SecondPlaceTaken(BrokenRule):
    """The person has a second place already."""

    code = "second_place_taken"
    zh = "此人已在一处社区登记"
    en = "The person has a second place already"


class SecondPlaceNeedsFirst(BrokenRule):
    """Nobody has a second place without a first: say which organisation keeps the main roll."""

    code = "second_place_needs_first"
    zh = "须注明其组织关系所在的党组织"
    en = "Nobody has a second place without a first: say which organisation keeps the main roll"
    kind = "invalid"
    field = "kept_at"


class SecondPlaceBesideFirst(BrokenRule):
    """The person's main roll is kept in this community."""

    code = "second_place_beside_first"
    zh = "此人组织关系已在本社区"
    en = "The person's main roll is kept in this community"


class NotLivingThere(BrokenRule):
    """One registers in the community where one lives."""

    code = "not_living_there"
    zh = "只能在居住地社区登记"
    en = "One registers in the community where one lives"
    kind = "invalid"
    field = "person_id"


class TransferToItself(BrokenRule):
    """The member is on that roll already."""

    code = "transfer_to_itself"
    zh = "该党员组织关系已在该组织"
    en = "The member is on that roll already"
    kind = "invalid"
    field = "to_organisation_id"


class TransferFromNowhere(BrokenRule):
    """Of a member on no roll here, say from where they come and the number of the letter."""

    code = "transfer_from_nowhere"
    zh = "登记册外转入须注明原组织和介绍信编号"
    en = "Of a member on no roll here, say from where they come and the number of the letter"
    kind = "invalid"
    field = "came_from"


class TransferPending(BrokenRule):
    """Another transfer of the member is open."""

    code = "transfer_pending"
    zh = "该党员已有未办结的转接"
    en = "Another transfer of the member is open"


class TransferNotReleased(BrokenRule):
    """The old end has not let the member go yet."""

    code = "transfer_not_released"
    zh = "原组织尚未同意转出"
    en = "The old end has not let the member go yet"


class TransferReleasedAlready(BrokenRule):
    """The old end has let the member go already."""

    code = "transfer_released_already"
    zh = "原组织已同意转出"
    en = "The old end has let the member go already"


class TransferOver(BrokenRule):
    """The transfer was accepted, refused or withdrawn."""

    code = "transfer_over"
    zh = "该转接已办结"
    en = "The transfer was accepted, refused or withdrawn"
