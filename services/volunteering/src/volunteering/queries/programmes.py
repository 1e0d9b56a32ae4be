"""Readings of programmes: the tree with its year, days of a series, places, campaigns, prizes, camps."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, select
from sqlalchemy.orm import Session

from contracts.volunteering import operations as ops
from kernel.period import Period, civil_day, first_moment
from runtime.access import Caller, sees
from runtime.paging import page
from runtime.time import now, today
from volunteering.domain.activities import CANCELLED, CLOSED, PLANNED
from volunteering.domain.cadence import and_below
from volunteering.domain.errors import EndsBeforeStart
from volunteering.domain.programme_errors import SpanTooLong
from volunteering.domain.series import ActivitySeries
from volunteering.queries.tables import (
    ACTIVITIES,
    ATTENDANCE,
    CAMP,
    CAMP_DAY,
    CAMP_PLACE,
    CAMPAIGN,
    OUTPUT,
    PRIZE,
    SITE,
    STRIKE,
    all_within,
    within,
)
from volunteering.use_cases import recurrence
from volunteering.use_cases.lookups import area_kind, habits

A_YEAR = timedelta(days=366)
_CAME = select(ATTENDANCE.c.id).where(ATTENDANCE.c.activity_id == ACTIVITIES.c.id).exists()
_HELD = and_(ACTIVITIES.c.state == CLOSED, _CAME)
_FAILED = or_(ACTIVITIES.c.state == CANCELLED, and_(ACTIVITIES.c.state == CLOSED, ~_CAME))


def list_programmes(session: Session, caller: Caller, *, area_id: UUID, year: int | None) -> dict[str, Any]:
    """The tree of the area's pack, with what was planned, held and reached for each node in a year."""
    area_kind(session, area_id)
    period = Period.year(year or today().year)
    known = habits(session, area_id, min(today(), period.last)).programmes
    of = _of(session, area_id, period, [one.code for one in known])
    each = _activities(of).c
    counted = {row.programme: row for row in session.execute(_counts(each).group_by(each.programme))}
    reached = _outputs(session, of)
    return {"items": [_node(one, counted.get(one.code), reached.get(one.code, [])) for one in known]}


def list_occurrences(
    session: Session, caller: Caller, *, series_id: UUID, first_day: date | None, last_day: date | None
) -> dict[str, Any]:
    """The days of a series' rule and what became of them."""
    series = session.get_one(ActivitySeries, series_id)
    last = last_day or today()
    if first_day is not None and last < first_day:
        raise EndsBeforeStart(field="last_day")
    first = max(first_day or last - A_YEAR, series.first_on)
    if last - first > A_YEAR:
        raise SpanTooLong
    end = min(last + timedelta(days=1), series.ended_on or date.max)
    items = _occurrences(session, series, first, end) if first < end else []
    states = [item["state"] for item in items]
    return {"items": items, "held": states.count("held"), "missed": states.count("missed")}


def list_sites(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID | None,
    kind: str | None,
    programme: str | None,
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """Open places of programmes of an area and below it, by name."""
    stmt = select(SITE).where(
        sees(session, caller, ops.Site, SITE.c), SITE.c.closed_on.is_(None), *within(session, SITE.c.area, area_id)
    )
    if kind is not None:
        stmt = stmt.where(SITE.c.kind == kind)
    if programme is not None:
        stmt = stmt.where(SITE.c.programme == programme)
    return page(session, stmt, keys=[SITE.c.name, SITE.c.id], limit=limit, after=after)


def list_campaigns(
    session: Session, caller: Caller, *, area_id: UUID | None, programme: str | None, limit: int, after: str | None
) -> dict[str, Any]:
    """Campaigns of an area and below it, by their first day."""
    stmt = select(CAMPAIGN).where(
        sees(session, caller, ops.Campaign, CAMPAIGN.c), *within(session, CAMPAIGN.c.area, area_id)
    )
    if programme is not None:
        stmt = stmt.where(CAMPAIGN.c.programme == programme)
    return page(session, stmt, keys=[CAMPAIGN.c.first_on, CAMPAIGN.c.id], limit=limit, after=after)


def show_campaign(session: Session, caller: Caller, *, campaign_id: UUID) -> dict[str, Any]:
    """One campaign with its plan and what came of it."""
    campaign = dict(session.execute(select(CAMPAIGN).where(CAMPAIGN.c.id == campaign_id)).mappings().one())
    known = habits(session, campaign["area"], campaign["first_on"]).programmes
    programmes = and_below(campaign["programme"], known)
    of = _of(session, campaign["area"], Period(campaign["first_on"], campaign["last_on"]), programmes)
    counted = session.execute(_counts(_activities(of).c)).mappings().one()
    came = select(func.count()).select_from(ATTENDANCE).join(ACTIVITIES, ACTIVITIES.c.id == ATTENDANCE.c.activity_id)
    attended = session.scalar(came.where(*of, ACTIVITIES.c.state == CLOSED)) or 0
    reached = _summed(output for outputs in _outputs(session, of).values() for output in outputs)
    numbers = {word: counted[word] for word in ("planned", "held", "failed")}
    return campaign | numbers | {"attended": attended, "outputs": reached}


def list_prizes(
    session: Session, caller: Caller, *, activity_id: UUID, limit: int, after: str | None
) -> dict[str, Any]:
    """What was won with an activity, struck prizes among it."""
    stmt = select(PRIZE).where(PRIZE.c.activity_id == activity_id)
    return page(session, stmt, keys=[PRIZE.c.recorded_at, PRIZE.c.id], limit=limit, after=after)


def list_camps(
    session: Session, caller: Caller, *, area_id: UUID | None, limit: int, after: str | None
) -> dict[str, Any]:
    """Camps of an area and below it, by their first day."""
    stmt = select(CAMP).where(sees(session, caller, ops.Camp, CAMP.c), *within(session, CAMP.c.area, area_id))
    return page(session, stmt, keys=[CAMP.c.first_on, CAMP.c.id], limit=limit, after=after)


def list_camp_places(
    session: Session, caller: Caller, *, camp_id: UUID, limit: int, after: str | None
) -> dict[str, Any]:
    """The places of a camp that the caller may see, in the order of enrolment."""
    stmt = _places().where(CAMP_PLACE.c.camp_id == camp_id, sees(session, caller, ops.CampPlace, CAMP_PLACE.c))
    return page(session, stmt, keys=[CAMP_PLACE.c.enrolled_on, CAMP_PLACE.c.id], limit=limit, after=after)


def camp_place_row(session: Session, place_id: UUID) -> dict[str, Any]:
    """A place as its reply says it."""
    return dict(session.execute(_places().where(CAMP_PLACE.c.id == place_id)).mappings().one())


def _places() -> Select[Any]:
    days = select(func.count()).where(CAMP_DAY.c.place_id == CAMP_PLACE.c.id).scalar_subquery()
    return select(CAMP_PLACE, days.label("days"))


def _of(session: Session, area: UUID, period: Period, programmes: Collection[str]) -> list[ColumnElement[bool]]:
    """The condition for activities of some programmes in an area and below it, in a period."""
    return [
        ACTIVITIES.c.programme.in_(sorted(programmes)),
        ACTIVITIES.c.starts_at >= period.begins,
        ACTIVITIES.c.starts_at < period.ends,
        *all_within(session, ACTIVITIES.c.area, area),
    ]


def _activities(of: list[ColumnElement[bool]]) -> Subquery:
    """Each activity with whether it was held: attendances are looked for once an activity, OFFSET keeps it so."""
    stmt = select(ACTIVITIES.c.programme, ACTIVITIES.c.state, _HELD.label("held"))
    return stmt.where(*of).offset(0).subquery()


def _counts(each: Any) -> Select[Any, int, int, int]:
    """Of the columns of `_activities`: how many were planned, held and failed."""
    failed = or_(each.state == CANCELLED, and_(each.state == CLOSED, ~each.held))
    return select(
        func.min(each.programme).label("programme"),
        func.count().filter(each.state == PLANNED).label("planned"),
        func.count().filter(each.held).label("held"),
        func.count().filter(failed).label("failed"),
    )


def _outputs(session: Session, of: list[ColumnElement[bool]]) -> dict[str, list[dict[str, Any]]]:
    """What came of the activities, by programme and unit; struck entries left out."""
    summed = (
        select(ACTIVITIES.c.programme, OUTPUT.c.unit, func.sum(OUTPUT.c.number).label("number"))
        .join(OUTPUT, OUTPUT.c.activity_id == ACTIVITIES.c.id)
        .outerjoin(STRIKE, STRIKE.c.output_id == OUTPUT.c.id)
        .where(*of, STRIKE.c.output_id.is_(None))
        .group_by(ACTIVITIES.c.programme, OUTPUT.c.unit)
        .order_by(ACTIVITIES.c.programme, OUTPUT.c.unit)
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in session.execute(summed):
        found.setdefault(row.programme, []).append({"unit": row.unit, "number": int(row.number)})
    return found


def _summed(outputs: Any) -> list[dict[str, Any]]:
    by_unit: dict[str, int] = {}
    for output in outputs:
        by_unit[output["unit"]] = by_unit.get(output["unit"], 0) + output["number"]
    return [{"unit": unit, "number": by_unit[unit]} for unit in sorted(by_unit)]


def _node(one: Any, counted: Any, outputs: list[dict[str, Any]]) -> dict[str, Any]:
    numbers = {"planned": counted.planned, "held": counted.held} if counted else {"planned": 0, "held": 0}
    return {"code": one.code, "zh": one.zh, "en": one.en, "under": one.under, **numbers, "outputs": outputs}


def _occurrences(session: Session, series: ActivitySeries, first: date, end: date) -> list[dict[str, Any]]:
    state = case((_HELD, "held"), (_FAILED, "missed"), else_=PLANNED)
    rows = session.execute(
        select(ACTIVITIES.c.id, ACTIVITIES.c.starts_at, state.label("state")).where(
            ACTIVITIES.c.series_id == series.id,
            ACTIVITIES.c.starts_at >= first_moment(first),
            ACTIVITIES.c.starts_at < first_moment(end),
        )
    )
    made = {civil_day(row.starts_at): row for row in rows}
    days = recurrence.days(series.rule, series.first_on, first, end)
    return [_occurrence(series, day, made.get(day)) for day in days]


def _occurrence(series: ActivitySeries, day: date, made: Any) -> dict[str, Any]:
    """A day without an activity is still to be planned, or was missed once its hour has passed."""
    if made is not None:
        return {"on": day, "state": made.state, "activity_id": made.id}
    passed = series.occurrence(day).starts_at < now()
    return {"on": day, "state": "missed" if passed else PLANNED, "activity_id": None}
