"""Rules of visits to households that need no I/O: the most pressing reason, shut doors, the way from door to door."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kernel.ids import uuid7
from membership.domain.errors.household_visits import (
    VisitBeforeRaised,
    VisitInFuture,
    VisitNotTaken,
    VisitOver,
    VisitTaken,
)
from membership.domain.household_visits import Doorstep, HouseholdVisit, shares
from membership.domain.visit_places import place_key

NOON = datetime(2031, 6, 15, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


def due(*reasons: tuple[str, int]) -> HouseholdVisit:
    """A visit raised at noon for reasons of an urgency and so many hours."""
    visit = HouseholdVisit.begin(Doorstep(uuid7(), uuid7(), uuid7(), ""), NOON)
    for urgency, hours in reasons:
        visit.join(kind_sealed=b"", urgency=urgency, person_id=None, raised_at=NOON, due_at=NOON + hours * HOUR)
    return visit


def test_the_most_pressing_reason_holds_until_it_falls_away() -> None:
    visit = due(("round", 900), ("arrival", 4), ("call", 2))
    assert (visit.urgency, visit.turn, visit.due_at) == ("arrival", 0, NOON + 2 * HOUR)
    visit.reasons[1].stands = visit.reasons[2].stands = False
    visit.hasten()
    assert (visit.urgency, visit.turn, visit.due_at) == ("round", 1, NOON + 900 * HOUR)


@pytest.mark.parametrize(
    ("hours", "tried", "again"),
    [
        (4, 1, 4),  # still to come, and sooner: it holds
        (4, 6, 54),  # passed: two days later
        (900, 6, 54),  # far ahead: somebody was on the way, and comes again soon
    ],
)
def test_a_shut_door_is_due_again(hours: int, tried: int, again: int) -> None:
    visit = due(("call", hours))
    visit.find_nobody(NOON + tried * HOUR, 48 * HOUR, NOON + 7 * HOUR)
    assert (visit.state, visit.attempts, visit.due_at) == ("due", 1, NOON + again * HOUR)


def test_a_visit_is_made_between_its_reason_and_now_and_once() -> None:
    visit, visitor = due(("call", 4)), uuid7()
    with pytest.raises(VisitInFuture):
        visit.make(visitor, NOON + 2 * HOUR, NOON + HOUR)
    with pytest.raises(VisitBeforeRaised):
        visit.find_nobody(NOON - HOUR, HOUR, NOON)
    visit.make(visitor, NOON, NOON)
    for again in (lambda: visit.make(visitor, NOON, NOON), lambda: visit.take(visitor), visit.hand_back):
        with pytest.raises(VisitOver):
            again()
    visit.strike("entered_twice")
    with pytest.raises(VisitOver):
        visit.strike("entered_twice")


def test_who_took_a_visit_hands_it_back_before_another_goes() -> None:
    visit, first, second = due(("call", 4)), uuid7(), uuid7()
    with pytest.raises(VisitNotTaken):
        visit.hand_back()
    visit.take(first)
    visit.take(first)
    with pytest.raises(VisitTaken):
        visit.take(second)
    visit.hand_back()
    visit.take(second)
    assert visit.visitor_id == second


def test_the_way_goes_by_building_stairwell_floor_and_door() -> None:
    way = [
        (["2幢"], "一单元101室"),
        (["2幢"], "一单元1003室"),
        (["2幢"], "2单元101室"),
        (["10幢"], "101室"),
        (["10幢"], "102室"),
        (["10幢"], "201室"),
        (["10幢"], "1101室"),
        (["丽景苑", "1幢"], "101室"),
    ]
    keys = [place_key(above, door, 7) for above, door in way]
    assert keys == sorted(keys)
    assert place_key(["1幢"], "老屋", 3) != place_key(["1幢"], "老屋", 4)


def test_shares_are_stretches_as_even_as_can_be() -> None:
    one, two, three = uuid7(), uuid7(), uuid7()
    assert shares(8, [one, two, three]) == [one] * 3 + [two] * 3 + [three] * 2
    assert shares(1, [one, two]) == [one]
    assert shares(0, [one]) == []
