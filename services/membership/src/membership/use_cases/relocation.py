"""Somebody moved: what they asked for goes along; what they could do by living in a community ends with a move beyond it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.roles import RESIDENT, WARDEN
from membership.domain.accounts import Account
from membership.domain.consents import Consent
from membership.domain.corrections import Correction
from membership.domain.erasures import Erasure
from membership.domain.grants import Grant
from membership.domain.kin import KinLink
from membership.domain.people import Person
from membership.use_cases.accounts import close_accounts_of, revoke_grants
from membership.use_cases.kin import end_links_of
from runtime.replicas import AREA, area_path, is_below

BY_LIVING_THERE = (RESIDENT, WARDEN)
"""Roles that rest on where somebody lives; those of an office or a team do not."""


def move_along(session: Session, person: Person, from_area: UUID) -> None:
    """Those who keep the register at the new home answer for what the person agreed to and asked for."""
    for register in (Consent, Correction, Erasure, KinLink):
        session.execute(update(register).where(register.person_id == person.person_id).values(area_id=person.home_area))
    if not _in_one_community(session, from_area, person.home_area):
        _leave_community(session, person)


def _leave_community(session: Session, person: Person) -> None:
    """Family links end, to be confirmed where the person lives now; the account loses what it could do as a resident of the
    old place, and is closed if it can do nothing else."""
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
