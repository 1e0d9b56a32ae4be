"""Facts that make households due for a visit: people who come, go and die, and what other services tell (走访线索).

A pack's kinds of visits name the facts that raise them. Facts of the past (imported, told again) raise nothing.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from membership.domain.household_visits import VisitReason
from membership.domain.people import Person
from membership.domain.told_people import ToldPerson
from membership.use_cases.visit_reasons import (
    Cause,
    drop_reasons_of,
    lapse_visits_at,
    raise_visits,
    rules_at,
)
from runtime.act import act_of
from runtime.inbox import Received
from runtime.time import now

LIVE = "live"
MET = "met"


def person_came(session: Session, person: Person, fact: str) -> None:
    """Somebody was registered in a household, or moved into it."""
    if act_of(session).kind == LIVE:
        _raise(session, fact, person.home_area, now(), person.person_id)


def person_went(session: Session, person_id: UUID, household_id: UUID) -> None:
    """Somebody moved out of a household or died: what concerned them falls away; with nobody left, every visit does."""
    others = select(Person.person_id).where(
        Person.home_area == household_id,
        Person.person_id != person_id,
        Person.died_on.is_(None),
        Person.erased_on.is_(None),
    )
    if session.execute(others.limit(1)).first() is None:
        lapse_visits_at(session, household_id)
    else:
        drop_reasons_of(session, household_id, person_id)


def person_forgotten(session: Session, person_id: UUID, household_id: UUID) -> None:
    """Somebody is forgotten: no reason names them, nor any id of others; what was noted of them goes with their key."""
    person_went(session, person_id, household_id)
    session.flush()
    session.execute(update(VisitReason).where(VisitReason.person_id == person_id).values(person_id=None))
    session.execute(delete(ToldPerson).where(ToldPerson.person_id == person_id))


def hear_elder(session: Session, received: Received) -> None:
    """Somebody is on the elder register."""
    data = received.data
    _know(session, data["elder_id"], data["person_id"])
    _raise_for(session, received, "elder_registered", data["person_id"])


def hear_attention(session: Session, received: Received) -> None:
    """An elder comes first on every list; nobody says why."""
    if received.data["first"]:
        _raise_for(session, received, "elder_first", _known(session, received.data["elder_id"]))


def hear_missed_visit(session: Session, received: Received) -> None:
    """Nobody came to an elder who was to be visited."""
    person_id = _known(session, received.data["elder_id"])
    _know(session, received.data["visit_id"], person_id)
    _raise_for(session, received, "elder_visit_missed", person_id)


def hear_call_for_help(session: Session, received: Received) -> None:
    """An elder calls for help: whose call it is, for when it is over."""
    _know(session, received.data["sos_id"], _known(session, received.data["elder_id"]))


def hear_help_given(session: Session, received: Received) -> None:
    """Help was given to an elder: somebody looks in afterwards."""
    _raise_for(session, received, "elder_sos_resolved", _known(session, received.data["sos_id"]))


def hear_welfare_check(session: Session, received: Received) -> None:
    """Somebody looked in on an elder and did not meet them."""
    if received.data["outcome"] != MET:
        _raise_for(session, received, "welfare_check_unmet", _known(session, received.data["visit_id"]))


def hear_hazard(session: Session, received: Received) -> None:
    """A hazard was found; where that is a household, somebody comes."""
    if received.kind == LIVE and received.area is not None:
        _raise(session, "hazard_at_home", received.area, received.occurred_at, None)


def _raise_for(session: Session, received: Received, fact: str, person_id: UUID) -> None:
    person = session.get(Person, person_id)
    if person is None:
        raise LookupError("a person has not been registered yet")
    if received.kind == LIVE and person.alive:
        _raise(session, fact, person.home_area, received.occurred_at, person_id)


def _raise(session: Session, fact: str, household_id: UUID, at: datetime, person_id: UUID | None) -> None:
    """Raise the visits that the pack in force there has for the fact; of an area that is no household, none."""
    for rule in rules_at(session, household_id)["kinds"]:
        if fact in rule["raised_by"]:
            raise_visits(session, rule, [Cause.of(household_id, rule, at, person_id)])


def _know(session: Session, told_id: UUID, person_id: UUID) -> None:
    session.execute(insert(ToldPerson).values(told_id=told_id, person_id=person_id).on_conflict_do_nothing())


def _known(session: Session, told_id: UUID) -> UUID:
    """Whose id that is. Raises LookupError while it was not told: events of different aggregates come in any order."""
    person_id = session.scalar(select(ToldPerson.person_id).where(ToldPerson.told_id == told_id))
    if person_id is None:
        raise LookupError("an id of another service's has not been heard of yet")
    return person_id
