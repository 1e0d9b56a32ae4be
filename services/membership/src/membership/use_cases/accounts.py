"""Acts on accounts and grants (账号与授权)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from contracts.membership import vocabulary
from contracts.membership.events import GrantRevokedV1
from membership.domain.accounts import Account, check_password
from membership.domain.areas import Area
from membership.domain.errors.accounts import GrantAboveGiver, GrantScopeUnknown, PersonHasAccount, UsernameTaken
from membership.domain.errors.areas import OutOfArea
from membership.domain.errors.people import PersonUnknown
from membership.domain.grants import RANKS, SECURITY_ADMIN, Grant, check_beside, check_giver, check_kind
from membership.domain.organisations import Organisation, Unit
from membership.domain.people import Person
from membership.passwords import hash_password
from membership.use_cases.kin_grants import let_account_act
from membership.use_cases.sessions import end_sessions, grants_of
from runtime import tokens
from runtime.access import Caller
from runtime.outbox import emit
from runtime.time import now

OVER_ALL = (SECURITY_ADMIN, "city_officer")
"""Who give roles at teams and cases: those lie in registers of other services, which nothing here can look into."""


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
        check_giver(grant.role, _roles_over(session, caller, grant.area_id))
    _close(session, account, held)
    return account


def close_accounts_of(session: Session, person_id: UUID) -> None:
    """Close what is open of a person's accounts."""
    opened = select(Account).where(Account.person_id == person_id, Account.closed_at.is_(None)).with_for_update()
    for account in session.scalars(opened).all():
        _close(session, account, grants_of(session, account.account_id))


def give_grant(session: Session, caller: Caller, *, account_id: UUID, role: str, kind: str, scope: UUID) -> Grant:
    """Give an account a role at a scope within the caller's own."""
    account = session.get_one(Account, account_id)
    account.must_be_open()
    check_kind(role, kind)
    area_id = _area_of(session, caller, account, kind, scope)
    check_giver(role, _roles_over(session, caller, area_id))
    check_beside(role, kind, scope, _held_beside(session, account))
    grant = Grant.give(
        account_id=account_id, role=role, kind=kind, scope=scope, area_id=area_id, by=caller.account_id, at=now()
    )
    session.add(grant)
    return grant


def revoke_grants(session: Session, which: ColumnElement[bool]) -> None:
    """Take back every grant in force that fits, but those that the same act has taken back already."""
    held = select(Grant).where(which, Grant.revoked_at.is_(None)).order_by(Grant.grant_id).with_for_update()
    for grant in session.scalars(held).all():
        if grant.revoked_at is None:
            _revoke(session, grant)


def revoke_grant(session: Session, caller: Caller, *, grant_id: UUID) -> Grant:
    """Take a grant back."""
    grant = session.get_one(Grant, grant_id)
    check_giver(grant.role, _roles_over(session, caller, grant.area_id))
    _revoke(session, grant)
    return grant


def _close(session: Session, account: Account, held: list[Grant]) -> None:
    for grant in held:
        _revoke(session, grant)
    end_sessions(session, account.account_id)
    account.close(now())


def _revoke(session: Session, grant: Grant) -> None:
    moment = now()
    grant.revoke(moment)
    tokens.deny_account(session, grant.account_id, moment)
    emit(
        session,
        GrantRevokedV1,
        aggregate_id=grant.grant_id,
        area=grant.area_id,
        grant_id=grant.grant_id,
        account_id=grant.account_id,
        valid_from=moment,
    )


def _roles_over(session: Session, caller: Caller, area_id: UUID) -> list[str]:
    """The caller's giving roles that reach an area."""
    return [role for role in vocabulary.GIVERS if caller.covers(session, area_id, role)]


def _held_beside(session: Session, account: Account) -> list[Grant]:
    """The grants of an account, and of all accounts of the same person: 三员分立 is about people."""
    if account.person_id is None:
        return grants_of(session, account.account_id)
    held = (
        select(Grant)
        .join(Account, Account.account_id == Grant.account_id)
        .where(Account.person_id == account.person_id, Grant.revoked_at.is_(None))
    )
    return list(session.scalars(held))


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


def _area_of(session: Session, caller: Caller, account: Account, kind: str, scope: UUID) -> UUID:
    """The area a scope lies in. Raises `GrantScopeUnknown` or `GrantAboveGiver`."""
    if kind in ("team", "case"):
        if not any(caller.covers(session, account.area_id, role) for role in OVER_ALL):
            raise GrantAboveGiver(kind)
        return account.area_id
    column = {
        "area": Area.area_id,
        "organisation": Organisation.area_id,
        "unit": Unit.area_id,
        "person": Person.home_area,
    }[kind]
    key = {
        "area": Area.area_id,
        "organisation": Organisation.organisation_id,
        "unit": Unit.unit_id,
        "person": Person.person_id,
    }[kind]
    found: Any = session.execute(select(column).where(key == scope)).scalar_one_or_none()
    if found is None:
        raise GrantScopeUnknown()
    return UUID(str(found))
