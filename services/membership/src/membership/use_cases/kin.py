"""Acts on family links (家属关系): asked, confirmed, ended by hand, by death, erasure, a move away or coming of age."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from membership.domain.accounts import Account
from membership.domain.errors.people import PersonUnknown
from membership.domain.errors.rights import KinLinked
from membership.domain.grants import Grant
from membership.domain.kin import ENDED, GUARDIAN, KinLink
from membership.domain.people import Person
from membership.use_cases.accounts import revoke_grants
from membership.use_cases.kin_grants import let_act
from runtime.access import Caller
from runtime.time import today


def link_kin(
    session: Session, caller: Caller, *, person_id: UUID, kin_id: UUID, kind: str, paper: str | None
) -> KinLink:
    """Ask that somebody act for a person; by the keeper's hand it is confirmed at once."""
    person = session.get_one(Person, person_id)
    person.must_live()
    by = caller.person_id if caller.person_id in (person_id, kin_id) else None
    link = KinLink.ask(person_id=person_id, kin_id=kin_id, area_id=person.home_area, kind=kind, by=by, today=today())
    kin = session.get(Person, kin_id)
    if kin is None:
        raise PersonUnknown(field="kin_id")
    kin.must_live()
    same = (KinLink.person_id == person_id) & (KinLink.kin_id == kin_id) & (KinLink.kind == kind)
    if session.execute(select(KinLink.link_id).where(same, KinLink.state != ENDED)).first() is not None:
        raise KinLinked()
    session.add(link)
    if by is None:
        link.show_paper(paper)
        _begin(session, link)
    return link


def confirm_kin(session: Session, caller: Caller, *, link_id: UUID, paper: str | None) -> KinLink:
    """Confirm a link from its other end, or as its keeper."""
    link = session.get_one(KinLink, link_id)
    if caller.person_id is not None and caller.person_id in (link.person_id, link.kin_id):
        link.check_end(caller.person_id)
    else:
        link.show_paper(paper)
    _begin(session, link)
    return link


def end_kin(session: Session, caller: Caller, *, link_id: UUID) -> KinLink:
    """End a link."""
    link = session.get_one(KinLink, link_id)
    _end(session, link, "withdrawn")
    return link


def end_links_of(session: Session, person_id: UUID, reason: str) -> None:
    """Nobody acts for this person any more, nor they for anybody; grants that were given without a link end too."""
    _end_all(session, or_(KinLink.person_id == person_id, KinLink.kin_id == person_id), reason)
    revoke_grants(session, (Grant.kind == "person") & (Grant.scope == person_id))


def end_guardianships_of(session: Session, person_id: UUID) -> None:
    """Somebody came of age: no guardian acts for them any more."""
    _end_all(session, (KinLink.person_id == person_id) & (KinLink.kind == GUARDIAN), "came_of_age")
    revoke_grants(session, (Grant.kind == "person") & (Grant.scope == person_id) & (Grant.role == GUARDIAN))


def _begin(session: Session, link: KinLink) -> None:
    link.begin(today())
    let_act(session, link)


def _end_all(session: Session, which: Any, reason: str) -> None:
    for link in session.scalars(select(KinLink).where(which, KinLink.state != ENDED).with_for_update()).all():
        _end(session, link, reason)


def _end(session: Session, link: KinLink, reason: str) -> None:
    link.end(reason, today())
    accounts = select(Account.account_id).where(Account.person_id == link.kin_id)
    theirs = (Grant.kind == "person") & (Grant.scope == link.person_id) & (Grant.role == link.kind)
    revoke_grants(session, theirs & Grant.account_id.in_(accounts))
