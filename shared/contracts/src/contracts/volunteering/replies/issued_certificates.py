"""What the operations of the certificates that the city gives out answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from contracts.classes import INTERNAL, PUBLIC, Basis, Mask, personal

HOLDER = personal(
    "Showing on a certificate's check that it is the holder's",
    Basis.CONSENT,
    "until the certificate is withdrawn",
    mask=Mask.NAME,
)
"""Masked for everybody but the holder."""


class IssuedCertificate(Schema):
    """`state`: valid, corrected (some of it was struck since) or withdrawn. `minutes_issued`: what the paper says;
    `minutes`: what is really served or attended by the books of today."""

    issued_certificate_id = fields.UUID(attribute="id", metadata=INTERNAL)
    area_id = fields.UUID(attribute="area", metadata=PUBLIC)
    number = fields.String(metadata=INTERNAL)
    kind = fields.String(metadata=INTERNAL)
    person_id = fields.UUID(allow_none=True, metadata=INTERNAL)
    title = fields.String(allow_none=True, metadata=INTERNAL)
    first_on = fields.Date(metadata=INTERNAL)
    last_on = fields.Date(metadata=INTERNAL)
    minutes_issued = fields.Integer(metadata=INTERNAL)
    minutes = fields.Integer(metadata=INTERNAL)
    issued_on = fields.Date(metadata=INTERNAL)
    withdrawn_on = fields.Date(allow_none=True, metadata=INTERNAL)
    withdrawn_for = fields.String(allow_none=True, metadata=INTERNAL)
    state = fields.String(metadata=INTERNAL)


class IssuedCertificatePage(Schema):
    items = fields.List(fields.Nested(IssuedCertificate), metadata=INTERNAL)
    next = fields.String(allow_none=True, metadata=PUBLIC)


class CheckedCertificate(Schema):
    """What anybody who holds the number learns: whether it holds, the holder's masked name, and the hours behind it."""

    number = fields.String(metadata=PUBLIC)
    state = fields.String(metadata=PUBLIC)
    kind = fields.String(metadata=PUBLIC)
    holder = fields.String(allow_none=True, metadata=HOLDER)
    title = fields.String(allow_none=True, metadata=PUBLIC)
    first_on = fields.Date(metadata=PUBLIC)
    last_on = fields.Date(metadata=PUBLIC)
    minutes_issued = fields.Integer(metadata=PUBLIC)
    minutes = fields.Integer(metadata=PUBLIC)
    issued_on = fields.Date(metadata=PUBLIC)
    withdrawn_on = fields.Date(allow_none=True, metadata=PUBLIC)
