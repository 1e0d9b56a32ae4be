"""Saga 8 (个人信息删除): asked → approved → waited for → ordered → erased or locked in every service → closed.

Three clocks: the end of the waiting time orders it, the day after the last for answers marks who is late, the end of the lock
destroys what a duty bound.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.membership.events import PersonErasureOrderedV1
from kernel.period import DAY, first_moment
from membership.domain.erasures import ORDERED, WAITING, Erasure
from membership.domain.errors.rights import ErasureRunning, PaperMissing
from membership.domain.people import Person
from membership.use_cases.forgetting import forget_person, unlock
from membership.use_cases.kin_grants import guards
from runtime.access import Caller
from runtime.clocks import cancel_clock, set_clock
from runtime.inbox import Received
from runtime.outbox import emit
from runtime.time import now, today

WAITING_ENDS, ANSWERS_DUE, LOCK_ENDS = "erasure_waiting_ends", "erasure_answers_due", "erasure_lock_ends"
OWN = "membership"
ANSWERING = ("volunteering", "eldercare", "patrol", "cobuilding")
"""Who is waited for. Reporting keeps nothing of anybody but the replica's name, which every service's feed blanks."""
RUNNING = ("requested", "waiting", "ordered")

log = structlog.get_logger("membership.erasures")


def request_erasure(session: Session, caller: Caller, *, person_id: UUID, ground: str, paper: str | None) -> Erasure:
    """Ask that a person be forgotten."""
    person = session.get_one(Person, person_id)
    person.must_be_known()
    if paper is None and caller.person_id != person_id and not guards(caller, person_id):
        raise PaperMissing()
    running = select(Erasure.order_id).where(Erasure.person_id == person_id, Erasure.state.in_(RUNNING))
    if session.execute(running).first() is not None:
        raise ErasureRunning()
    made = Erasure.request(
        person_id=person_id,
        area_id=person.home_area,
        ground=ground,
        paper=paper,
        by=_account(caller),
        today=today(),
    )
    session.add(made)
    return made


def approve_erasure(session: Session, caller: Caller, *, order_id: UUID, shown_by: str) -> Erasure:
    """Approve a request; the waiting time begins."""
    erasure = session.get_one(Erasure, order_id)
    erasure.approve(by=_account(caller), person=caller.person_id, shown_by=shown_by, today=today())
    assert erasure.orders_on is not None
    set_clock(session, WAITING_ENDS, key=str(order_id), due_at=first_moment(erasure.orders_on))
    return erasure


def refuse_erasure(session: Session, caller: Caller, *, order_id: UUID, reason: str) -> Erasure:
    """Refuse a request."""
    erasure = session.get_one(Erasure, order_id)
    erasure.refuse(by=_account(caller), person=caller.person_id, reason=reason)
    return erasure


def call_back_erasure(session: Session, caller: Caller, *, order_id: UUID) -> Erasure:
    """Take a request back."""
    erasure = session.get_one(Erasure, order_id)
    erasure.call_back()
    cancel_clock(session, WAITING_ENDS, key=str(order_id))
    return erasure


def order(session: Session, key: str, payload: dict[str, Any]) -> None:
    """The waiting time is over: everybody forgets, membership first."""
    erasure = session.get_one(Erasure, UUID(key), with_for_update=True)
    if erasure.state != WAITING:
        return
    erasure.order((OWN, *ANSWERING), today())
    assert erasure.due_on is not None
    person = session.get_one(Person, erasure.person_id, with_for_update=True)
    forget_person(session, person, erasure)
    erasure.hear(OWN, erasure.locked_until, now(), today())
    if erasure.locked_until is not None:
        set_clock(session, LOCK_ENDS, key=key, due_at=first_moment(erasure.locked_until))
    set_clock(session, ANSWERS_DUE, key=key, due_at=first_moment(erasure.due_on + DAY))
    emit(
        session,
        PersonErasureOrderedV1,
        aggregate_id=person.person_id,
        area=erasure.area_id,
        person_id=person.person_id,
        order_id=erasure.order_id,
        due_on=erasure.due_on,
    )


def hear_done(session: Session, received: Received) -> None:
    """A service has forgotten the person, or locked what a duty binds it to keep."""
    ordered = select(Erasure).where(Erasure.person_id == received.data["person_id"], Erasure.state == ORDERED)
    erasure = session.scalar(ordered.with_for_update())
    if erasure is None:
        return
    erasure.hear(received.name.split(".", 1)[0], received.data["locked_until"], now(), today())
    if not erasure.unanswered:
        cancel_clock(session, ANSWERS_DUE, key=str(erasure.order_id))


def report_late(session: Session, key: str, payload: dict[str, Any]) -> None:
    """The time to answer is over: who has not is reported, every day anew until they have."""
    erasure = session.get_one(Erasure, UUID(key), with_for_update=True)
    if erasure.state != ORDERED:
        return
    erasure.late_since = erasure.late_since or today()
    log.warning("erasure unanswered", order=key, services=erasure.unanswered, since=str(erasure.late_since))
    set_clock(session, ANSWERS_DUE, key=key, due_at=first_moment(today() + DAY))


def end_lock(session: Session, key: str, payload: dict[str, Any]) -> None:
    """The duty binds no longer: what was locked is destroyed."""
    unlock(session, session.get_one(Erasure, UUID(key), with_for_update=True))


def _account(caller: Caller) -> UUID:
    if caller.account_id is None:
        raise TypeError("nobody is signed in")
    return caller.account_id
