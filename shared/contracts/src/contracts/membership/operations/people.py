"""The register of people (居民登记): who lives where. Nothing but id, name, home area and minority ever leaves it."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts import roles
from contracts.access import Resource, acting_for, area_scope, person_scope, role, self_in, signed_in
from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.imports import ImportRecord, ImportReply, request_of
from contracts.membership import vocabulary as words
from contracts.membership.operations.shapes import COMMUNITY, HOUSEHOLD, PERSON, Page, PageWords, Words
from contracts.operations import Command, Import, Query

NAME = validate.Length(min=1, max=60)
PHONE = validate.Regexp(r"^\+?[0-9][0-9 -]{4,19}$")
IDENTITY = validate.Regexp(r"^[0-9]{17}[0-9Xx]$")


class Person(Resource):
    """A registered person: seen by themselves, by who acts for them, and by who keeps the area's register."""

    key = "person_id"
    person_id = person_scope()
    home_area = area_scope()


Person.see = (self_in(Person.person_id), acting_for(Person.person_id), role(*words.READERS).over(Person.home_area))


class HomeArea(Resource):
    """The area a person is registered in."""

    key = "home_area"
    area_id = area_scope()
    see = (signed_in(),)


class _NewPerson(Schema):
    """`identity_number` (身份证号) is the 18-digit one with its check character; the birth date follows from it.
    Without one a `birth_date` may be given. `registered_on` is the first day of the stay, today unless said.
    `confirmed_different` says that whoever has the same name and birth date or phone was looked at and is somebody else."""

    name = fields.String(required=True, validate=NAME, metadata=words.NAME)
    home_area = fields.UUID(required=True, metadata=words.HOME)
    phone = fields.String(load_default=None, allow_none=True, validate=PHONE, metadata=words.PHONE)
    identity_number = fields.String(load_default=None, allow_none=True, validate=IDENTITY, metadata=words.IDENTITY)
    party_member = fields.Boolean(load_default=False, metadata=words.PARTY)
    birth_date = Day(load_default=None, allow_none=True, metadata=words.BIRTH)
    registered_on = Day(load_default=None, allow_none=True, metadata=INTERNAL)
    confirmed_different = fields.Boolean(load_default=False, metadata=INTERNAL)


class RegisterPerson(_NewPerson, Words):
    pass


class ImportedPerson(_NewPerson, ImportRecord):
    """A person of a source's own list."""


class CorrectPerson(Words):
    """What is left out stays; another `home_area` is a move on the day `moved_on`, today unless said."""

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    name = fields.String(validate=NAME, metadata=words.NAME)
    home_area = fields.UUID(metadata=words.HOME)
    moved_on = Day(load_default=None, allow_none=True, metadata=INTERNAL)
    phone = fields.String(allow_none=True, validate=PHONE, metadata=words.PHONE)
    identity_number = fields.String(validate=IDENTITY, metadata=words.IDENTITY)
    party_member = fields.Boolean(metadata=words.PARTY)
    birth_date = Day(metadata=words.BIRTH)


class RegisterDeath(Words):
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    died_on = Day(required=True, metadata=INTERNAL)


class ShowPerson(Words):
    person_id = fields.UUID(required=True, metadata=INTERNAL)


class ListPeople(PageWords):
    """People of an area and below; `q` is the beginning of any part of a name, of its pinyin, or of its initials."""

    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    q = fields.String(load_default=None, allow_none=True, validate=NAME, metadata=INTERNAL)


class PersonRow(Schema):
    """A person as lists show them."""

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    name = fields.String(required=True, metadata=words.NAME)
    home_area = fields.UUID(required=True, metadata=words.HOME)
    minor = fields.Boolean(required=True, metadata=words.MINOR)
    alive = fields.Boolean(required=True, metadata=words.BIRTH)
    version = fields.Integer(required=True, metadata=INTERNAL)


class PersonInFull(PersonRow):
    """A person; what the caller's role does not need is masked, and each reading of what is sealed is audited."""

    phone = fields.String(required=True, allow_none=True, metadata=words.PHONE)
    identity_number = fields.String(required=True, allow_none=True, metadata=words.IDENTITY)
    birth_date = Day(required=True, allow_none=True, metadata=words.BIRTH)
    party_member = fields.Boolean(required=True, allow_none=True, metadata=words.PARTY)
    registered_on = Day(required=True, metadata=INTERNAL)
    died_on = Day(required=True, allow_none=True, metadata=words.BIRTH)


class PersonPage(Page):
    items = fields.List(fields.Nested(PersonRow), required=True, metadata=INTERNAL)


PERSON_RULES = (
    "identity_number_invalid",
    "identity_number_taken",
    "birth_date_differs",
    "birth_date_in_future",
    "date_in_future",
)

register_person = Command(
    "membership.register_person",
    "POST /people",
    request=RegisterPerson,
    reply=PersonRow,
    on=HomeArea,
    allow=[role(*words.KEEPERS).over(HomeArea.area_id)],
    refuses=(*PERSON_RULES, "possible_duplicate"),
    about="Registers a person in their home area. Phone and identity number are sealed under the person's own key; the "
    "same identity number is registered once. Somebody of the same name and birth date or phone within the caller's sight is "
    "named in the refusal, until the caller says that they are different.",
    example={"name": "徐开枝", "home_area": HOUSEHOLD, "phone": "13800001111", "birth_date": "1946-05-04"},
    status=201,
)
correct_person = Command(
    "membership.correct_person",
    "PATCH /people/{person_id}",
    request=CorrectPerson,
    reply=PersonRow,
    on=Person,
    allow=[role(*words.KEEPERS).over(Person.home_area)],
    refuses=(*PERSON_RULES, "person_deceased", "person_erased", "area_unknown", "out_of_area", "move_out_of_order"),
    about="Corrects what the register says of a person, or moves them to another home area within the caller's reach.",
    example={"person_id": PERSON, "phone": "13800002222"},
    edits=True,
)
register_death = Command(
    "membership.register_death",
    "POST /people/{person_id}/death",
    request=RegisterDeath,
    reply=PersonRow,
    on=Person,
    allow=[role(*words.KEEPERS).over(Person.home_area)],
    refuses=("person_deceased", "person_erased", "date_in_future"),
    about="Enters that a person died: their claims are released, their accounts closed; other services end their part.",
    example={"person_id": PERSON, "died_on": "2011-06-01"},
)
show_person = Query(
    "membership.show_person",
    "GET /people/{person_id}",
    request=ShowPerson,
    reply=PersonInFull,
    on=Person,
    allow=Person.see,
    refuses=("person_erased",),
    about="A person as far as the caller's role needs to know them.",
    example={"person_id": PERSON},
)
list_people = Query(
    "membership.list_people",
    "GET /people",
    request=ListPeople,
    reply=PersonPage,
    allow=[role(*words.READERS).over(Person.home_area)],
    about="People of the caller's areas by the beginning of a name (王, 芳), its pinyin (wangfang) or initials (wf).",
    example={"area_id": COMMUNITY, "q": "xkz"},
    paged=True,
)
import_people = Import(
    "membership.import_people",
    "POST /people/imports",
    request=request_of(ImportedPerson),
    reply=ImportReply,
    record=ImportedPerson,
    allow=[role(roles.REGISTRAR).anywhere()],
    refuses=(*PERSON_RULES, "possible_duplicate", "out_of_area"),
    about="Enters people of a source's list into home areas within the registrar's reach.",
    example={
        "dry_run": True,
        "records": [
            {
                "record_key": "person:0001",
                "source": "zhenwei-register-2011",
                "name": "徐开枝",
                "home_area": HOUSEHOLD,
                "birth_date": "1946-05-04",
                "party_member": True,
                "registered_on": "2011-01-01",
            }
        ],
    },
)
