"""Acts of correction (更正): asked, accepted or refused; the clock reports what nobody decided in time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.period import DAY, first_moment
from membership.domain.corrections import ACCEPTED, ASKED, REFUSED, Correction, as_registered
from membership.domain.errors.rights import CorrectionRunning
from membership.domain.people import Person
from membership.use_cases.people import correct_person
from runtime.access import Caller
from runtime.clocks import cancel_clock, set_clock
from runtime.protection import seal, unseal
from runtime.time import today

DUE = "correction_due"

log = structlog.get_logger("membership.corrections")


def ask_correction(
    session: Session, caller: Caller, *, person_id: UUID, field: str, value: str, paper: str
) -> Correction:
    """Ask that a word of the register be corrected."""
    person = session.get_one(Person, person_id)
    person.must_be_known()
    same = select(Correction.correction_id).where(
        Correction.person_id == person_id, Correction.field == field, Correction.state == ASKED
    )
    if session.execute(same).first() is not None:
        raise CorrectionRunning()
    asked = Correction.ask(
        person_id=person_id,
        area_id=person.home_area,
        field=field,
        value=value,
        paper=paper,
        by=caller.account_id,
        today=today(),
    )
    asked.value_sealed = seal(session, person_id, value.encode())
    session.add(asked)
    set_clock(session, DUE, key=str(asked.correction_id), due_at=first_moment(asked.due_on + DAY))
    return asked


def accept_correction(session: Session, caller: Caller, *, correction_id: UUID) -> Correction:
    """Correct the register as asked, under the rules of any correction."""
    correction = session.get_one(Correction, correction_id)
    value = _value(session, caller, correction)
    _decide(session, caller, correction, ACCEPTED)
    if value is not None:
        told: dict[str, Any] = {correction.field: as_registered(correction.field, value)}
        correct_person(session, caller, person_id=correction.person_id, moved_on=None, **told)
    return correction


def refuse_correction(session: Session, caller: Caller, *, correction_id: UUID, reason: str) -> Correction:
    """Refuse it."""
    correction = session.get_one(Correction, correction_id)
    _decide(session, caller, correction, REFUSED, reason)
    return correction


def show_correction(session: Session, caller: Caller, *, correction_id: UUID) -> dict[str, Any]:
    """What was asked, with what should be read instead while it is undecided."""
    correction = session.get_one(Correction, correction_id)
    words = {column.name: getattr(correction, column.name) for column in Correction.__table__.columns}
    return words | {"value": _value(session, caller, correction)}


def report_late(session: Session, key: str, payload: dict[str, Any]) -> None:
    """The time to decide is over."""
    correction = session.get_one(Correction, UUID(key), with_for_update=True)
    if correction.state == ASKED:
        correction.late_since = today()
        log.warning("correction undecided", correction=key)


def drop_all_of(session: Session, person_id: UUID) -> None:
    """Somebody is erased: nothing is left to correct."""
    asked = select(Correction).where(Correction.person_id == person_id, Correction.state == ASKED)
    for correction in session.scalars(asked.with_for_update()).all():
        correction.state, correction.reason, correction.decided_on = REFUSED, "erased", today()
        correction.value_sealed = None
        cancel_clock(session, DUE, key=str(correction.correction_id))


def _decide(session: Session, caller: Caller, correction: Correction, state: str, reason: str | None = None) -> None:
    correction.decide(state, by=caller.account_id, person=caller.person_id, today=today(), reason=reason)
    cancel_clock(session, DUE, key=str(correction.correction_id))


def _value(session: Session, caller: Caller, correction: Correction) -> str | None:
    if correction.value_sealed is None:
        return None
    return unseal(session, caller, correction.person_id, correction.value_sealed, field="correction").decode()
