"""Somebody moved beyond their community: what they could do because they lived there ends with the move."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.roles import RESIDENT, WARDEN
from membership.domain.accounts import Account
from membership.domain.grants import Grant
from membership.domain.people import Person
from membership.use_cases.accounts import close_accounts_of, revoke_grants
from membership.use_cases.kin import end_links_of
from runtime.replicas import AREA, area_path, is_below

BY_LIVING_THERE = (RESIDENT, WARDEN)
"""Roles that rest on where somebody lives; those of an office or a team do not."""


def leave_community(session: Session, person: Person, from_area: UUID) -> None:
    """Family links end, to be confirmed where the person lives now; the account loses what it could do as a resident of the
    old place, and is closed if it can do nothing else."""
    if _in_one_community(session, from_area, person.home_area):
        return
    end_links_of(session, person.person_id, "moved")
    session.flush()  # what the person did for others is taken back already, and does not count as held
    accounts = select(Account.account_id).where(Account.person_id == person.person_id)
    held = select(Grant).where(Grant.account_id.in_(accounts), Grant.revoked_at.is_(None))
    grants = session.scalars(held).all()
    left = [grant.grant_id for grant in grants if _is_left(session, grant, person.home_area)]
    if len(left) == len(grants):
        close_accounts_of(session, person.person_id)
    else:
        revoke_grants(session, Grant.grant_id.in_(left))


def _is_left(session: Session, grant: Grant, home: UUID) -> bool:
    return grant.role in BY_LIVING_THERE and grant.kind == "area" and not is_below(session, home, grant.scope)


def _in_one_community(session: Session, one: UUID, other: UUID) -> bool:
    paths = [area_path(session, each) for each in (one, other)]
    contains = AREA.c.path.op("@>", is_comparison=True)
    both = select(AREA.c.area_id).where(AREA.c.kind == "community", *(contains(path) for path in paths))
    return session.execute(both).first() is not None
