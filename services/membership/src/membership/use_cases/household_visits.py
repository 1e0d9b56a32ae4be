"""Acts on visits to households (走访): told of, taken, made, found shut, struck; deadlines that pass; visits of the past."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.membership import operations as ops
from contracts.membership.events import HouseholdVisitMadeV1
from kernel.period import civil_day
from membership.domain.areas import Area
from membership.domain.errors.areas import AreaUnknown
from membership.domain.errors.household_visits import (
    VisitInFuture,
    VisitKindNotInPack,
    VisitNeedsHousehold,
    VisitOfStranger,
    VisitorMinor,
    VisitorNeeded,
    VisitOwnHousehold,
    VisitWishNotInPack,
)
from membership.domain.errors.people import PersonUnknown
from membership.domain.household_visits import DUE, KEPT, MADE, MISSED, HouseholdVisit, VisitReason
from membership.domain.people import Person
from membership.queries.household_visits import told
from membership.queries.within import HOUSEHOLD
from membership.secrets_of_visits import Found, seal_found, seal_kind
from membership.use_cases.visit_reasons import (
    Cause,
    Rule,
    doorsteps,
    raise_visits,
    rule_of,
    rules_at,
    settle,
    tell_due,
    tell_struck,
    unsettle,
)
from runtime.access import Caller
from runtime.imports import import_records
from runtime.outbox import emit
from runtime.time import now

AT_A_TIME = 500


def raise_visit(
    session: Session, caller: Caller, *, area_id: UUID, kind: str, person_id: UUID | None
) -> dict[str, Any]:
    """Tell that a household should be visited."""
    household = _household(session, area_id)
    if person_id is not None:
        _check_lives(session, person_id, area_id)
    rule = _rule(session, household.area_id, kind)
    [visit] = raise_visits(session, rule, [Cause.of(area_id, rule, now(), person_id)])
    session.flush()
    return told(session, visit.visit_id)


def take_visit(session: Session, caller: Caller, *, visit_id: UUID, person_id: UUID | None) -> dict[str, Any]:
    """Take a visit on, for oneself or for whoever is to go."""
    visit = session.get_one(HouseholdVisit, visit_id)
    visit.must_be_due()
    visitor = person_id or caller.person_id
    if visitor is None:
        raise VisitorNeeded()
    person = check_visitor(session, visitor)
    if person.home_area == visit.household_id:
        raise VisitOwnHousehold()
    visit.take(visitor)
    session.flush()
    return told(session, visit_id)


def hand_back_visit(session: Session, caller: Caller, *, visit_id: UUID) -> dict[str, Any]:
    """Hand a visit back; it stays due."""
    session.get_one(HouseholdVisit, visit_id).hand_back()
    session.flush()
    return told(session, visit_id)


def make_visit(
    session: Session,
    caller: Caller,
    *,
    visit_id: UUID,
    made_at: datetime | None,
    wishes: list[str],
    note: str,
    follow_up: str | None,
) -> dict[str, Any]:
    """Somebody was met."""
    visit = session.get_one(HouseholdVisit, visit_id)
    visit.must_be_due()
    _check_other_household(session, caller, visit)
    visitor = visit.visitor_id or caller.person_id
    if visitor is None:
        raise VisitorNeeded()
    rules = rules_at(session, visit.household_id)
    if not {wish["code"] for wish in rules["wishes"]}.issuperset(wishes):
        raise VisitWishNotInPack()
    rule = None if follow_up is None else _rule(session, visit.household_id, follow_up, field="follow_up")
    visit.make(visitor, made_at or now(), now())
    _close(session, visit, Found(wishes, note))
    session.flush()
    if rule is not None:
        raise_visits(session, rule, [Cause.of(visit.household_id, rule, now())])
    return told(session, visit_id)


def find_nobody(session: Session, caller: Caller, *, visit_id: UUID, tried_at: datetime | None) -> dict[str, Any]:
    """Nobody was at home: due again."""
    visit = session.get_one(HouseholdVisit, visit_id)
    before = visit.due_at
    again = timedelta(hours=rules_at(session, visit.household_id)["again_hours"])
    visit.find_nobody(tried_at or now(), again, now())
    tell_due(session, visit, before)
    session.flush()
    return told(session, visit_id)


def strike_visit(session: Session, caller: Caller, *, visit_id: UUID, reason: str) -> dict[str, Any]:
    """Strike a visit that was entered by mistake."""
    visit = session.get_one(HouseholdVisit, visit_id)
    visit.strike(reason)
    for each in visit.reasons:
        unsettle(session, each)
        each.stands = False
    tell_struck(session, visit)
    session.flush()
    return told(session, visit_id)


def miss_deadlines(session: Session) -> None:
    """Deadlines that have passed while the visit was due are missed; the clock calls it."""
    passed = (
        select(VisitReason, HouseholdVisit)
        .join(HouseholdVisit, HouseholdVisit.visit_id == VisitReason.visit_id)
        .where(
            VisitReason.outcome.is_(None), VisitReason.stands, VisitReason.due_at < now(), HouseholdVisit.state == DUE
        )
        .order_by(VisitReason.due_at)
        .limit(AT_A_TIME)
        .with_for_update(skip_locked=True, of=(VisitReason, HouseholdVisit))
    )
    for reason, visit in session.execute(passed).all():
        settle(session, visit, reason, MISSED, civil_day(reason.due_at))


def import_visits(session: Session, caller: Caller, *, dry_run: bool, records: list[dict[str, Any]]) -> dict[str, Any]:
    """Enter visits of the past."""
    return import_records(
        session,
        caller,
        ops.import_visits.record,
        records,
        _enter,
        dry_run,
        register="household_visit",
        area="household_id",
    )


def check_visitor(session: Session, person_id: UUID) -> Person:
    """Who may be sent to others' doors. Raises `PersonUnknown`, `PersonDeceased` or `VisitorMinor`."""
    person = session.get(Person, person_id)
    if person is None:
        raise PersonUnknown()
    person.must_live()
    if person.minor:
        raise VisitorMinor()
    return person


def _enter(
    session: Session,
    caller: Caller,
    *,
    household_id: UUID,
    kind: str,
    made_at: datetime,
    due_at: datetime | None,
    visitor_id: UUID | None,
    note: str,
) -> UUID:
    """Enter one visit of the past; it was due before, and is so no more."""
    household = _household(session, household_id, field="household_id")
    rule = _rule(session, household.area_id, kind)
    if made_at > now():
        raise VisitInFuture()
    if visitor_id is not None and _visitor_of_past(session, visitor_id).home_area == household_id:
        raise VisitOwnHousehold()
    raised_at = made_at if due_at is None else min(made_at, due_at)
    visit = HouseholdVisit.begin(doorsteps(session, [household_id])[household_id], raised_at)
    visit.join(
        kind_sealed=seal_kind(rule["code"]),
        urgency=rule["urgency"],
        person_id=None,
        raised_at=raised_at,
        due_at=due_at or made_at,
    )
    visit.state, visit.visitor_id, visit.made_at = MADE, visitor_id, made_at
    visit.reasons[0].stands = due_at is not None  # without a deadline there is none to settle
    session.add(visit)
    _close(session, visit, Found([], note))
    return visit.visit_id


def _close(session: Session, visit: HouseholdVisit, found: Found) -> None:
    """What follows from a visit that was made: its deadlines are settled, and others hear of it."""
    made_at = visit.made_at
    assert made_at is not None
    seal_found(session, visit, found)
    for reason in visit.standing():
        outcome = KEPT if made_at <= reason.due_at else MISSED
        if outcome != reason.outcome:
            settle(session, visit, reason, outcome, civil_day(made_at if outcome == KEPT else reason.due_at))
    emit(
        session,
        HouseholdVisitMadeV1,
        aggregate_id=visit.visit_id,
        area=visit.household_id,
        occurred_at=made_at,
        visit_id=visit.visit_id,
        household_id=visit.household_id,
        visited_on=civil_day(made_at),
    )


def _household(session: Session, area_id: UUID, field: str = "area_id") -> Area:
    """Raises `AreaUnknown`, `VisitNeedsHousehold` or `AreaEnded`."""
    area = session.get(Area, area_id)
    if area is None:
        raise AreaUnknown(field=field)
    if area.kind != HOUSEHOLD:
        raise VisitNeedsHousehold(field=field)
    area.must_stand()
    return area


def _rule(session: Session, area_id: UUID, kind: str, field: str = "kind") -> Rule:
    rule = rule_of(rules_at(session, area_id), kind)
    if rule is None:
        raise VisitKindNotInPack(kind, field=field)
    return rule


def _check_lives(session: Session, person_id: UUID, household_id: UUID) -> None:
    """Raises `PersonUnknown` or `VisitOfStranger`."""
    person = session.get(Person, person_id)
    if person is None:
        raise PersonUnknown()
    if person.home_area != household_id or not person.alive:
        raise VisitOfStranger()


def _check_other_household(session: Session, caller: Caller, visit: HouseholdVisit) -> None:
    """Neither who went nor who records it lives there. Raises `VisitOwnHousehold`."""
    concerned = [each for each in (visit.visitor_id, caller.person_id) if each is not None]
    at_home = select(Person.person_id).where(Person.person_id.in_(concerned), Person.home_area == visit.household_id)
    if session.execute(at_home.limit(1)).first() is not None:
        raise VisitOwnHousehold()


def _visitor_of_past(session: Session, person_id: UUID) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise PersonUnknown(field="visitor_id")
    return person
