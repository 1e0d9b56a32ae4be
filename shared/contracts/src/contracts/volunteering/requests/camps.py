"""What is sent to the operations of camps (夏令营)."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC, Basis, Mask, personal
from contracts.roles import BRANCH_SECRETARY, FAMILY, GUARDIAN, OFFICERS, REGISTRAR, TEAM_LEADER, VOLUNTEER
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests.activities import TITLE
from contracts.volunteering.requests.shapes import Paged, Request
from contracts.volunteering.requests.teams import OfTeam

WHO_COMES = personal(
    "Running a camp for children",
    Basis.CONSENT,
    "while the camp lasts + 1 year",
    mask=Mask.HIDE,
    shown_to=(GUARDIAN, FAMILY, VOLUNTEER, TEAM_LEADER, REGISTRAR, BRANCH_SECRETARY, *OFFICERS),
)


class PlanCamp(OfTeam):
    """A camp of the team from `first_on` to `last_on` with `places` for children. `programme` is a code of the pack."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    title = fields.String(required=True, validate=TITLE, metadata=PUBLIC)
    programme = fields.String(required=True, validate=CODE, metadata=PUBLIC)
    first_on = Day(required=True, metadata=PUBLIC)
    last_on = Day(required=True, metadata=PUBLIC)
    places = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=1_000), metadata=PUBLIC)


class OfCamp(Request):
    camp_id = fields.UUID(required=True, metadata=INTERNAL)


class ListCamps(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)


class EnrolChild(OfCamp):
    """`person_id`: the child. Whoever acts for it consents by enrolling it; others need a guardian's consent on file."""

    person_id = fields.UUID(required=True, metadata=WHO_COMES)


class ListCampPlaces(Paged, OfCamp):
    pass


class OfCampPlace(Request):
    place_id = fields.UUID(required=True, metadata=INTERNAL)


class MarkPresent(OfCampPlace):
    on = Day(required=True, metadata=INTERNAL)
