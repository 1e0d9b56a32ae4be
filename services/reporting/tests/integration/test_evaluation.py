"""Figures: distinct people across teams and areas, the edges of the year, voids, and the levels of a grid."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from contracts.membership.events import AreaRegisteredV1
from contracts.membership.metrics import LEVELS
from contracts.patrol.events import ShiftCompletedV1
from contracts.patrol.metrics import P01_MINUTES, P01_NIGHTS
from contracts.volunteering.events import HoursApprovedV1, HoursReversedV1, TeamChangedV1
from contracts.volunteering.metrics import V03_PEOPLE, V09_MINUTES
from reporting.domain.period import Period, period_of
from reporting.evaluation import figure
from reporting.use_cases.archive import keep
from runtime.replicas import put_areas

CITY, STREET, EAST, WEST, HOUSE = (UUID(int=n) for n in range(1, 6))
KINDS = {CITY: "city", STREET: "street", EAST: "community", WEST: "community", HOUSE: "household"}
PATHS = {CITY: "1", STREET: "1.2", EAST: "1.2.3", WEST: "1.2.4", HOUSE: "1.2.3.5"}
YEAR = period_of(2011, datetime(2020, 1, 1, tzinfo=UTC))


@pytest.fixture
def session(database: Any) -> Session:
    """A grid: a city, a street, two communities, a household in the eastern one."""
    session: Session = database.session
    words = {"code": None, "name": "", "parent_id": None, "valid_from": date(2000, 1, 1)}
    put_areas(
        session,
        [
            {"area_id": one, "number": n, "path": PATHS[one], "kind": KINDS[one], **words}
            for n, one in enumerate(KINDS, 1)
        ],
    )
    return session


def value(session: Session, metric: Any, area: UUID, period: Period = YEAR) -> int:
    return figure(session, metric, area, period).numerator


def seat(hear: Any, seat_id: int, person: int, area: UUID, change: str = "member_joined", **words: Any) -> Any:
    data = {"team_id": str(UUID(int=50 + seat_id)), "change": change, "seat_id": str(UUID(int=seat_id)), "name": None}
    who = {"person_id": str(UUID(int=person)), "team_kind": "patrol", "seat_role": "member"}
    return hear(TeamChangedV1, data | who, area=area, **words)


def shift(hear: Any, number: int, night: str, area: UUID = EAST, minutes: int = 300, **words: Any) -> Any:
    data = {"shift_id": str(UUID(int=number)), "team_id": str(UUID(int=60)), "night": night, "minutes": minutes}
    hours = {"starts_at": f"{night}T19:30:00+08:00", "ends_at": f"{night}T22:00:00+08:00", "members": []}
    return hear(ShiftCompletedV1, data | hours, area=area, **words)


def test_somebody_in_two_teams_counts_once_and_areas_do_not_add_up(session: Session, hear: Any) -> None:
    keep(
        session,
        [seat(hear, 1, 900, EAST), seat(hear, 2, 900, EAST), seat(hear, 3, 900, WEST), seat(hear, 4, 901, WEST)],
    )
    assert [value(session, V03_PEOPLE, area) for area in (EAST, WEST, STREET, CITY, HOUSE)] == [1, 2, 2, 2, 0]


def test_who_left_before_the_end_does_not_count_and_who_left_after_does(session: Session, hear: Any) -> None:
    ends = YEAR.as_of
    keep(session, [seat(hear, n, 900 + n, EAST) for n in (1, 2, 3)])
    for n, left in ((1, ends - timedelta(seconds=1)), (2, ends)):
        keep(session, [seat(hear, n, 900 + n, EAST, "member_left", at=left)])
    assert value(session, V03_PEOPLE, EAST) == 2


def test_a_year_begins_and_ends_at_midnight_in_shanghai(session: Session, hear: Any) -> None:
    nights = ["2010-12-31", "2011-01-01", "2011-12-31", "2012-01-01"]
    keep(session, [shift(hear, n, night) for n, night in enumerate(nights, 1)])
    done = figure(session, P01_NIGHTS, EAST, YEAR)
    assert (done.numerator, done.denominator, done.facts, done.ratio) == (2, 365, 2, 2 / 365)


def test_two_shifts_of_one_night_are_one_night_and_their_minutes_add_up(session: Session, hear: Any) -> None:
    keep(session, [shift(hear, 1, "2011-05-01"), shift(hear, 2, "2011-05-01", WEST, kind="import")])
    assert value(session, P01_NIGHTS, STREET) == 1
    assert [value(session, P01_MINUTES, area) for area in (EAST, STREET)] == [300, 600]
    assert figure(session, P01_NIGHTS, STREET, YEAR).imported == 1


def test_nothing_to_divide_by_gives_no_ratio(session: Session) -> None:
    assert figure(session, V03_PEOPLE, EAST, YEAR).ratio is None
    assert figure(session, V09_MINUTES, EAST, YEAR).numerator == 0


def test_reversed_hours_are_struck_as_if_never(session: Session, hear: Any) -> None:
    words = {
        "activity_id": str(UUID(int=70)),
        "team_id": None,
        "person_id": str(UUID(int=900)),
        "served_on": "2011-12-31",
    }
    keep(
        session,
        [hear(HoursApprovedV1, {**words, "attendance_id": str(UUID(int=n)), "minutes": 60}, area=EAST) for n in (1, 2)],
    )
    assert value(session, V09_MINUTES, EAST) == 120
    after = datetime(2012, 3, 1, tzinfo=UTC)
    reversal = {"attendance_id": str(UUID(int=1)), "reason_code": "wrong_person"}
    keep(session, [hear(HoursReversedV1, reversal, area=EAST, at=after)])
    assert value(session, V09_MINUTES, EAST) == 60


def test_the_levels_of_a_grid_are_counted_up_and_down(session: Session, hear: Any) -> None:
    for area, kind in KINDS.items():
        words = {"area_id": str(area), "number": 1, "path": PATHS[area], "parent_id": None, "name": "", "code": None}
        keep(session, [hear(AreaRegisteredV1, {**words, "kind": kind, "valid_from": "2000-01-01"}, area=area)])
    assert [value(session, LEVELS, area) for area in (EAST, WEST, STREET)] == [3, 2, 3]
