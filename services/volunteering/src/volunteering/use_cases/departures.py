"""When somebody dies, moves away or is to be forgotten: seats, sign-ups and pairings end, and minutes go home or lapse."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, delete, or_, select
from sqlalchemy.orm import Session, aliased

from kernel.period import first_moment
from runtime.inbox import Received
from runtime.protection import forget
from runtime.replicas import AREA
from runtime.time import now, today
from volunteering import published
from volunteering.domain.activities import Activity
from volunteering.domain.credentials import Certificate, Consent, FreeTime
from volunteering.domain.entitlements import Entitlement
from volunteering.domain.needs import Need
from volunteering.domain.pairings import PERSON, Pairing
from volunteering.domain.teams import Team
from volunteering.domain.volunteers import Volunteer
from volunteering.use_cases import (
    after_school,
    camps,
    contests,
    courses,
    deeds,
    entitlements,
    issuing,
    matches,
    mentorships,
    moves,
    reservations,
    seats,
    sign_ups,
    surveys,
)
from volunteering.use_cases.pairings import helped_key


def after_death(session: Session, event: Received) -> None:
    """Everything ends on the day of death; what was served stays."""
    person, died_on = event.data["person_id"], event.data["died_on"]
    volunteer = _volunteer(session, event)
    if volunteer is not None and volunteer.retired_on is None:
        volunteer.retire(died_on)
        published.volunteer_retired(session, volunteer, died_on)
    seats.end_all_of(session, person, died_on, first_moment(died_on))
    sign_ups.withdraw_all_of(session, person, "died")
    matches.withdraw_all_of(session, person, "died")
    camps.give_up_all_of(session, person)
    courses.leave_all_of(session, person)
    after_school.end_all_of(session, person, "died", died_on)
    mentorships.end_all_of(session, person, died_on)
    _close_accounts(session, person)
    for pairing in _open_pairings(session, event):
        _end(session, pairing, "died", died_on)


def after_move(session: Session, event: Received) -> None:
    """Seats end in teams of areas that the person moved out of; the volunteer belongs to the new home from now on."""
    person, moved_on = event.data["person_id"], event.data["moved_on"]
    volunteer = _volunteer(session, event)
    if volunteer is not None:
        _follow(session, volunteer, event.data["home_area"], moved_on)
    left_behind = Team.area.in_(_left_areas(event))
    seats.end_all_of(session, person, moved_on, first_moment(moved_on), left_behind)
    teams = select(Team.id).where(left_behind)
    sign_ups.withdraw_all_of(session, person, "moved", Activity.team_id.in_(teams))
    matches.withdraw_all_of(session, person, "moved")
    entitlements.end_all_of(session, person, Entitlement.area.in_(_left_areas(event)))
    moves.follow_home(session, person, event.data["home_area"])


def erase(session: Session, event: Received) -> None:
    """Forget a person: what was said of them and what they asked for goes, and the minutes served lose their name.

    Nothing binds volunteering to keep anything of a person, so nothing is locked.
    """
    person = event.data["person_id"]
    volunteer = _volunteer(session, event)
    if volunteer is not None:
        volunteer.skills = []
        if volunteer.retired_on is None:
            volunteer.retire(today())
            published.volunteer_retired(session, volunteer, today())
    seats.end_all_of(session, person, today(), now())
    sign_ups.withdraw_all_of(session, person, "erased")
    matches.withdraw_all_of(session, person, "erased")
    camps.forget_all_of(session, person)
    courses.leave_all_of(session, person)
    courses.forget_learner(session, person)
    after_school.forget_child(session, person)
    mentorships.forget_all_of(session, person)
    deeds.forget_in_deeds(session, person)
    contests.forget_nominee(session, person)
    issuing.forget_holder(session, person)
    surveys.forget_answers(session, person)
    _close_accounts(session, person)
    entitlements.forget_all_of(session, person)
    _forget_words(session, person)
    for pairing in _open_pairings(session, event):
        _end(session, pairing, "erased", today())
    for pairing in session.scalars(select(Pairing).where(Pairing.helped_key == helped_key(person))):
        pairing.sealed = None
        forget(session, pairing.id)
    published.person_erasure_done(session, event.data["order_id"], person, now())


def _close_accounts(session: Session, person_id: UUID) -> None:
    """What is reserved goes back to the shelf first, so that no minutes are held when the account lapses."""
    reservations.cancel_all_of(session, person_id)
    entitlements.end_all_of(session, person_id)
    moves.close_all_of(session, person_id)


def _forget_words(session: Session, person: UUID) -> None:
    """Certificates, free times and consents go, and so does what somebody asked for and that it was they."""
    for kept in (Certificate, FreeTime, Consent):
        session.execute(delete(kept).where(kept.person_id == person))
    for need in session.scalars(select(Need).where(Need.asker_id == person).with_for_update()):
        need.sealed = need.asker_id = None
        forget(session, need.id)


def _follow(session: Session, volunteer: Volunteer, home: UUID, on: date) -> None:
    """The volunteer counts where the home is; who has retired counts nowhere."""
    if volunteer.retired_on is not None:
        volunteer.area = home
        return
    published.volunteer_retired(session, volunteer, on)
    volunteer.enrol(home)
    published.volunteer_registered(session, volunteer, on)


def _volunteer(session: Session, event: Received) -> Volunteer | None:
    return session.scalar(select(Volunteer).where(Volunteer.person_id == event.data["person_id"]).with_for_update())


def _left_areas(event: Received) -> Select[Any]:
    """Areas that hold the old home and not the new one."""
    old, new, above = aliased(AREA), aliased(AREA), aliased(AREA)
    return (
        select(above.c.area_id)
        .join(old, above.c.path.op("@>", is_comparison=True)(old.c.path))
        .outerjoin(new, and_(new.c.area_id == event.data["home_area"], above.c.path.op("@>")(new.c.path)))
        .where(old.c.area_id == event.data["from_area"], new.c.area_id.is_(None))
    )


def _open_pairings(session: Session, event: Received) -> list[Pairing]:
    """Those in which the person helps, and those in which the person is the student helped."""
    person = event.data["person_id"]
    helps = and_(Pairing.helper_kind == PERSON, Pairing.helper_id == person)
    mine = or_(helps, Pairing.helped_key == helped_key(person))
    found = session.scalars(
        select(Pairing).where(mine, Pairing.ended_on.is_(None)).order_by(Pairing.id).with_for_update()
    )
    return list(found)


def _end(session: Session, pairing: Pairing, reason: str, on: date) -> None:
    pairing.end(reason, max(on, pairing.started_on))
    published.pairing_ended(session, pairing)
