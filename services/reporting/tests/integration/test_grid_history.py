"""A fact counts where its place lay on its day: mergers and moves change no year that is over."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from contracts.membership.events import AreaChangedV1, AreaMergedV1, AreaRegisteredV1, AreaSplitV1, PersonRegisteredV1
from contracts.membership.metrics import COMMUNITIES, PEOPLE
from contracts.patrol.events import ShiftCompletedV1
from contracts.patrol.metrics import P01_SHIFTS
from reporting.domain.period import Period, period_of
from reporting.evaluation import figure
from reporting.grid import retrace_all
from reporting.use_cases.archive import keep
from reporting.use_cases.rebuild import rebuild_facts
from runtime.access import Caller
from runtime.replicas import end_area, merge_area, put_areas, settle_places

CITY, STREET, OTHER, EAST, WEST, HOUSE = (UUID(int=n) for n in range(1, 7))
GRID = {
    CITY: ("city", None),
    STREET: ("street", CITY),
    OTHER: ("street", CITY),
    EAST: ("community", STREET),
    WEST: ("community", STREET),
    HOUSE: ("building", WEST),
}
YEARS = {year: period_of(year, datetime(2020, 1, 1, tzinfo=UTC)) for year in (2011, 2012, 2013)}


class Grid:
    """The grid as reporting hears of it: the archive first, then the replica, as the door lets them take effect."""

    def __init__(self, session: Session, hear: Any) -> None:
        self.session, self.hear = session, hear
        self.numbers = itertools.count(1)
        for area, (kind, parent) in GRID.items():
            self.tell(AreaRegisteredV1, area, kind, parent, "2000-01-01")

    def tell(self, event: Any, area: UUID, kind: str, parent: UUID | None, since: str) -> None:
        number = area.int
        data = {"area_id": str(area), "number": number, "kind": kind, "name": str(number), "code": None}
        path = str(number) if parent is None else f"0.{number}"
        told = data | {"parent_id": str(parent) if parent else None, "path": path, "valid_from": since}
        keep(self.session, [self.hear(event, told, area=area)])
        row = data | {"area_id": area, "parent_id": parent, "path": path, "valid_from": date.fromisoformat(since)}
        put_areas(self.session, [row])
        settle_places(self.session, [area])

    def merge(self, into: UUID, merged: UUID, since: str) -> None:
        data = {"area_id": str(into), "merged": [str(merged)], "valid_from": since}
        keep(self.session, [self.hear(AreaMergedV1, data, area=into)])
        merge_area(self.session, merged, into, date.fromisoformat(since))

    def shift(self, night: str, area: UUID) -> None:
        number = next(self.numbers)
        data = {"shift_id": str(UUID(int=number)), "team_id": str(UUID(int=60)), "night": night, "minutes": 150}
        hours = {"starts_at": f"{night}T19:30:00+08:00", "ends_at": f"{night}T22:00:00+08:00", "members": []}
        keep(self.session, [self.hear(ShiftCompletedV1, data | hours, area=area)])

    def resident(self, area: UUID) -> None:
        number = str(UUID(int=1000 + next(self.numbers)))
        keep(self.session, [self.hear(PersonRegisteredV1, {"person_id": number, "stay_id": number}, area=area)])

    def shifts(self, area: UUID, year: int) -> int:
        return figure(self.session, P01_SHIFTS, area, YEARS[year]).numerator


@pytest.fixture
def grid(database: Any, hear: Any) -> Grid:
    return Grid(database.session, hear)


def value(grid: Grid, metric: Any, area: UUID, period: Period) -> int:
    return figure(grid.session, metric, area, period).numerator


def test_the_year_of_a_merged_community(grid: Grid) -> None:
    for night, area in (("2011-05-01", WEST), ("2012-03-01", WEST), ("2012-03-02", HOUSE), ("2012-03-03", EAST)):
        grid.shift(night, area)
    grid.resident(HOUSE)
    grid.tell(AreaChangedV1, HOUSE, "building", EAST, "2012-07-01")
    grid.merge(EAST, WEST, "2012-07-01")
    grid.shift("2012-08-01", HOUSE)

    # What was done before the day belongs to what the place was then, what was done after to what it is now.
    assert [grid.shifts(area, 2011) for area in (WEST, EAST, STREET)] == [1, 0, 1]
    assert [grid.shifts(area, 2012) for area in (WEST, EAST, STREET)] == [2, 2, 4]
    # Who lives there at the end of a year lives where the house lay then.
    assert [value(grid, PEOPLE, area, YEARS[2011]) for area in (WEST, EAST)] == [1, 0]
    assert [value(grid, PEOPLE, area, YEARS[2012]) for area in (WEST, EAST)] == [0, 1]
    assert [value(grid, COMMUNITIES, STREET, YEARS[year]) for year in (2011, 2012)] == [2, 1]


def test_a_community_under_another_street(grid: Grid) -> None:
    grid.shift("2011-05-01", HOUSE)
    grid.tell(AreaChangedV1, WEST, "community", OTHER, "2012-01-01")
    grid.shift("2012-05-01", HOUSE)
    grid.tell(AreaChangedV1, WEST, "community", STREET, "2013-01-01")
    grid.shift("2013-05-01", HOUSE)
    assert [[grid.shifts(area, year) for area in (STREET, OTHER, CITY)] for year in YEARS] == [
        [1, 0, 1],
        [0, 1, 1],
        [1, 0, 1],
    ]


def test_a_split_community_keeps_what_it_had_done(grid: Grid) -> None:
    parts = UUID(int=20), UUID(int=21)
    grid.shift("2011-05-01", WEST)
    grid.shift("2011-05-02", HOUSE)
    for part in parts:
        grid.tell(AreaRegisteredV1, part, "community", STREET, "2012-01-01")
    grid.tell(AreaChangedV1, HOUSE, "building", parts[0], "2012-01-01")
    data = {"area_id": str(WEST), "into": [str(part) for part in parts], "valid_from": "2012-01-01"}
    keep(grid.session, [grid.hear(AreaSplitV1, data, area=WEST)])
    end_area(grid.session, WEST, date(2012, 1, 1))
    grid.shift("2012-05-02", HOUSE)
    assert [grid.shifts(area, 2011) for area in (WEST, *parts)] == [2, 0, 0]
    assert [grid.shifts(area, 2012) for area in (WEST, *parts)] == [0, 1, 0]
    assert [value(grid, COMMUNITIES, STREET, YEARS[year]) for year in (2011, 2012)] == [2, 3]


def test_a_house_heard_of_after_the_move_lay_where_its_community_lay(grid: Grid) -> None:
    late = UUID(int=30)
    grid.tell(AreaChangedV1, WEST, "community", OTHER, "2012-01-01")
    grid.tell(AreaRegisteredV1, late, "building", WEST, "2005-01-01")
    grid.shift("2011-05-01", late)
    assert [grid.shifts(area, 2011) for area in (STREET, OTHER)] == [1, 0]


def test_a_rebuild_finds_the_same_past(grid: Grid) -> None:
    grid.tell(AreaChangedV1, HOUSE, "building", EAST, "2012-07-01")
    grid.merge(EAST, WEST, "2012-07-01")
    rows = text("SELECT area_id, CAST(since AS text), until, CAST(path AS text) FROM past_place ORDER BY 1, 2")
    before = grid.session.execute(rows).all()
    assert {row.area_id for row in before} == {HOUSE, WEST}
    retrace_all(grid.session)
    assert grid.session.execute(rows).all() == before
    rebuild_facts(grid.session, Caller())
    assert grid.session.execute(rows).all() == before
