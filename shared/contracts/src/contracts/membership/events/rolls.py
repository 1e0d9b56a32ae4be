"""Facts of rolls (党员编入): places on the roll of a branch or group. Nobody is named: party membership never travels."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.classes import PUBLIC
from contracts.events import Event
from contracts.membership.events.versions import FIRST
from contracts.membership.vocabulary import ORGANISATION_KINDS_NOW, SECOND_PLACES


class MemberEnrolledV1(Event):
    """Somebody was enrolled in an organisation. `main` is false in a functional branch, which members belong to beside their
    own; there `team_id` may say from which team (a troupe) they came."""

    name, aggregate, emitted_since = "membership.member_enrolled.v1", "member_seat", FIRST
    seat_id = fields.UUID(required=True, metadata=PUBLIC)
    organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    kind = fields.String(required=True, validate=validate.OneOf(ORGANISATION_KINDS_NOW), metadata=PUBLIC)
    main = fields.Boolean(required=True, metadata=PUBLIC)
    team_id = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)
    enrolled_on = fields.Date(required=True, metadata=PUBLIC)


class MemberLeftV1(Event):
    """A place on a roll ended; `left_on` is the first day without it."""

    name, aggregate, emitted_since = "membership.member_left.v1", "member_seat", FIRST
    seat_id = fields.UUID(required=True, metadata=PUBLIC)
    left_on = fields.Date(required=True, metadata=PUBLIC)


class SecondPlaceTakenV1(Event):
    """A member whose main roll is elsewhere was registered where they live (双岗位登记、流动党员登记). Told instead of
    `member_enrolled`; it says of which place, not whose."""

    name, aggregate, emitted_since = "membership.second_place_taken.v1", "member_seat", FIRST
    seat_id = fields.UUID(required=True, metadata=PUBLIC)
    organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    second = fields.String(required=True, validate=validate.OneOf(SECOND_PLACES), metadata=PUBLIC)
    taken_on = fields.Date(required=True, metadata=PUBLIC)


class SecondPlaceLeftV1(Event):
    """A second place ended; `left_on` is the first day without it."""

    name, aggregate, emitted_since = "membership.second_place_left.v1", "member_seat", FIRST
    seat_id = fields.UUID(required=True, metadata=PUBLIC)
    left_on = fields.Date(required=True, metadata=PUBLIC)


class IdentityShownV1(Event):
    """A floating member agreed to be shown as one (流动党员亮身份) from `shown_on` on. It says of which place, not whose."""

    name, aggregate, emitted_since = "membership.identity_shown.v1", "member_seat", FIRST
    seat_id = fields.UUID(required=True, metadata=PUBLIC)
    shown_on = fields.Date(required=True, metadata=PUBLIC)


class IdentityHiddenV1(Event):
    """That was taken back, or the place ended: `hidden_on` is the first day on which it is not shown."""

    name, aggregate, emitted_since = "membership.identity_hidden.v1", "member_seat", FIRST
    seat_id = fields.UUID(required=True, metadata=PUBLIC)
    hidden_on = fields.Date(required=True, metadata=PUBLIC)


class MemberTransferredV1(Event):
    """Both ends agreed and somebody's main place passed from one roll to another (组织关系转接); from null it came from outside
    the register. It says from where to where, not who."""

    name, aggregate, emitted_since = "membership.member_transferred.v1", "transfer", FIRST
    transfer_id = fields.UUID(required=True, metadata=PUBLIC)
    from_organisation_id = fields.UUID(required=True, allow_none=True, metadata=PUBLIC)
    to_organisation_id = fields.UUID(required=True, metadata=PUBLIC)
    transferred_on = fields.Date(required=True, metadata=PUBLIC)


class RollDisclosedV1(Event):
    """Somebody on a roll agreed that it is disclosed (亮身份) from `disclosed_on` on. It says of which place, not whose."""

    name, aggregate, emitted_since = "membership.roll_disclosed.v1", "member_seat", FIRST
    seat_id = fields.UUID(required=True, metadata=PUBLIC)
    disclosed_on = fields.Date(required=True, metadata=PUBLIC)


class RollConcealedV1(Event):
    """That was taken back, or the place ended: `concealed_on` is the first day on which it is not shown."""

    name, aggregate, emitted_since = "membership.roll_concealed.v1", "member_seat", FIRST
    seat_id = fields.UUID(required=True, metadata=PUBLIC)
    concealed_on = fields.Date(required=True, metadata=PUBLIC)


class RollBoardPublishedV1(Event):
    """A building shows from `published_on` on those of its members who agreed (公示栏)."""

    name, aggregate, emitted_since = "membership.roll_board_published.v1", "roll_board", FIRST
    board_id = fields.UUID(required=True, metadata=PUBLIC)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    published_on = fields.Date(required=True, metadata=PUBLIC)


class RollBoardWithdrawnV1(Event):
    """The board was taken down; `withdrawn_on` is the first day without it."""

    name, aggregate, emitted_since = "membership.roll_board_withdrawn.v1", "roll_board", FIRST
    board_id = fields.UUID(required=True, metadata=PUBLIC)
    withdrawn_on = fields.Date(required=True, metadata=PUBLIC)
