"""The shapes of patrol's requests and replies."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from contracts.calendar import Day, Moment
from contracts.classes import INTERNAL, PUBLIC, Basis, Mask, personal, sensitive
from contracts.imports import ImportRecord
from contracts.roles import GRID_WORKER, OFFICERS, PATROL_CAPTAIN, PATROL_MEMBER, REGISTRAR, SUPERVISOR, WARDEN

SHIFT_STATES = ("planned", "completed", "missed", "called_off")
COORDINATE_SYSTEMS = ("wgs84", "gcj02")
WATCHERS = (PATROL_CAPTAIN, PATROL_MEMBER, GRID_WORKER, WARDEN, SUPERVISOR, REGISTRAR, *OFFICERS)
"""Who read shifts of their team or area."""

ON_DUTY = personal(
    "To know who watches over the neighbourhood at night and to credit the hours",
    Basis.CONSENT,
    "shift + 2 years",
    mask=Mask.NAME,
    shown_to=WATCHERS,
)
WHEREABOUTS = sensitive(
    "To see that a checkpoint was really reached; only near or not near is kept, never the position",
    Basis.CONSENT,
    "not kept",
)


class _Words(Schema):
    class Meta:
        unknown = RAISE


class _Page(_Words):
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200), metadata=PUBLIC)
    after = fields.String(load_default=None, allow_none=True, metadata=PUBLIC)


class Position(_Words):
    """Where a phone was, in degrees, and the system it measures in: phones in China report gcj02."""

    latitude = fields.Float(required=True, validate=validate.Range(-90, 90), metadata=WHEREABOUTS)
    longitude = fields.Float(required=True, validate=validate.Range(-180, 180), metadata=WHEREABOUTS)
    system = fields.String(required=True, validate=validate.OneOf(COORDINATE_SYSTEMS), metadata=PUBLIC)


class PlanShift(_Words):
    """A night (civil date in Asia/Shanghai) for a patrol team; hours are clock times, the pack's where left out."""

    team_id = fields.UUID(required=True, metadata=INTERNAL)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    night = Day(required=True, metadata=PUBLIC)
    starts = fields.Time(format="%H:%M", load_default=None, allow_none=True, metadata=PUBLIC)
    ends = fields.Time(format="%H:%M", load_default=None, allow_none=True, metadata=PUBLIC)


class ShiftId(_Words):
    shift_id = fields.UUID(required=True, metadata=INTERNAL)


class ListShifts(_Page):
    """Which shifts: of an area and below it, of a month (2011-06), of a team, in a state, with a person on the roster.

    `team` and `person` are ids; they are not named like the scopes of a shift, which would make them claims.
    """

    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    month = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Regexp(r"(19|2\d)\d\d-(0[1-9]|1[0-2])\Z"),
        metadata=PUBLIC,
    )
    team = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    person = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(SHIFT_STATES), metadata=PUBLIC)


class RosterMember(_Words):
    shift_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)


class RecordCheckIn(_Words):
    """Who was there, when, at which checkpoint. The position is compared with the checkpoint's and then forgotten."""

    shift_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    at = Moment(required=True, metadata=INTERNAL)
    checkpoint_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    position = fields.Nested(Position, load_default=None, allow_none=True, metadata=WHEREABOUTS)


class CallOffShift(_Words):
    shift_id = fields.UUID(required=True, metadata=INTERNAL)
    reason = fields.String(required=True, validate=validate.Length(1, 200), metadata=INTERNAL)


class PlaceCheckpoint(_Words):
    """A place that patrols pass (巡更点). `radius` is how near, in metres, counts as being there."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    name = fields.String(required=True, validate=validate.Length(1, 60), metadata=PUBLIC)
    latitude = fields.Float(required=True, validate=validate.Range(-90, 90), metadata=PUBLIC)
    longitude = fields.Float(required=True, validate=validate.Range(-180, 180), metadata=PUBLIC)
    system = fields.String(required=True, validate=validate.OneOf(COORDINATE_SYSTEMS), metadata=PUBLIC)
    radius = fields.Integer(load_default=50, strict=True, validate=validate.Range(5, 500), metadata=PUBLIC)


class ListCheckpoints(_Page):
    area_id = fields.UUID(required=True, metadata=PUBLIC)


class CheckpointId(_Words):
    checkpoint_id = fields.UUID(required=True, metadata=INTERNAL)


class Checkpoint(_Words):
    """A checkpoint; its position is WGS-84."""

    checkpoint_id = fields.UUID(attribute="id", required=True, metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", required=True, metadata=PUBLIC)
    name = fields.String(required=True, metadata=PUBLIC)
    latitude = fields.Float(required=True, metadata=PUBLIC)
    longitude = fields.Float(required=True, metadata=PUBLIC)
    radius = fields.Integer(required=True, metadata=PUBLIC)
    retired_at = Moment(required=True, allow_none=True, metadata=PUBLIC)


class CheckpointPage(_Words):
    items = fields.List(fields.Nested(Checkpoint), required=True, metadata=PUBLIC)
    next = fields.String(required=True, allow_none=True, metadata=PUBLIC)


class CheckIn(_Words):
    """A check-in as it is kept; `near` is null without checkpoint or position."""

    check_in_id = fields.UUID(attribute="id", required=True, metadata=INTERNAL)
    shift_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    at = Moment(required=True, metadata=INTERNAL)
    checkpoint_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    near = fields.Boolean(required=True, allow_none=True, metadata=INTERNAL)


class ShiftRow(_Words):
    """A shift in a list. `rostered` and `present` count distinct members on the roster and checked in."""

    shift_id = fields.UUID(attribute="id", required=True, metadata=INTERNAL)
    team_id = fields.UUID(required=True, metadata=INTERNAL)
    team_name = fields.String(required=True, metadata=PUBLIC)
    area_id = fields.UUID(attribute="area", required=True, metadata=PUBLIC)
    night = Day(required=True, metadata=PUBLIC)
    starts_at = Moment(required=True, metadata=PUBLIC)
    ends_at = Moment(required=True, metadata=PUBLIC)
    minimum = fields.Integer(required=True, metadata=PUBLIC)
    state = fields.String(required=True, metadata=PUBLIC)
    rostered = fields.Integer(required=True, metadata=PUBLIC)
    present = fields.Integer(required=True, metadata=PUBLIC)


class ShiftPage(_Words):
    items = fields.List(fields.Nested(ShiftRow), required=True, metadata=INTERNAL)
    next = fields.String(required=True, allow_none=True, metadata=PUBLIC)


class Shift(_Words):
    """A shift after an act. `missed_because` is the code of the rule a missed one broke."""

    shift_id = fields.UUID(attribute="id", required=True, metadata=INTERNAL)
    team_id = fields.UUID(required=True, metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", required=True, metadata=PUBLIC)
    night = Day(required=True, metadata=PUBLIC)
    starts_at = Moment(required=True, metadata=PUBLIC)
    ends_at = Moment(required=True, metadata=PUBLIC)
    minimum = fields.Integer(required=True, metadata=PUBLIC)
    state = fields.String(required=True, metadata=PUBLIC)
    missed_because = fields.String(required=True, allow_none=True, metadata=INTERNAL)
    version = fields.Integer(required=True, metadata=PUBLIC)


class RosterRow(_Words):
    """A member on the roster; `origin` says how: a person put them there, or volunteering assigned them."""

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    display_name = fields.String(required=True, allow_none=True, metadata=ON_DUTY)
    origin = fields.String(required=True, metadata=INTERNAL)


class ShiftInFull(Shift):
    """A shift with its roster and check-ins."""

    team_name = fields.String(required=True, metadata=PUBLIC)
    roster = fields.List(fields.Nested(RosterRow), required=True, metadata=INTERNAL)
    check_ins = fields.List(fields.Nested(CheckIn), required=True, metadata=INTERNAL)


class ImportedCheckIn(_Words):
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    at = Moment(required=True, metadata=INTERNAL)
    checkpoint_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)


class ImportedShift(ImportRecord):
    """A past night with its check-ins. Its roster may be left out: whoever checked in was on it.

    A repeated scan is left out as it would have been refused on the spot; any other broken rule refuses the record.
    """

    team_id = fields.UUID(required=True, metadata=INTERNAL)
    area_id = fields.UUID(required=True, metadata=PUBLIC)
    night = Day(required=True, metadata=PUBLIC)
    starts = fields.Time(format="%H:%M", load_default=None, allow_none=True, metadata=PUBLIC)
    ends = fields.Time(format="%H:%M", load_default=None, allow_none=True, metadata=PUBLIC)
    roster = fields.List(
        fields.UUID(metadata=INTERNAL), load_default=list, validate=validate.Length(max=100), metadata=INTERNAL
    )
    check_ins = fields.List(
        fields.Nested(ImportedCheckIn), load_default=list, validate=validate.Length(max=500), metadata=INTERNAL
    )
