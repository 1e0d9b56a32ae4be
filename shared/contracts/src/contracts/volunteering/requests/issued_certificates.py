"""What is sent to the operations of the certificates that the city gives out."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.calendar import Day
from contracts.classes import INTERNAL, PUBLIC
from contracts.volunteering.packs import CODE
from contracts.volunteering.requests.shapes import Paged, Request
from contracts.volunteering.requests.volunteers import OfVolunteer

KINDS = ("course", "service")
NUMBER = validate.Regexp(
    r"^GJ-\d{4}-\d{14}-\d{2}$", error="A certificate's number is GJ, a year, fourteen digits and two check digits."
)


class IssueServiceCertificate(OfVolunteer):
    """From a first to a last day, both included; none of them to come."""

    first_on = Day(required=True, metadata=INTERNAL)
    last_on = Day(required=True, metadata=INTERNAL)


class OfIssuedCertificate(Request):
    issued_certificate_id = fields.UUID(required=True, metadata=INTERNAL)


class ListIssuedCertificates(Paged):
    area_id = fields.UUID(load_default=None, allow_none=True, metadata=PUBLIC)
    kind = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(KINDS), metadata=INTERNAL)


class WithdrawCertificate(OfIssuedCertificate):
    reason = fields.String(required=True, validate=CODE, metadata=INTERNAL)


class CheckCertificate(Request):
    number = fields.String(required=True, validate=NUMBER, metadata=INTERNAL)
