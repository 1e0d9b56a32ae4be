"""What a confirmed family link lets the kin's account do: a grant of its kind at the person, no more and no longer."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from membership.domain.accounts import Account
from membership.domain.grants import Grant
from membership.domain.kin import CONFIRMED, GUARDIAN, KinLink
from runtime.access import Caller
from runtime.time import now


def guards(caller: Caller, person_id: UUID) -> bool:
    """Whether the caller is a guardian of the person."""
    return any((grant.role, grant.scope_id) == (GUARDIAN, person_id) for grant in caller.grants)


def let_act(session: Session, link: KinLink) -> None:
    """The kin's account acts for the person from now on; one opened later does from its opening on."""
    opened = select(Account).where(Account.person_id == link.kin_id, Account.closed_at.is_(None))
    for account in session.scalars(opened).all():
        _give(session, account, link)


def let_account_act(session: Session, account: Account) -> None:
    """A new account acts for everybody whose confirmed kin its person is."""
    links = select(KinLink).where(KinLink.kin_id == account.person_id, KinLink.state == CONFIRMED)
    for link in session.scalars(links).all():
        _give(session, account, link)


def _give(session: Session, account: Account, link: KinLink) -> None:
    same = and_(Grant.account_id == account.account_id, Grant.role == link.kind, Grant.scope == link.person_id)
    if session.scalar(select(exists().where(same, Grant.revoked_at.is_(None)))):
        return
    session.add(
        Grant.give(
            account_id=account.account_id,
            role=link.kind,
            kind="person",
            scope=link.person_id,
            area_id=link.area_id,
            by=None,
            at=now(),
        )
    )
