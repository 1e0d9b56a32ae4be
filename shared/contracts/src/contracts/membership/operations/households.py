"""Households (户): areas of that kind with the people who live there. Everybody has one home."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts.access import Resource, area_scope, role, signed_in
from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.membership import vocabulary as words
from contracts.membership.operations.people import PersonRow
from contracts.membership.operations.shapes import HOUSEHOLD, PERSON, Words
from contracts.operations import Command, Query

LARGEST = 50
MOVE_RULES = ("not_a_household", "area_ended", "out_of_area", "date_in_future", "move_out_of_order", "person_deceased")


class Household(Resource):
    """An area of kind household; that it exists is no secret, who lives there is."""

    key = "area_id"
    area_id = area_scope()
    see = (signed_in(),)


class NameHousehold(Words):
    area_id = fields.UUID(required=True, metadata=PUBLIC)


class TakeHome(NameHousehold):
    """`moved_on` is the first day there, today unless said."""

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    moved_on = Day(load_default=None, allow_none=True, metadata=INTERNAL)


class MoveHousehold(NameHousehold):
    """All who live there, or only `people` of them, to the household `to_area_id` on `moved_on`, today unless said."""

    to_area_id = fields.UUID(required=True, metadata=PUBLIC)
    people = fields.List(
        fields.UUID(), load_default=None, allow_none=True, validate=validate.Length(1, LARGEST), metadata=INTERNAL
    )
    moved_on = Day(load_default=None, allow_none=True, metadata=INTERNAL)


class NameContact(NameHousehold):
    person_id = fields.UUID(required=True, metadata=INTERNAL)


class HouseholdReply(Schema):
    """A household with those alive who live there, in the order of names. `contact_id` is who is asked first (户主、联系人)."""

    area_id = fields.UUID(required=True, metadata=PUBLIC)
    name = fields.String(required=True, metadata=PUBLIC)
    contact_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    people = fields.List(fields.Nested(PersonRow), required=True, metadata=INTERNAL)


show_household = Query(
    "membership.show_household",
    "GET /households/{area_id}",
    request=NameHousehold,
    reply=HouseholdReply,
    on=Household,
    allow=[role(*words.READERS).over(Household.area_id)],
    about="Who lives in a household, and who is its contact.",
    example={"area_id": HOUSEHOLD},
)
take_home = Command(
    "membership.take_home",
    "POST /households/{area_id}/people",
    request=TakeHome,
    reply=HouseholdReply,
    on=Household,
    allow=[role(*words.KEEPERS).over(Household.area_id)],
    refuses=(*MOVE_RULES, "person_unknown", "second_home", "at_home_already"),
    about="Says in which household somebody lives who is registered in its building, estate or community without one. Who is at "
    "home elsewhere moves instead.",
    example={"area_id": HOUSEHOLD, "person_id": PERSON},
)
move_household = Command(
    "membership.move_household",
    "POST /households/{area_id}/moves",
    request=MoveHousehold,
    reply=HouseholdReply,
    on=Household,
    allow=[role(*words.KEEPERS).over(Household.area_id)],
    refuses=(*MOVE_RULES, "area_unknown", "household_empty", "not_of_household", "at_home_already"),
    about="Moves a whole household, or some of it, to another one; the reply is the other one. Its contact stays one where the "
    "other has none.",
    example={"area_id": HOUSEHOLD, "to_area_id": HOUSEHOLD},
)
name_contact = Command(
    "membership.name_contact",
    "POST /households/{area_id}/contact",
    request=NameContact,
    reply=HouseholdReply,
    on=Household,
    allow=[role(*words.KEEPERS).over(Household.area_id)],
    refuses=("not_a_household", "not_of_household", "contact_minor"),
    about="Names the contact of a household: somebody of age who lives there. Another one takes their place.",
    example={"area_id": HOUSEHOLD, "person_id": PERSON},
)
