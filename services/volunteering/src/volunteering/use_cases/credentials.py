"""Certificates, screening, free time, and the guardian's consent that a child volunteers."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from kernel.period import first_moment
from runtime.access import Caller
from runtime.clocks import cancel_clock, set_clock
from runtime.inbox import Received
from runtime.replicas import PERSON
from runtime.time import today
from volunteering import published
from volunteering.domain.calendar import must_not_be_future
from volunteering.domain.credential_errors import CertificateExpired, CertificateKnown, OwnCredential
from volunteering.domain.credentials import EXPIRED, REVOKED, VALID, Certificate, Consent, FreeTime, must_not_overlap
from volunteering.domain.volunteers import Volunteer
from volunteering.use_cases import after_school
from volunteering.use_cases.lookups import VOLUNTEERING, has_consent
from volunteering.use_cases.volunteers import step_back

EXPIRY = "certificate_expires"
PURPOSES = (VOLUNTEERING, after_school.PURPOSE)
"""Consents to anything else are not kept here."""


def register_certificate(
    session: Session,
    caller: Caller,
    *,
    volunteer_id: UUID,
    skill: str,
    issuer: str,
    issued_on: date,
    expires_on: date | None,
) -> Certificate:
    """Enter a certificate; the skill is the volunteer's from now on, and a clock ends it."""
    volunteer = _somebody_else(session, caller, volunteer_id)
    must_not_be_future(issued_on, today(), "issued_on")
    if expires_on is not None and expires_on <= today():
        raise CertificateExpired
    row = {
        "id": uuid7(),
        "volunteer_id": volunteer.id,
        "person_id": volunteer.person_id,
        "area": volunteer.area,
        "skill": skill,
        "issuer": issuer,
        "issued_on": issued_on,
        "expires_on": expires_on,
        "state": VALID,
    }
    if session.scalar(insert(Certificate).values(row).on_conflict_do_nothing().returning(Certificate.id)) is None:
        raise CertificateKnown
    volunteer.can_do([*volunteer.skills, skill])
    made = Certificate(**row)
    if expires_on is not None:
        set_clock(session, EXPIRY, key=str(made.id), due_at=first_moment(expires_on))
    return made


def revoke_certificate(session: Session, caller: Caller, *, certificate_id: UUID) -> Certificate:
    """Strike a certificate."""
    certificate = session.get_one(Certificate, certificate_id)
    cancel_clock(session, EXPIRY, key=str(certificate.id))
    _end(session, certificate, REVOKED)
    return certificate


def expire(session: Session, key: str, payload: dict[str, Any]) -> None:
    """The clock: what has expired counts no longer."""
    certificate = session.get(Certificate, UUID(key), with_for_update=True)
    if certificate is not None and certificate.state == VALID:
        _end(session, certificate, EXPIRED)


def record_screening(session: Session, caller: Caller, *, volunteer_id: UUID, valid_until: date) -> Volunteer:
    """Note until when somebody is screened."""
    volunteer = _somebody_else(session, caller, volunteer_id)
    volunteer.screen(valid_until, today())
    return volunteer


def set_free_time(
    session: Session, caller: Caller, *, volunteer_id: UUID, times: list[dict[str, Any]]
) -> dict[str, Any]:
    """Say anew when one is usually free."""
    volunteer = session.get_one(Volunteer, volunteer_id)
    volunteer.must_be_active()
    must_not_overlap([(each["weekday"], each["starts"], each["ends"]) for each in times])
    session.execute(delete(FreeTime).where(FreeTime.volunteer_id == volunteer.id))
    known = {"volunteer_id": volunteer.id, "person_id": volunteer.person_id}
    if times:
        session.execute(insert(FreeTime), [known | each for each in times])
    return {"volunteer_id": volunteer.id, "times": times}


def keep_consent(session: Session, event: Received) -> None:
    """A guardian consents that a child volunteers, or comes after school."""
    if event.data["purpose"] in PURPOSES:
        row = {word: event.data[word] for word in ("consent_id", "person_id", "purpose", "given_on")}
        session.execute(insert(Consent).values(row).on_conflict_do_nothing())


def end_consent(session: Session, event: Received) -> None:
    """The consent is withdrawn: a child that has no other stops volunteering, or comes after school no more."""
    purpose = event.data["purpose"]
    if purpose not in PURPOSES:
        return
    person, on = event.data["person_id"], event.data["withdrawn_on"]
    session.execute(update(Consent).where(Consent.consent_id == event.data["consent_id"]).values(withdrawn_on=on))
    is_minor = session.scalar(select(PERSON.c.minor).where(PERSON.c.person_id == person))
    if not is_minor or has_consent(session, person, purpose):
        return
    if purpose == after_school.PURPOSE:
        after_school.end_all_of(session, person, "consent_withdrawn", on)
        return
    volunteer = session.scalar(select(Volunteer).where(Volunteer.person_id == person).with_for_update())
    if volunteer is not None and volunteer.retired_on is None:
        volunteer.retire(max(on, volunteer.registered_on))
        published.volunteer_retired(session, volunteer, max(on, volunteer.registered_on))
        step_back(session, person, today(), "consent_withdrawn")


def _somebody_else(session: Session, caller: Caller, volunteer_id: UUID) -> Volunteer:
    """Raises `VolunteerRetired`, `OwnCredential`: nobody vouches for themselves."""
    volunteer = session.get_one(Volunteer, volunteer_id)
    volunteer.must_be_active()
    if volunteer.person_id == caller.person_id:
        raise OwnCredential
    return volunteer


def _end(session: Session, certificate: Certificate, state: str) -> None:
    """The certificate ends, and with the last valid one of its skill the skill."""
    certificate.end(state)
    session.flush()
    same = exists().where(
        Certificate.volunteer_id == certificate.volunteer_id,
        Certificate.skill == certificate.skill,
        Certificate.state == VALID,
    )
    volunteer = session.get_one(Volunteer, certificate.volunteer_id, with_for_update=True)
    if volunteer.retired_on is None and not session.scalar(select(same)):
        volunteer.can_do(skill for skill in volunteer.skills if skill != certificate.skill)
