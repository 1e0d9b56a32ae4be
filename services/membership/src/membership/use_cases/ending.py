"""How sessions end (会话结束): here at once, everywhere within two seconds."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.membership.events import SessionEndedV1
from membership.domain import accounts
from runtime import tokens
from runtime.outbox import emit
from runtime.time import now


def end_sessions(session: Session, account_id: UUID, *, but: UUID | None = None) -> None:
    """End every running session of an account, but one."""
    running = select(accounts.Session).where(
        accounts.Session.account_id == account_id,
        accounts.Session.ended_at.is_(None),
        accounts.Session.expires_at > now(),
    )
    for each in session.scalars(running.with_for_update()).all():
        if each.session_id != but:
            end_session(session, each)


def end_session(session: Session, running: accounts.Session) -> None:
    """End a session here and tell everybody who verifies tokens."""
    running.ended_at = now()
    tokens.deny_session(session, running.session_id)
    emit(session, SessionEndedV1, aggregate_id=running.session_id, session_id=running.session_id)
