"""Erasure (个人信息删除): what eldercare holds of a person goes; no duty binds it to keep anything."""

from __future__ import annotations

from sqlalchemy.orm import Session

from eldercare import published
from eldercare.use_cases.elders import leave_register
from runtime.inbox import Received
from runtime.protection import forget

ERASED = "erased"


def erase(session: Session, event: Received) -> None:
    """Off the register, every card void, and the key destroyed. Stays and cards remain as numbers of nobody."""
    person = event.data["person_id"]
    leave_register(session, person, ERASED)
    forget(session, person)
    published.person_erasure_done(session, event.data["order_id"], person)
