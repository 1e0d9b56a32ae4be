"""Acts of consent (同意): given and withdrawn; what rests on one stops with it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from contracts.membership.consent_texts import CONTACT, PUBLICATION, ConsentText, text_of
from contracts.membership.events import ConsentGivenV1, ConsentWithdrawnV1
from kernel.ids import uuid7
from membership.domain.consents import BY_GUARDIAN, BY_SELF, ON_PAPER, Consent, age_on
from membership.domain.errors.rights import (
    ConsentInForce,
    ConsentNeedsGuardian,
    ConsentTextOutdated,
    PaperMissing,
)
from membership.domain.kin import CONFIRMED, GUARDIAN, KinLink
from membership.domain.people import Person
from membership.domain.rolls import MemberSeat
from membership.secrets_of_people import seal_phone
from membership.use_cases.disclosure import conceal
from membership.use_cases.kin_grants import guards
from runtime.access import Caller
from runtime.outbox import emit
from runtime.time import today


def give_consent(
    session: Session,
    caller: Caller,
    *,
    person_id: UUID,
    purpose: str,
    text_version: int,
    paper: str | None,
    guardian_id: UUID | None,
) -> Consent:
    """Consent to one purpose in the words of its text in force."""
    text = text_of(purpose)
    if text_version != text.version:
        raise ConsentTextOutdated(str(text.version))
    person = session.get_one(Person, person_id)
    person.must_live()
    given_by, guardian = _given(session, caller, person, text, paper, guardian_id)
    in_force = exists().where(
        Consent.person_id == person_id, Consent.purpose == purpose, Consent.withdrawn_on.is_(None)
    )
    if session.scalar(select(in_force)):
        raise ConsentInForce()
    consent = Consent(
        consent_id=uuid7(),
        person_id=person_id,
        area_id=person.home_area,
        purpose=purpose,
        text_version=text_version,
        given_by=given_by,
        guardian_id=guardian,
        paper=paper if given_by == ON_PAPER else None,
        given_on=today(),
    )
    session.add(consent)
    emit(
        session,
        ConsentGivenV1,
        aggregate_id=consent.consent_id,
        area=consent.area_id,
        consent_id=consent.consent_id,
        person_id=person_id,
        purpose=purpose,
        given_on=consent.given_on,
    )
    return consent


def withdraw_consent(session: Session, caller: Caller, *, consent_id: UUID) -> Consent:
    """Withdraw a consent."""
    consent = session.get_one(Consent, consent_id)
    _withdraw(session, consent)
    return consent


def withdraw_all_of(session: Session, person_id: UUID) -> None:
    """Somebody is erased: all that rested on their consents stops."""
    given = select(Consent).where(Consent.person_id == person_id, Consent.withdrawn_on.is_(None))
    for consent in session.scalars(given.with_for_update()).all():
        _withdraw(session, consent)


def _given(
    session: Session, caller: Caller, person: Person, text: ConsentText, paper: str | None, guardian_id: UUID | None
) -> tuple[str, UUID | None]:
    """How it was given, and by which guardian.

    Raises `ConsentNeedsGuardian` or `PaperMissing`.
    """
    young = person.birth_date is not None and age_on(person.birth_date, today()) < text.guarded_until
    if caller.person_id == person.person_id:
        if young:
            raise ConsentNeedsGuardian()
        return BY_SELF, None
    if guards(caller, person.person_id):
        return BY_GUARDIAN, caller.person_id
    if paper is None:
        raise PaperMissing()
    if (young or guardian_id is not None) and not _is_guardian(session, guardian_id, person.person_id):
        raise ConsentNeedsGuardian(field="guardian_id")
    return ON_PAPER, guardian_id


def _is_guardian(session: Session, guardian_id: UUID | None, person_id: UUID) -> bool:
    link = exists().where(
        KinLink.person_id == person_id,
        KinLink.kin_id == guardian_id,
        KinLink.kind == GUARDIAN,
        KinLink.state == CONFIRMED,
    )
    return bool(session.scalar(select(link)))


def _withdraw(session: Session, consent: Consent) -> None:
    on = today()
    consent.withdraw(on)
    if consent.purpose == CONTACT:
        seal_phone(session, session.get_one(Person, consent.person_id), None)
    if consent.purpose == PUBLICATION:
        _conceal_all(session, consent.person_id, on)
    emit(
        session,
        ConsentWithdrawnV1,
        aggregate_id=consent.consent_id,
        area=consent.area_id,
        consent_id=consent.consent_id,
        person_id=consent.person_id,
        purpose=consent.purpose,
        withdrawn_on=on,
    )


def _conceal_all(session: Session, person_id: UUID, on: date) -> None:
    """No board shows the person any more."""
    for seat in session.scalars(select(MemberSeat).where(MemberSeat.person_id == person_id)).all():
        conceal(session, seat, on)
