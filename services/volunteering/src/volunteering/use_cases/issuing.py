"""Giving certificates out (发证): numbers that nobody can guess, one of a finished course at a time."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from runtime.access import Caller
from runtime.time import today
from volunteering.domain.calendar import must_not_be_future
from volunteering.domain.course_errors import NothingServed, PeriodBackwards
from volunteering.domain.hours import ServedMinutes
from volunteering.domain.issued_certificates import RANDOM_DIGITS, SERVICE, IssuedCertificate, number_of
from volunteering.domain.volunteers import Volunteer
from volunteering.queries import issued_certificate_row

ERASED = "erased"


def issue_service_certificate(
    session: Session, caller: Caller, *, volunteer_id: UUID, first_on: date, last_on: date
) -> dict[str, Any]:
    """A certificate of what a volunteer served from a first to a last day."""
    if last_on < first_on:
        raise PeriodBackwards
    must_not_be_future(last_on, today(), "last_on")
    volunteer = session.get_one(Volunteer, volunteer_id)
    served = select(func.sum(ServedMinutes.minutes)).where(
        ServedMinutes.person_id == volunteer.person_id, ServedMinutes.served_on.between(first_on, last_on)
    )
    minutes = session.scalar(served) or 0
    if minutes <= 0:
        raise NothingServed
    made = issue(
        session,
        SERVICE,
        person_id=volunteer.person_id,
        area=volunteer.area,
        first_on=first_on,
        last_on=last_on,
        minutes_issued=minutes,
    )
    return issued_certificate_row(session, made.id)


def issue(session: Session, kind: str, **words: Any) -> IssuedCertificate:
    """A new certificate with a number of chance."""
    number = number_of(today().year, secrets.randbelow(10**RANDOM_DIGITS))
    made = IssuedCertificate.issued(kind, number, today(), **words)
    session.add(made)
    session.flush()
    return made


def certificate_of(session: Session, enrolment_id: UUID) -> IssuedCertificate:
    """The one that holds for a finished course."""
    held = select(IssuedCertificate).where(
        IssuedCertificate.enrolment_id == enrolment_id, IssuedCertificate.withdrawn_on.is_(None)
    )
    return session.scalars(held.with_for_update()).one()


def forget_holder(session: Session, person_id: UUID) -> None:
    """Certificates of somebody who is forgotten hold no longer and name nobody; that a course was finished still counts."""
    theirs = update(IssuedCertificate).where(IssuedCertificate.person_id == person_id)
    standing = IssuedCertificate.withdrawn_on.is_(None)
    session.execute(theirs.where(standing).values(withdrawn_on=today(), withdrawn_for=ERASED))
    session.execute(theirs.values(person_id=None))
