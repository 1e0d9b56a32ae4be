"""Consent (同意): given by a person or their guardian, purpose by purpose, dated, in the words of a version, withdrawable."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts.access import Resource, area_scope, person_scope, public, role, self_in
from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.membership import vocabulary as words
from contracts.membership.consent_texts import CONTACT, PURPOSES
from contracts.membership.operations.people import Person
from contracts.membership.operations.shapes import CONSENT, PERSON, Page, PageWords, Words
from contracts.operations import Command, Query
from contracts.roles import GUARDIAN

GIVEN_BY = ("self", "guardian", "paper")


class Consent(Resource):
    """A consent to one purpose."""

    key = "consent_id"
    person_id = person_scope()
    area_id = area_scope()


Consent.see = (
    self_in(Consent.person_id),
    role(GUARDIAN).over(Consent.person_id),
    role(*words.KEEPERS).over(Consent.area_id),
)


class GiveConsent(Words):
    """`version` is that of the text which was shown. A keeper of the register enters the number of the signed `paper`, and for a
    child the `guardian_id` who signed it."""

    person_id = fields.UUID(required=True, metadata=INTERNAL)
    purpose = fields.String(required=True, validate=validate.OneOf(PURPOSES), metadata=INTERNAL)
    text_version = fields.Integer(required=True, validate=validate.Range(1, 10_000), metadata=INTERNAL)
    paper = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 40), metadata=INTERNAL)
    guardian_id = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)


class NameConsent(Words):
    consent_id = fields.UUID(required=True, metadata=INTERNAL)


class ListConsents(PageWords):
    """Consents of a person, or of all that the caller may see; those withdrawn too if `all`."""

    of = fields.UUID(load_default=None, allow_none=True, metadata=INTERNAL)
    all = fields.Boolean(load_default=False, metadata=PUBLIC)


class ConsentReply(Schema):
    """`given_by` says how: by the person, by a guardian (`guardian_id`), or on a signed paper."""

    consent_id = fields.UUID(required=True, metadata=INTERNAL)
    person_id = fields.UUID(required=True, metadata=INTERNAL)
    purpose = fields.String(required=True, metadata=INTERNAL)
    text_version = fields.Integer(required=True, metadata=INTERNAL)
    given_by = fields.String(required=True, validate=validate.OneOf(GIVEN_BY), metadata=INTERNAL)
    guardian_id = fields.UUID(required=True, allow_none=True, metadata=INTERNAL)
    paper = fields.String(required=True, allow_none=True, metadata=INTERNAL)
    given_on = Day(required=True, metadata=INTERNAL)
    withdrawn_on = Day(required=True, allow_none=True, metadata=INTERNAL)
    version = fields.Integer(required=True, metadata=INTERNAL)


class ConsentPage(Page):
    items = fields.List(fields.Nested(ConsentReply), required=True, metadata=INTERNAL)


class ConsentText(Schema):
    """What is shown before somebody consents; below the age `guarded_until` a guardian does."""

    purpose = fields.String(required=True, metadata=PUBLIC)
    version = fields.Integer(required=True, metadata=PUBLIC)
    zh = fields.String(required=True, metadata=PUBLIC)
    en = fields.String(required=True, metadata=PUBLIC)
    guarded_until = fields.Integer(required=True, metadata=PUBLIC)


class ConsentTexts(Schema):
    items = fields.List(fields.Nested(ConsentText), required=True, metadata=PUBLIC)


give_consent = Command(
    "membership.give_consent",
    "POST /people/{person_id}/consents",
    request=GiveConsent,
    reply=ConsentReply,
    on=Person,
    allow=[
        self_in(Person.person_id),
        role(GUARDIAN).over(Person.person_id),
        role(*words.KEEPERS).over(Person.home_area),
    ],
    refuses=(
        "consent_in_force",
        "consent_needs_guardian",
        "consent_text_outdated",
        "paper_missing",
        "person_deceased",
        "person_erased",
    ),
    about="Consents to one purpose: the person, a guardian for them, or a keeper of the register with the signed paper.",
    example={"person_id": PERSON, "purpose": CONTACT, "text_version": 1, "paper": "同意书2011-03"},
    status=201,
)
withdraw_consent = Command(
    "membership.withdraw_consent",
    "POST /consents/{consent_id}/withdrawal",
    request=NameConsent,
    reply=ConsentReply,
    on=Consent,
    allow=Consent.see,
    refuses=("consent_withdrawn",),
    about="Withdraws a consent: what rested on it stops, in every service.",
    example={"consent_id": CONSENT},
)
list_consents = Query(
    "membership.list_consents",
    "GET /consents",
    request=ListConsents,
    reply=ConsentPage,
    allow=Consent.see,
    about="Consents that the caller may see, newest first.",
    example={"all": True},
    paged=True,
)
list_consent_texts = Query(
    "membership.list_consent_texts",
    "GET /consent-texts",
    reply=ConsentTexts,
    allow=[public()],
    about="The texts that are in force, one for each purpose.",
)
