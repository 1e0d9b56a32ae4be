"""What acts on grants share (授权): which are in force, what the caller may give, where a scope lies, how one begins and ends."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.membership import vocabulary
from contracts.membership.events import GrantRevokedV1
from membership.domain.accounts import Account
from membership.domain.areas import Area
from membership.domain.errors.accounts import GrantAboveGiver, GrantScopeUnknown
from membership.domain.grants import SECURITY_ADMIN, Grant, check_beside, is_powerful
from membership.domain.organisations import Organisation, Unit
from membership.domain.people import Person
from runtime import tokens
from runtime.access import Caller
from runtime.clocks import cancel_clock, set_clock
from runtime.outbox import emit
from runtime.time import now

GRANT_ENDS = "grant_ends"

OVER_ALL = (SECURITY_ADMIN, "city_officer")
"""Who give roles at teams and cases: those lie in registers of other services, which nothing here can look into."""


def grants_of(session: Session, account_id: UUID) -> list[Grant]:
    """The grants of an account that are in force."""
    held = select(Grant).where(Grant.account_id == account_id, Grant.in_force(now())).order_by(Grant.grant_id)
    return list(session.scalars(held))


def roles_over(session: Session, caller: Caller, area_id: UUID) -> list[str]:
    """The caller's giving roles that reach an area."""
    return [role for role in vocabulary.GIVERS if caller.covers(session, area_id, role)]


def held_beside(session: Session, account: Account) -> list[Grant]:
    """The grants of an account, and of all accounts of the same person: 三员分立 is about people."""
    if account.person_id is None:
        return grants_of(session, account.account_id)
    held = (
        select(Grant)
        .join(Account, Account.account_id == Grant.account_id)
        .where(Account.person_id == account.person_id, Grant.in_force(now()))
    )
    return list(session.scalars(held))


def area_of_scope(session: Session, caller: Caller, account: Account, kind: str, scope: UUID) -> UUID:
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


def needs_two(session: Session, role: str, kind: str, area_id: UUID) -> bool:
    """Whether a grant of the role at a scope in the area is a powerful one."""
    return is_powerful(role, kind, session.execute(select(Area.kind).where(Area.area_id == area_id)).scalar_one())


def without_powerful(session: Session, held: list[Grant]) -> list[Grant]:
    """Those that have force in a session without a second factor."""
    areas = select(Area.area_id, Area.kind).where(Area.area_id.in_({grant.area_id for grant in held}))
    kinds = {row.area_id: row.kind for row in session.execute(areas)}
    return [grant for grant in held if not is_powerful(grant.role, grant.kind, kinds.get(grant.area_id, ""))]


def put_in_force(
    session: Session,
    account: Account,
    *,
    role: str,
    kind: str,
    scope: UUID,
    area_id: UUID,
    by: UUID | None,
    until: datetime | None,
    delegated_from: UUID | None = None,
) -> Grant:
    """A new grant, with the clock of its end. Raises what `check_beside` and `Grant.give` raise."""
    check_beside(role, kind, scope, held_beside(session, account))
    grant = Grant.give(
        account_id=account.account_id,
        role=role,
        kind=kind,
        scope=scope,
        area_id=area_id,
        by=by,
        at=now(),
        until=until,
        delegated_from=delegated_from,
    )
    session.add(grant)
    if until is not None:
        set_clock(session, GRANT_ENDS, key=str(grant.grant_id), due_at=until)
    return grant


def end_grant(session: Session, grant: Grant) -> None:
    """End a grant and what was handed on from it, and tell everybody who verifies tokens. Raises `GrantAlreadyRevoked`."""
    moment = now()
    grant.revoke(moment)
    cancel_clock(session, GRANT_ENDS, key=str(grant.grant_id))
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
    handed_on = select(Grant).where(Grant.delegated_from == grant.grant_id, Grant.revoked_at.is_(None))
    for each in session.scalars(handed_on.with_for_update()).all():
        end_grant(session, each)


def grant_ends(session: Session, key: str, payload: dict[str, Any]) -> None:
    """The clock of a grant with an end."""
    grant = session.get(Grant, UUID(key), with_for_update=True)
    if grant is not None and grant.revoked_at is None:
        end_grant(session, grant)
