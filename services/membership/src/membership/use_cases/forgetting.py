"""What membership itself forgets of a person, and what it keeps under lock because the register's duty binds it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from membership.domain.accounts import Account, SignInFailures
from membership.domain.erasures import Erasure, end_of_lock
from membership.domain.errors.rights import NothingLocked
from membership.domain.people import Person
from membership.domain.pledges import Pledge
from membership.search_keys import rewrite_keys
from membership.use_cases.accounts import close_accounts_of
from membership.use_cases.assignments import end_assignments_of
from membership.use_cases.committee_seats import vacate_seats_of
from membership.use_cases.consents import withdraw_all_of
from membership.use_cases.contacts import end_contact_of
from membership.use_cases.corrections import drop_all_of
from membership.use_cases.kin import end_links_of
from membership.use_cases.posts import release_claims_of
from membership.use_cases.rolls import leave_all_rolls
from membership.use_cases.transfers import forget_transfers_of, withdraw_transfers_of
from membership.use_cases.visit_facts import person_forgotten
from runtime import audit
from runtime.access import SIGNED_OUT, Caller
from runtime.protection import forget, seal, unseal
from runtime.redaction import redact
from runtime.replicas import put_person
from runtime.time import now, today

REASON = "erased"


def forget_person(session: Session, person: Person, erasure: Erasure) -> None:
    """End what the person held, lock what the duty binds, and blank the rest; the person's key is destroyed."""
    person_id, on = person.person_id, today()
    release_claims_of(session, "person", person_id, REASON, on)
    end_assignments_of(session, person_id, on)
    vacate_seats_of(session, person_id, on)
    leave_all_rolls(session, person_id, on, REASON)
    withdraw_transfers_of(session, person_id, REASON)
    end_contact_of(session, person_id)
    _forget_accounts(session, person_id)
    person_forgotten(session, person_id, person.home_area)
    end_links_of(session, person_id, REASON)
    session.flush()  # the rolls are concealed already where a consent to publication is withdrawn now
    withdraw_all_of(session, person_id)
    drop_all_of(session, person_id)
    forget_transfers_of(session, person_id)
    session.execute(update(Pledge).where(Pledge.person_id == person_id).values(text=""))
    _lock(session, person, erasure)
    rewrite_keys(session, person_id, "")
    person.be_forgotten(on)
    forget(session, person_id)
    redact(session, person_id)
    told = {"person_id": person_id, "home_area": person.home_area, "minor": False}
    put_person(session, **told, display_name="", alive=False, erased_at=now())


def open_locked(session: Session, caller: Caller, *, order_id: UUID, case_number: str) -> dict[str, Any]:
    """What is kept under lock, for an authority's written request."""
    erasure = session.get_one(Erasure, order_id)
    if erasure.locked is None:
        raise NothingLocked()
    audit.record(session, caller, act="membership.open_locked", target=order_id, detail={"case_number": case_number})
    kept: dict[str, Any] = orjson.loads(unseal(session, caller, order_id, erasure.locked, field="locked"))
    return kept


def unlock(session: Session, erasure: Erasure) -> None:
    """Destroy what was locked, and the key with it."""
    erasure.locked = None
    forget(session, erasure.order_id)


def _lock(session: Session, person: Person, erasure: Erasure) -> None:
    """Name and identity number, sealed under a key of the order's own: the person's is about to be destroyed."""
    number = person.identity_sealed and unseal(
        session, SIGNED_OUT, person.person_id, person.identity_sealed, field="identity_number"
    )
    kept = {"name": person.name, "identity_number": number.decode() if number else None}
    erasure.locked = seal(session, erasure.order_id, orjson.dumps(kept))
    erasure.locked_until = end_of_lock(today())


def _forget_accounts(session: Session, person_id: UUID) -> None:
    """Close them; a name to sign in with may be the person's own, so it goes too."""
    close_accounts_of(session, person_id)
    for account in session.scalars(select(Account).where(Account.person_id == person_id)).all():
        session.execute(delete(SignInFailures).where(SignInFailures.username == account.username))
        account.username = f"erased-{account.account_id.hex}"
