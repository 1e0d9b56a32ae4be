"""Mentorships (帮教): begun by who arranges help, from then on the affair of the mentor and of the officer named.

Nothing is refused because there is one already: the refusal would tell.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid5

import orjson
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from runtime.access import Caller
from runtime.protection import KeyDestroyed, forget, seal, unseal
from runtime.subjects import subject
from runtime.time import today
from volunteering import published
from volunteering.domain.calendar import must_not_be_future
from volunteering.domain.mentorships import Mentorship, must_be_a_mentor, must_be_an_officer
from volunteering.domain.pairings import Known, must_hide, subject_year
from volunteering.use_cases.lookups import area_kind, resident

NO_YEAR = 0
"""The year of the keyed hash by which the service itself finds the mentorships of somebody; it never leaves it."""
NOTHING = {"helped_id": None, "goal": None, "end_reason": None}
"""What can be read of a mentorship whose key is destroyed."""


def start_mentorship(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID,
    helper_id: UUID,
    officer_id: UUID,
    helped_id: UUID,
    started_on: date,
    goal: str,
) -> Mentorship:
    """A mentor stands by somebody; who asks for it may not see it afterwards."""
    must_not_be_future(started_on, today(), "started_on")
    must_hide(area_kind(session, area_id))
    must_be_a_mentor(resident(session, helper_id), resident(session, helped_id))
    must_be_an_officer(resident(session, officer_id), helped_id)
    key = mentored_key(helped_id)
    year = subject_year(started_on, _known(session, key))
    hidden = {"helped_key": key, "subject": subject(_mentored(helped_id), year), "subject_year": year}
    mentorship = Mentorship.started(area_id, helper_id, officer_id, started_on, **hidden)
    _seal(session, mentorship, {"helped_id": str(helped_id), "goal": goal, "end_reason": None})
    session.add(mentorship)
    session.flush()
    published.mentoring_begun(session, mentorship)
    return mentorship


def show_mentorship(session: Session, caller: Caller, *, mentorship_id: UUID) -> dict[str, Any]:
    """One mentorship with whom it is for; the reading is audited where it is unsealed."""
    mentorship = session.get_one(Mentorship, mentorship_id)
    words: dict[str, Any] = {column.name: getattr(mentorship, column.name) for column in Mentorship.__table__.columns}
    # The doors let in mentor and officer by name; masking asks for a person too, and it is they who may read it.
    return words | {"person_id": caller.person_id} | _opened(session, caller, mentorship)


def name_officer(session: Session, caller: Caller, *, mentorship_id: UUID, officer_id: UUID) -> Mentorship:
    """Hand it to another officer."""
    mentorship = session.get_one(Mentorship, mentorship_id, with_for_update=True)
    mentorship.must_last()
    must_be_an_officer(resident(session, officer_id), UUID(_opened(session, caller, mentorship)["helped_id"]))
    mentorship.officer_id = officer_id
    return mentorship


def end_mentorship(session: Session, caller: Caller, *, mentorship_id: UUID, reason: str, on: date) -> Mentorship:
    """End it; the reason is sealed with the rest."""
    mentorship = session.get_one(Mentorship, mentorship_id, with_for_update=True)
    must_not_be_future(on, today(), "on")
    mentorship.end(on)
    _seal(session, mentorship, _opened(session, caller, mentorship) | {"end_reason": reason})
    published.mentoring_ended(session, mentorship)
    return mentorship


def end_all_of(session: Session, person_id: UUID, on: date) -> None:
    """Whoever is gone mentors nobody and is mentored by nobody."""
    mine = or_(Mentorship.helper_id == person_id, Mentorship.helped_key == mentored_key(person_id))
    for mentorship in session.scalars(select(Mentorship).where(mine, Mentorship.ended_on.is_(None)).with_for_update()):
        mentorship.end(max(on, mentorship.started_on))
        published.mentoring_ended(session, mentorship)


def forget_all_of(session: Session, person_id: UUID) -> None:
    """Nothing of an erased person stays readable, and no mentorship names them; its mentor names another officer."""
    end_all_of(session, person_id, today())
    key = mentored_key(person_id)
    named = or_(Mentorship.helper_id == person_id, Mentorship.officer_id == person_id)
    for mentorship in session.scalars(
        select(Mentorship).where(named | (Mentorship.helped_key == key)).with_for_update()
    ):
        if mentorship.helper_id == person_id:
            mentorship.helper_id = None
        if mentorship.officer_id == person_id:
            mentorship.officer_id = None
        if mentorship.helped_key == key:
            mentorship.sealed = None
            forget(session, mentorship.id)


def mentored_key(person_id: UUID) -> str:
    """Finds somebody's mentorships without saying whose they are; another hash than that of pairings."""
    return subject(_mentored(person_id), NO_YEAR)


def _mentored(person_id: UUID) -> UUID:
    return uuid5(person_id, "mentored")


def _known(session: Session, key: str) -> list[Known]:
    """All mentorships of one person, in the order of their beginning."""
    found = select(Mentorship.helper_id, Mentorship.started_on, Mentorship.ended_on, Mentorship.subject_year)
    ordered = found.where(Mentorship.helped_key == key).order_by(Mentorship.started_on)
    return [Known(*row) for row in session.execute(ordered)]


def _seal(session: Session, mentorship: Mentorship, words: dict[str, Any]) -> None:
    mentorship.sealed = seal(session, mentorship.id, orjson.dumps(words))


def _opened(session: Session, caller: Caller, mentorship: Mentorship) -> dict[str, Any]:
    if mentorship.sealed is None:
        return dict(NOTHING)
    try:
        words: dict[str, Any] = orjson.loads(
            unseal(session, caller, mentorship.id, mentorship.sealed, field="mentored")
        )
    except KeyDestroyed:
        return dict(NOTHING)
    return words
