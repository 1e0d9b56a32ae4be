"""Readings of visits to households (走访): lists, routes (本周路线), and the figures of a year."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, cast, func, literal, select
from sqlalchemy.orm import Session, aliased, lazyload

from contracts.membership import operations as ops
from contracts.membership.operations.household_visits import OVERSEERS
from contracts.membership.vocabulary import VISIT_READERS
from kernel.area import KINDS
from kernel.period import Period
from membership.domain.areas import Area
from membership.domain.errors.household_visits import FiguresOfCommunity
from membership.domain.household_visits import DUE, MADE, HouseholdVisit, VisitReason, VisitTally
from membership.queries.within import COMMUNITY, HOUSEHOLD, places_below
from membership.secrets_of_visits import found_at, kind_of
from runtime import audit
from runtime.access import Caller, is_wide, lies_in, sees
from runtime.paging import page
from runtime.replicas import AREA, Ltree, area_path
from runtime.time import now, today

VISIT, REASON = HouseholdVisit.__table__.c, VisitReason.__table__.c
INSIDE = ("building", "estate")
"""Kinds of areas within a community that households lie in."""
ABOVE_COMMUNITY = KINDS[: KINDS.index(COMMUNITY)]
COUNTED_IN = (*ABOVE_COMMUNITY, COMMUNITY)
"""Kinds of areas that a visit is counted in: the community, and what is above it where a household lies in none."""


def list_visits(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID | None,
    household_id: UUID | None,
    person_id: UUID | None,
    state: str | None,
    overdue: bool | None,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Visits, the last raised first."""
    stmt = _visits().where(*_seen(session, caller, area_id or household_id, person_id))
    if area_id is not None:
        stmt = stmt.where(_within(session, area_id))
    for column, wanted in ((VISIT.household_id, household_id), (VISIT.visitor_id, person_id), (VISIT.state, state)):
        if wanted is not None:
            stmt = stmt.where(column == wanted)
    if overdue is not None:
        stmt = stmt.where(is_overdue() if overdue else ~is_overdue())
    return page(session, stmt, keys=[VISIT.raised_at.desc(), VISIT.visit_id.desc()], limit=limit, after=after)


def show_route(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID | None,
    person_id: UUID | None,
    untaken: bool,
    days: int,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Due visits in the order of the way; the caller's own where nothing else is asked for."""
    if area_id is None and not untaken:
        person_id = person_id or caller.person_id
    stmt = _stops().where(*_seen(session, caller, area_id, person_id), *_due(days))
    if area_id is not None:
        stmt = stmt.where(_within(session, area_id))
    if untaken:
        stmt = stmt.where(VISIT.visitor_id.is_(None))
    elif person_id is not None or area_id is None:
        stmt = stmt.where(VISIT.visitor_id == person_id)
    return page(session, stmt, keys=[VISIT.turn, VISIT.place_key, VISIT.visit_id], limit=limit, after=after)


def show_visit(session: Session, caller: Caller, *, visit_id: UUID) -> dict[str, Any]:
    """One visit; why, and what was found, to who goes and who answers for it."""
    visit = told(session, visit_id)
    sealed = session.execute(select(VISIT.found_sealed, VISIT.sealed_for).where(VISIT.visit_id == visit_id)).one()
    may = visit["visitor_id"] is not None and visit["visitor_id"] == caller.person_id
    may = may or caller.covers(session, visit["area"], *VISIT_READERS)
    if may:
        audit.record(session, caller, act="read:visit_reason", target=visit_id, area=visit["area"])
    found = found_at(session, caller, sealed.sealed_for, sealed.found_sealed) if may and sealed.found_sealed else None
    return visit | {
        "why": _why(session, visit, may),
        "wishes": found and found.wishes,
        "note": found and found.note,
        # Whoever goes reads what they need, whatever their roles.
        "person_id": visit["visitor_id"],
    }


def show_visit_figures(session: Session, caller: Caller, *, area_id: UUID, year: int | None) -> dict[str, Any]:
    """How the visits of a year stand."""
    kind = _kind_of(session, area_id)
    if kind in (*INSIDE, HOUSEHOLD):
        raise FiguresOfCommunity()
    wanted = year or today().year
    return {
        "area_id": area_id,
        "year": wanted,
        "households": _households(session, area_id),
        **_counts(session, _all_within(session, area_id, kind), Period.year(wanted)),
        "kinds": _kinds(session, area_id, wanted),
    }


def told(session: Session, visit_id: UUID) -> dict[str, Any]:
    """A visit as everybody sees it who may see it."""
    return dict(session.execute(_visits().where(VISIT.visit_id == visit_id)).mappings().one())


def due_within(session: Session, area_id: UUID, days: int) -> Select[HouseholdVisit]:
    """Due visits of an area, as objects without their reasons."""
    stmt = select(HouseholdVisit).where(_within(session, area_id), *_due(days))
    return stmt.options(lazyload(HouseholdVisit.reasons))


def is_overdue() -> ColumnElement[bool]:
    """Whether somebody should have come by now."""
    return and_(VISIT.state == literal(DUE, literal_execute=True), VISIT.due_at < now())


def _due(days: int) -> tuple[ColumnElement[bool], ...]:
    return VISIT.state == literal(DUE, literal_execute=True), VISIT.due_at <= now() + timedelta(days=days)


def _seen(session: Session, caller: Caller, area_id: UUID | None, visitor_id: UUID | None) -> list[ColumnElement[bool]]:
    """What of visits the caller may see. Over an area that the caller answers for, and of one's own, that is all there is:
    then no row is asked where it lies."""
    if area_id is not None and caller.covers(session, area_id, *OVERSEERS):
        return []
    if visitor_id is not None and visitor_id == caller.person_id:
        return []
    return [sees(session, caller, ops.HouseholdVisit, VISIT)]


def _within(session: Session, area_id: UUID) -> ColumnElement[bool]:
    """Visits at an area and below it, for a list: those of a wide area are walked in the list's order (ADR 26)."""
    kind = _kind_of(session, area_id)
    if kind in ABOVE_COMMUNITY and is_wide(session, area_id):
        return lies_in(session, VISIT.community_id, area_id)
    return _all_within(session, area_id, kind)


def _all_within(session: Session, area_id: UUID, kind: str | None) -> ColumnElement[bool]:
    """Visits at an area and below it, by the community they are counted in, or by where the household lies.

    The areas are read first, a handful: with the id of one the index gives the rows in their order.
    """
    if kind in (COMMUNITY, HOUSEHOLD):
        return (VISIT.community_id if kind == COMMUNITY else VISIT.household_id) == area_id
    inside = kind in INSIDE
    places = list(session.scalars(places_below(session, area_id, INSIDE if inside else COUNTED_IN)))
    return (VISIT.area if inside else VISIT.community_id).in_(places)


def _kind_of(session: Session, area_id: UUID) -> str | None:
    return session.scalar(select(AREA.c.kind).where(AREA.c.area_id == area_id))


def _stops() -> Any:
    """Doors with their names, which are looked up for the rows of a page alone."""
    return select(
        VISIT.visit_id,
        VISIT.area,
        VISIT.urgency,
        VISIT.due_at,
        VISIT.visitor_id,
        is_overdue().label("overdue"),
        _name_of(VISIT.household_id).label("household"),
        _name_of(VISIT.area).label("place"),
    )


def _name_of(area_id: Any) -> Any:
    area = aliased(Area.__table__)
    return select(area.c.name).where(area.c.area_id == area_id).scalar_subquery()


def _visits() -> Any:
    counted = select(func.count()).where(REASON.visit_id == VISIT.visit_id, REASON.stands).scalar_subquery()
    return _stops().add_columns(
        VISIT.household_id,
        VISIT.state,
        VISIT.raised_at,
        VISIT.attempts,
        VISIT.made_at,
        VISIT.ended_for,
        VISIT.version,
        counted.label("reasons"),
    )


def _why(session: Session, visit: dict[str, Any], may: bool) -> list[dict[str, Any]]:
    rows = session.execute(
        select(VisitReason.__table__).where(REASON.visit_id == visit["visit_id"]).order_by(REASON.reason_id)
    ).mappings()
    whose = {"area": visit["area"], "person_id": visit["visitor_id"]}
    return [dict(row) | whose | {"kind": kind_of(row["kind_sealed"]) if may else None} for row in rows]


def _households(session: Session, area_id: UUID) -> int:
    inside = AREA.c.path.op("<@", is_comparison=True)(cast(area_path(session, area_id), Ltree))
    stmt = select(func.count()).select_from(AREA).where(AREA.c.kind == HOUSEHOLD, inside, AREA.c.valid_to.is_(None))
    return session.scalar(stmt) or 0


def _counts(session: Session, within: ColumnElement[bool], period: Period) -> dict[str, int]:
    made = (
        select(func.count().label("made"), func.count(VISIT.household_id.distinct()).label("visited"))
        .where(within, VISIT.state == literal(MADE, literal_execute=True))
        .where(VISIT.made_at >= period.begins, VISIT.made_at < period.ends)
    )
    due = select(func.count().label("due"), func.count().filter(VISIT.due_at < now()).label("overdue")).where(
        within, VISIT.state == literal(DUE, literal_execute=True)
    )
    return {**session.execute(made).mappings().one(), **session.execute(due).mappings().one()}


def _kinds(session: Session, area_id: UUID, year: int) -> list[dict[str, Any]]:
    tally = VisitTally.__table__.c
    stmt = (
        select(tally.kind, tally.urgency, func.sum(tally.kept).label("kept"), func.sum(tally.missed).label("missed"))
        .where(tally.community_id.in_(places_below(session, area_id, COUNTED_IN)), tally.year == year)
        .group_by(tally.kind, tally.urgency)
        .order_by(tally.urgency, tally.kind)
    )
    return [dict(row) for row in session.execute(stmt).mappings()]
