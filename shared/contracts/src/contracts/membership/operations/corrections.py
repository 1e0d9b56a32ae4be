"""Correction (更正): a person says what is wrong in the register, with a paper; its keeper accepts or refuses in time."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts.access import Resource, acting_for, area_scope, person_scope, role, self_in
from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.membership import vocabulary as words
from contracts.membership.operations.people import PERSON_RULES, Person
from contracts.membership.operations.shapes import CORRECTION, PERSON, Page, PageWords, Words
from contracts.operations import Command, Query

FIELDS = ("name", "phone", "birth_date", "identity_number")
STATES = ("asked", "accepted", "refused")
REFUSALS = ("evidence_lacking", "register_is_right", "not_entitled")


class Correction(Resource):
    """What a person asked to be corrected."""

    key = "correction_id"
    person_id = person_scope()
    area_id = area_scope()


Correction.see = (
    self_in(Correction.person_id),
    acting_for(Correction.person_id),
    role(*words.KEEPERS).over(Correction.area_id),
)


class AskCorrection(Words):
    """`field` of the register should read `value`, as the `paper` of this number shows."""

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    field = fields.String(required=True, validate=validate.OneOf(FIELDS), metadata=INTERNAL)
    value = fields.String(required=True, validate=validate.Length(1, 60), metadata=words.CORRECTED)
    paper = fields.String(required=True, validate=validate.Length(1, 40), metadata=INTERNAL)


class NameCorrection(Words):
    correction_id = fields.UUID(required=True, metadata=INTERNAL)


class RefuseCorrection(Words):
    correction_id = fields.UUID(required=True, metadata=INTERNAL)
    reason = fields.String(required=True, validate=validate.OneOf(REFUSALS), metadata=INTERNAL)


class ListCorrections(PageWords):
    """Corrections within an area, in a state or in any, only those that are late or all; newest first."""

    within = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES), metadata=PUBLIC)
    late = fields.Boolean(load_default=False, metadata=PUBLIC)


class CorrectionRow(Schema):
    """It is decided by `due_on`; `late_since` is set where it was not."""

    correction_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    area_id = fields.UUID(required=True, metadata=INTERNAL)
    field = fields.String(required=True, metadata=INTERNAL)
    paper = fields.String(required=True, metadata=INTERNAL)
    state = fields.String(required=True, validate=validate.OneOf(STATES), metadata=INTERNAL)
    reason = fields.String(required=True, allow_none=True, metadata=INTERNAL)
    asked_on = Day(required=True, metadata=INTERNAL)
    due_on = Day(required=True, metadata=INTERNAL)
    decided_on = Day(required=True, allow_none=True, metadata=INTERNAL)
    late_since = Day(required=True, allow_none=True, metadata=INTERNAL)
    version = fields.Integer(required=True, metadata=INTERNAL)


class CorrectionReply(CorrectionRow):
    value = fields.String(required=True, allow_none=True, metadata=words.CORRECTED)


class CorrectionPage(Page):
    items = fields.List(fields.Nested(CorrectionRow), required=True, metadata=INTERNAL)


ask_correction = Command(
    "membership.ask_correction",
    "POST /people/{person_id}/corrections",
    request=AskCorrection,
    reply=CorrectionRow,
    on=Person,
    allow=[self_in(Person.person_id), acting_for(Person.person_id), role(*words.KEEPERS).over(Person.home_area)],
    refuses=("correction_running", "correction_unfit", "person_erased"),
    about="Asks that a word of the register be corrected; the keeper of the register decides within fifteen days.",
    example={"person_id": PERSON, "field": "phone", "value": "13800003333", "paper": "更正申请2011-04"},
    status=201,
)
accept_correction = Command(
    "membership.accept_correction",
    "POST /corrections/{correction_id}/acceptance",
    request=NameCorrection,
    reply=CorrectionRow,
    on=Correction,
    allow=[role(*words.KEEPERS).over(Correction.area_id)],
    refuses=(*PERSON_RULES, "correction_decided", "correction_own", "person_deceased", "person_erased", "out_of_area"),
    about="Accepts it: the register is corrected under the rules of any correction.",
    example={"correction_id": CORRECTION},
)
refuse_correction = Command(
    "membership.refuse_correction",
    "POST /corrections/{correction_id}/refusal",
    request=RefuseCorrection,
    reply=CorrectionRow,
    on=Correction,
    allow=[role(*words.KEEPERS).over(Correction.area_id)],
    refuses=("correction_decided", "correction_own"),
    about="Refuses it, with the reason that the person sees.",
    example={"correction_id": CORRECTION, "reason": "evidence_lacking"},
)
show_correction = Query(
    "membership.show_correction",
    "GET /corrections/{correction_id}",
    request=NameCorrection,
    reply=CorrectionReply,
    on=Correction,
    allow=Correction.see,
    about="What was asked; what should be read instead is shown to the person and the keepers, and every reading is audited.",
    example={"correction_id": CORRECTION},
)
list_corrections = Query(
    "membership.list_corrections",
    "GET /corrections",
    request=ListCorrections,
    reply=CorrectionPage,
    allow=Correction.see,
    about="Corrections that the caller may see, newest first; `late` for those that nobody decided in time.",
    example={"late": True},
    paged=True,
)
