"""Facts of rolls (党员编入): places on the roll of a branch or group. Nobody is named: party membership never travels."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.classes import PUBLIC
from contracts.events import Event
from contracts.membership.events.versions import FIRST
from contracts.membership.vocabulary import ORGANISATION_KINDS_NOW


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
