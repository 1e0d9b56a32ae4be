"""Reasons to visit a household (走访事由): they come up, join the visit that is due, fall away, and are settled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from contracts.membership.events import HouseholdVisitDueV1, HouseholdVisitStruckV1, VisitDeadlineSettledV1
from kernel.ids import uuid7
from kernel.period import civil_day
from membership.domain.areas import Area
from membership.domain.household_visits import (
    DUE,
    KEPT,
    MISSED,
    ROUND,
    STRUCK,
    Doorstep,
    HouseholdVisit,
    VisitReason,
)
from membership.domain.visit_places import place_key
from membership.queries.within import HOUSEHOLD
from membership.secrets_of_visits import kind_of, seal_kind
from runtime.outbox import emit
from runtime.packs import section
from runtime.time import moment_on, today

Rule = Mapping[str, Any]
"""A kind of visit as the pack declares it: code, urgency, due_hours, raised_by."""

_TALLY = text("""
    INSERT INTO visit_tally AS t (community_id, year, kind, urgency, kept, missed)
    VALUES (:community, :year, :kind, :urgency, greatest(:kept, 0), greatest(:missed, 0))
    ON CONFLICT (community_id, year, kind) DO UPDATE SET kept = t.kept + :kept, missed = t.missed + :missed
""")
_STEPS = text("""
    SELECT a.area_id, a.number, a.name, a.parent_id, CAST(a.path AS text) AS path
      FROM area AS a WHERE a.area_id = ANY(:ids)
""")
_ABOVE = text("SELECT number, area_id, kind, name FROM area WHERE number = ANY(:numbers)")
BELOW_COMMUNITY = ("estate", "building", HOUSEHOLD)


@dataclass(frozen=True, slots=True)
class Cause:
    """That a household is to be visited: from when it was known, until when, and whom of the household it concerns."""

    household_id: UUID
    raised_at: datetime
    due_at: datetime
    person_id: UUID | None = None

    @classmethod
    def of(cls, household_id: UUID, rule: Rule, at: datetime, person_id: UUID | None = None) -> Cause:
        """Due so many hours after it was known as the pack says."""
        return cls(household_id, at, at + timedelta(hours=rule["due_hours"]), person_id)


def rules_at(session: Session, area_id: UUID, on: date | None = None) -> Mapping[str, Any]:
    """How the pack in force visits households at an area; without a word of it, nothing is visited."""
    pack = section(session, area_id, on or today()) or {}
    return pack.get("household_visits") or {"kinds": (), "wishes": (), "again_hours": 1}


def rule_of(rules: Mapping[str, Any], kind: str) -> Rule | None:
    """The kind of visit with this code; None where the pack has none."""
    return next((rule for rule in rules["kinds"] if rule["code"] == kind), None)


def raise_visits(session: Session, rule: Rule, causes: Sequence[Cause]) -> list[HouseholdVisit]:
    """Let households be due for a visit; the same kind for the same person again only brings the day forward.

    The causes are of different households; those that are none, or ended, are left out.
    """
    session.flush()
    steps = doorsteps(session, _standing(session, [cause.household_id for cause in causes]))
    visits = {visit.household_id: visit for visit in due_of(session, steps)}
    raised = []
    for cause in causes:
        step = steps.get(cause.household_id)
        if step is None:
            continue
        visit = visits.get(cause.household_id)
        before = None if visit is None else visit.due_at
        if visit is None:
            visit = HouseholdVisit.begin(step, cause.raised_at)
            session.add(visit)
        _join(visit, rule, cause)
        tell_due(session, visit, before)
        raised.append(visit)
    return raised


def drop_reasons_of(session: Session, household_id: UUID, person_id: UUID) -> None:
    """Somebody lives there no longer: what concerned them falls away, and with the last reason the visit."""
    for visit in due_of(session, [household_id]):
        for reason in visit.reasons:
            reason.stands = reason.stands and reason.person_id != person_id
        if visit.standing():
            before = visit.due_at
            visit.hasten()
            tell_due(session, visit, before)
        else:
            _lapse(session, visit, "reason_gone")


def lapse_visits_at(session: Session, household_id: UUID) -> None:
    """Nobody lives there any more: there is nobody to visit."""
    for visit in due_of(session, [household_id]):
        for reason in visit.reasons:
            reason.stands = False
        _lapse(session, visit, "nobody_left")


def settle(session: Session, visit: HouseholdVisit, reason: VisitReason, outcome: str, on: date) -> None:
    """Tell what a deadline came to, and count it. A later outcome takes the place of an earlier one, as another deadline."""
    if reason.outcome is not None:
        unsettle(session, reason)
        reason.deadline_id = uuid7()
    reason.outcome, reason.settled_on, reason.counted_in = outcome, on, visit.community_id
    _count(session, reason, 1)
    _tell_settled(session, reason, outcome)


def unsettle(session: Session, reason: VisitReason) -> None:
    """What a deadline came to counts no longer."""
    if reason.outcome is None:
        return
    _count(session, reason, -1)
    _tell_settled(session, reason, STRUCK)
    reason.outcome = reason.settled_on = reason.counted_in = None


def tell_due(session: Session, visit: HouseholdVisit, before: datetime | None) -> None:
    """Tell others of the day, where it is another than before."""
    due_on = civil_day(visit.due_at)
    if before is not None and civil_day(before) == due_on:
        return
    emit(
        session,
        HouseholdVisitDueV1,
        aggregate_id=visit.visit_id,
        area=visit.household_id,
        visit_id=visit.visit_id,
        household_id=visit.household_id,
        due_on=due_on,
    )


def tell_struck(session: Session, visit: HouseholdVisit) -> None:
    """Tell others that the visit is void."""
    emit(
        session,
        HouseholdVisitStruckV1,
        aggregate_id=visit.visit_id,
        area=visit.household_id,
        visit_id=visit.visit_id,
    )


def doorsteps(session: Session, household_ids: Iterable[UUID]) -> dict[UUID, Doorstep]:
    """Where households lie, in two queries. The community is the nearest area above that is no part of one."""
    rows = session.execute(_STEPS, {"ids": list(household_ids)}).all()
    lineages = {row.area_id: [int(label) for label in row.path.split(".")[:-1]] for row in rows}
    numbers = sorted({number for lineage in lineages.values() for number in lineage})
    known = {row.number: row for row in session.execute(_ABOVE, {"numbers": numbers})}
    steps = {}
    for row in rows:
        lineage = [known[number] for number in lineages[row.area_id]]
        inside = [area.name for area in lineage if area.kind in BELOW_COMMUNITY]
        community = next(area for area in reversed(lineage) if area.kind not in BELOW_COMMUNITY)
        key = place_key(inside, row.name, row.number)
        steps[row.area_id] = Doorstep(row.area_id, row.parent_id, community.area_id, key)
    return steps


def _standing(session: Session, area_ids: Collection[UUID]) -> list[UUID]:
    """Those that are households in force, locked, so that two reasons at once find one visit."""
    locked = (
        select(Area.area_id)
        .where(Area.area_id.in_(area_ids), Area.kind == HOUSEHOLD, Area.valid_to.is_(None))
        .order_by(Area.area_id)
        .with_for_update(key_share=True)
    )
    return list(session.scalars(locked))


def due_of(session: Session, household_ids: Iterable[UUID]) -> list[HouseholdVisit]:
    due = select(HouseholdVisit).where(
        HouseholdVisit.household_id.in_(list(household_ids)), HouseholdVisit.state == DUE
    )
    return list(session.scalars(due.order_by(HouseholdVisit.visit_id).with_for_update()))


def _join(visit: HouseholdVisit, rule: Rule, cause: Cause) -> None:
    for reason in visit.standing():
        if reason.person_id == cause.person_id and kind_of(reason.kind_sealed) == rule["code"]:
            if reason.outcome is None:
                reason.due_at = min(reason.due_at, cause.due_at)
                visit.hasten()
            if reason.outcome is None or reason.urgency != ROUND:
                return  # what is late already is told again; only another round sets another day
    visit.join(
        kind_sealed=seal_kind(rule["code"]),
        urgency=rule["urgency"],
        person_id=cause.person_id,
        raised_at=cause.raised_at,
        due_at=cause.due_at,
    )


def _lapse(session: Session, visit: HouseholdVisit, why: str) -> None:
    visit.lapse(why)
    tell_struck(session, visit)


def _count(session: Session, reason: VisitReason, by: int) -> None:
    assert reason.settled_on is not None
    words = {
        "community": reason.counted_in,
        "year": reason.settled_on.year,
        "kind": kind_of(reason.kind_sealed),
        "urgency": reason.urgency,
        "kept": by if reason.outcome == KEPT else 0,
        "missed": by if reason.outcome == MISSED else 0,
    }
    session.execute(_TALLY, words)


def _tell_settled(session: Session, reason: VisitReason, outcome: str) -> None:
    assert reason.settled_on is not None
    emit(
        session,
        VisitDeadlineSettledV1,
        aggregate_id=reason.deadline_id,
        area=reason.counted_in,
        occurred_at=moment_on(reason.settled_on),
        deadline_id=reason.deadline_id,
        urgency=reason.urgency,
        outcome=outcome,
        settled_on=reason.settled_on,
    )
