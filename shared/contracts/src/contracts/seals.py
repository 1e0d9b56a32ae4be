"""The seal of an audit (审计封存): one event that every service emits, declared by one factory."""

from __future__ import annotations

from functools import cache

from marshmallow import fields

from contracts.classes import INTERNAL
from contracts.events import BULK, Event


@cache
def audit_sealed(service: str) -> type[Event]:
    """The event class of a service's seals, `<service>.audit_sealed.v1`."""
    about = f"""A minute's audit entries of {service} were sealed.

    `digest` covers `entries` entries and `previous`, the digest of link `chain - 1`. Reporting keeps it, so that nobody
    who can write {service}'s database can rewrite its past unnoticed.
    """
    words = {
        "__doc__": about,
        "__module__": __name__,
        "name": f"{service}.audit_sealed.v1",
        "aggregate": "audit_seal",
        "lane": BULK,
        "emitted_since": "0.1.0",
        "sealed_minute": fields.AwareDateTime(required=True, metadata=INTERNAL),
        "chain": fields.Integer(required=True, strict=True, metadata=INTERNAL),
        "entries": fields.Integer(required=True, strict=True, metadata=INTERNAL),
        "previous": fields.String(required=True, metadata=INTERNAL),
        "digest": fields.String(required=True, metadata=INTERNAL),
    }
    return type(f"{service.title()}AuditSealedV1", (Event,), words)
