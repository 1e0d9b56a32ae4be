"""The round of all households of a community (普遍走访): begun, put on the list door by door, begun again, and shared."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import cast, func, select
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from kernel.period import first_moment
from membership.domain.areas import Area
from membership.domain.errors.household_visits import RoundNotInPack, RoundNotOfCommunity
from membership.domain.errors.people import DateInFuture
from membership.domain.household_visits import MADE, ROUND, Doorstep, HouseholdVisit, VisitRound, shares
from membership.queries.household_visits import due_within
from membership.queries.within import HOUSEHOLD
from membership.use_cases.household_visits import check_visitor
from membership.use_cases.visit_reasons import Cause, Rule, doorsteps, raise_visits, rules_at
from runtime.access import Caller
from runtime.clocks import set_clock
from runtime.replicas import AREA, Ltree, area_path
from runtime.time import now, today

ROUND_STEP, ROUND_AGAIN = "visit_round_step", "visit_round_again"
COMMUNITY = "community"
DOORS_A_STEP = 200
MOST_SHARED = 2_000
HOURS_A_DAY = 24


def begin_round(session: Session, caller: Caller, *, area_id: UUID, on: date | None) -> VisitRound:
    """Begin the round of all households of a community."""
    begun_on = on or today()
    if begun_on > today():
        raise DateInFuture(field="on")
    area = session.get_one(Area, area_id)
    area.must_stand()
    if area.kind != COMMUNITY:
        raise RoundNotOfCommunity()
    rule = _rule(session, area_id, begun_on)
    if rule is None:
        raise RoundNotInPack()
    return _begin(session, area_id, rule, begun_on)


def go_on(session: Session, key: str, payload: dict[str, Any]) -> None:
    """Put the next doors of a round on the list; the clock calls it until all are."""
    going = session.get_one(VisitRound, UUID(key), with_for_update=True)
    rule = _rule(session, going.area_id, today())
    if rule is None:
        return
    steps = sorted(_households(session, going.area_id), key=lambda step: step.place_key)
    ahead = [step for step in steps if step.place_key > going.after][:DOORS_A_STEP]
    visited = _visited_since(session, going, [step.household_id for step in ahead])
    causes = [
        Cause(step.household_id, now(), max(_due_at(going, going.listed + number), now()))
        for number, step in enumerate(ahead, 1)
        if step.household_id not in visited
    ]
    raise_visits(session, rule, causes)
    going.listed += len(ahead)
    if len(ahead) == DOORS_A_STEP:
        going.after = ahead[-1].place_key
        set_clock(session, ROUND_STEP, key=key, due_at=now())


def begin_again(session: Session, key: str, payload: dict[str, Any]) -> None:
    """The round has ended: the next begins, as long as the community stands and its pack has one."""
    area = session.get_one(Area, UUID(key))
    rule = _rule(session, area.area_id, today())
    if area.valid_to is None and rule is not None:
        _begin(session, area.area_id, rule, today())


def share_route(session: Session, caller: Caller, *, area_id: UUID, visitors: list[UUID], days: int) -> dict[str, Any]:
    """Divide the due visits that nobody has taken, each visitor a stretch of the way; nobody gets their own door."""
    homes = {person_id: check_visitor(session, person_id).home_area for person_id in dict.fromkeys(visitors)}
    untaken = due_within(session, area_id, days).where(HouseholdVisit.visitor_id.is_(None))
    along = [HouseholdVisit.turn, HouseholdVisit.place_key, HouseholdVisit.visit_id]
    found = session.scalars(untaken.order_by(*along).limit(MOST_SHARED + 1).with_for_update(skip_locked=True)).all()
    given: Counter[UUID] = Counter()
    for visit, person_id in zip(found, shares(min(len(found), MOST_SHARED), homes), strict=False):
        if homes[person_id] != visit.household_id:
            visit.take(person_id)
            given[person_id] += 1
    return {
        "shares": [{"visitor_id": person_id, "visits": given[person_id]} for person_id in homes],
        "left": len(found) - given.total(),
    }


def _begin(session: Session, area_id: UUID, rule: Rule, begun_on: date) -> VisitRound:
    days = max(1, round(rule["due_hours"] / HOURS_A_DAY))
    going = VisitRound(
        round_id=uuid7(),
        area_id=area_id,
        begun_on=begun_on,
        ends_on=begun_on + timedelta(days=days - 1),
        households=_count_households(session, area_id),
        listed=0,
        after="",
    )
    session.add(going)
    session.flush()
    set_clock(session, ROUND_STEP, key=str(going.round_id), due_at=now())
    set_clock(session, ROUND_AGAIN, key=str(area_id), due_at=first_moment(going.ends_on + timedelta(days=1)))
    return going


def _rule(session: Session, area_id: UUID, on: date) -> Rule | None:
    kinds = rules_at(session, area_id, on)["kinds"]
    return next((rule for rule in kinds if rule["urgency"] == ROUND), None)


def _due_at(going: VisitRound, number: int) -> datetime:
    """The last second of the number-th door's share of the days, spread evenly from the first to the last."""
    begins, ends = first_moment(going.begun_on), first_moment(going.ends_on + timedelta(days=1))
    return begins + (ends - begins) * min(1.0, number / max(going.households, 1)) - timedelta(seconds=1)


def _households(session: Session, area_id: UUID) -> list[Doorstep]:
    return list(doorsteps(session, session.scalars(select(AREA.c.area_id).where(*_below(session, area_id)))).values())


def _count_households(session: Session, area_id: UUID) -> int:
    return session.scalar(select(func.count()).select_from(AREA).where(*_below(session, area_id))) or 0


def _below(session: Session, area_id: UUID) -> list[Any]:
    """Households in force below an area, as the index by kind and path has them."""
    inside = AREA.c.path.op("<@", is_comparison=True)(cast(area_path(session, area_id), Ltree))
    return [AREA.c.kind == HOUSEHOLD, inside, AREA.c.valid_to.is_(None)]


def _visited_since(session: Session, going: VisitRound, household_ids: list[UUID]) -> set[UUID]:
    """Those of the households that were visited in the time of the round already."""
    made = select(HouseholdVisit.household_id).where(
        HouseholdVisit.household_id.in_(household_ids),
        HouseholdVisit.state == MADE,
        HouseholdVisit.made_at >= first_moment(going.begun_on),
    )
    return set(session.scalars(made))
