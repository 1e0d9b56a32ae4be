"""Acts on accounts and grants (账号与授权)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from contracts.membership import vocabulary
from membership.domain.accounts import Account, check_password
from membership.domain.errors.accounts import PersonHasAccount, UsernameTaken
from membership.domain.errors.areas import OutOfArea
from membership.domain.errors.grants import GrantNeedsApproval
from membership.domain.errors.people import PersonUnknown
from membership.domain.grants import RANKS, Grant, check_giver, check_kind
from membership.domain.people import Person
from membership.passwords import hash_password
from membership.use_cases.ending import end_sessions
from membership.use_cases.external import forget_external_identity
from membership.use_cases.giving import area_of_scope, end_grant, grants_of, needs_two, put_in_force, roles_over
from membership.use_cases.kin_grants import let_account_act
from membership.use_cases.second_factors import forget_second_factor
from runtime.access import Caller
from runtime.time import now


def open_account(session: Session, caller: Caller, *, person_id: UUID | None, username: str, password: str) -> Account:
    """Open an account of a person within the caller's reach, or of a function."""
    check_password(password, username)
    area_id = _own_area(caller) if person_id is None else _home_of(session, caller, person_id)
    # Accounts of functions have no person: that one exists is no reason against another.
    theirs = false() if person_id is None else (Account.person_id == person_id) & Account.closed_at.is_(None)
    taken = or_(Account.username == username, theirs)
    for other in session.scalars(select(Account).where(taken)):
        raise UsernameTaken() if other.username == username else PersonHasAccount()
    account = Account.open(
        username=username, password_hash=hash_password(password), person_id=person_id, area_id=area_id, at=now()
    )
    session.add(account)
    if person_id is not None:
        session.flush()
        let_account_act(session, account)
    return account


def close_account(session: Session, caller: Caller, *, account_id: UUID) -> Account:
    """Close an account whose every role the caller might have given."""
    account = session.get_one(Account, account_id)
    account.must_be_open()
    held = grants_of(session, account_id)
    for grant in held:
        check_giver(grant.role, roles_over(session, caller, grant.area_id))
    _close(session, account, held)
    return account


def close_accounts_of(session: Session, person_id: UUID) -> None:
    """Close what is open of a person's accounts."""
    opened = select(Account).where(Account.person_id == person_id, Account.closed_at.is_(None)).with_for_update()
    for account in session.scalars(opened).all():
        _close(session, account, grants_of(session, account.account_id))


def give_grant(
    session: Session,
    caller: Caller,
    *,
    account_id: UUID,
    role: str,
    kind: str,
    scope: UUID,
    until: datetime | None,
) -> Grant:
    """Give an account a role at a scope within the caller's own; a powerful one needs a proposal."""
    account = session.get_one(Account, account_id)
    account.must_be_open()
    check_kind(role, kind)
    area_id = area_of_scope(session, caller, account, kind, scope)
    check_giver(role, roles_over(session, caller, area_id))
    if needs_two(session, role, kind, area_id):
        raise GrantNeedsApproval()
    given: dict[str, Any] = {"role": role, "kind": kind, "scope": scope, "area_id": area_id, "until": until}
    return put_in_force(session, account, by=caller.account_id, **given)


def revoke_grants(session: Session, which: ColumnElement[bool]) -> None:
    """Take back every grant in force that fits, but those that the same act has taken back already."""
    held = select(Grant).where(which, Grant.revoked_at.is_(None)).order_by(Grant.grant_id).with_for_update()
    for grant in session.scalars(held).all():
        if grant.revoked_at is None:
            end_grant(session, grant)


def revoke_grant(session: Session, caller: Caller, *, grant_id: UUID) -> Grant:
    """Take a grant back: whoever might have given it, or handed it on."""
    grant = session.get_one(Grant, grant_id)
    origin = None if grant.delegated_from is None else session.get_one(Grant, grant.delegated_from)
    if origin is None or origin.account_id != caller.account_id:
        check_giver(grant.role, roles_over(session, caller, grant.area_id))
    end_grant(session, grant)
    return grant


def _close(session: Session, account: Account, held: list[Grant]) -> None:
    for grant in held:
        end_grant(session, grant)
    end_sessions(session, account.account_id)
    forget_second_factor(session, account.account_id)
    forget_external_identity(session, account.account_id)
    account.close(now())


def _home_of(session: Session, caller: Caller, person_id: UUID) -> UUID:
    """The home area of a living person within reach. Raises `PersonUnknown`, `PersonDeceased` or `OutOfArea`."""
    person = session.get(Person, person_id)
    if person is None:
        raise PersonUnknown()
    if not caller.covers(session, person.home_area, *vocabulary.GIVERS):
        raise OutOfArea(field="person_id")
    person.must_live()
    return person.home_area


def _own_area(caller: Caller) -> UUID:
    """The area of the caller's highest giving role."""
    held = [grant for grant in caller.grants if grant.kind == "area" and grant.role in vocabulary.GIVERS]
    if not held:
        raise OutOfArea()
    return max(held, key=lambda grant: RANKS[grant.role]).scope_id
