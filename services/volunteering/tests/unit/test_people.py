"""The rules of volunteers and pairings, and civil days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from uuid import uuid4

import pytest

from kernel.period import at, civil_day, first_moment
from volunteering.domain.calendar import must_not_be_future
from volunteering.domain.errors import DateInFuture, MinorNeedsConsent, PersonNotAlive, VolunteerRetired
from volunteering.domain.pairing_errors import (
    AlreadyPaired,
    AreaTooSmall,
    BeforePairingStarted,
    HelpsOneself,
    OutcomeAfterEnd,
    OutcomeNotForHelped,
    PairingOver,
)
from volunteering.domain.pairings import (
    Known,
    Pairing,
    Sides,
    must_be_unpaired,
    must_hide,
    must_not_come_after,
    subject_year,
)
from volunteering.domain.volunteers import Resident, Volunteer

DAY = date(2030, 3, 1)


def resident(*, minor: bool = False, alive: bool = True) -> Resident:
    return Resident(uuid4(), uuid4(), minor, alive)


def pairing(helped_kind: str) -> Pairing:
    sides = Sides("person", uuid4(), helped_kind, uuid4())
    return Pairing.started(uuid4(), sides, DAY, helped_key="k", subject="s", subject_year=2030)


def test_who_may_volunteer() -> None:
    assert Volunteer.registered(resident(), ["b", "a", "b"], DAY).skills == ["a", "b"]
    with pytest.raises(MinorNeedsConsent):
        Volunteer.registered(resident(minor=True), [], DAY)
    with pytest.raises(PersonNotAlive):
        Volunteer.registered(resident(alive=False), [], DAY)


def test_a_retired_volunteer_may_come_back() -> None:
    known = resident()
    one = Volunteer.registered(known, ["a"], DAY)
    one.retire(DAY)
    for change in (lambda: one.retire(DAY), lambda: one.can_do([])):
        with pytest.raises(VolunteerRetired):
            change()
    one.take_up_again(known, ["b"])
    assert (one.retired_on, one.skills) == (None, ["a", "b"])


def test_a_student_finishes_school_once_and_while_helped() -> None:
    ours = pairing("student")
    with pytest.raises(OutcomeNotForHelped):
        ours.reach("self_reliant", DAY)
    with pytest.raises(BeforePairingStarted):
        ours.reach("finished_school", date(2030, 2, 28))
    assert ours.outcome is None
    ours.reach("finished_school", DAY)
    assert (ours.outcome, ours.ended_on, ours.end_reason) == ("finished_school", DAY, "goal_reached")
    with pytest.raises(PairingOver):
        ours.end("moved_away", DAY)


def test_a_goal_counts_only_while_helped() -> None:
    must_not_come_after(DAY, None)
    must_not_come_after(DAY, DAY)
    with pytest.raises(OutcomeAfterEnd):
        must_not_come_after(DAY, date(2030, 2, 28))


def test_nobody_helps_themselves() -> None:
    one = uuid4()
    with pytest.raises(HelpsOneself):
        Sides("person", one, "student", one)


@pytest.mark.parametrize("kind", ["building", "household"])
def test_small_areas_would_tell(kind: str) -> None:
    must_hide("community")
    with pytest.raises(AreaTooSmall):
        must_hide(kind)


def test_days_of_two_pairings_of_both_do_not_overlap() -> None:
    one = uuid4()
    known = [Known(one, DAY, date(2030, 6, 1), 2030)]
    must_be_unpaired(one, date(2030, 6, 1), None, known)
    must_be_unpaired(one, date(2030, 1, 1), DAY, known)
    must_be_unpaired(uuid4(), DAY, None, known)
    for days in ((date(2030, 5, 31), None), (date(2030, 1, 1), date(2030, 3, 2)), (date(2030, 1, 1), None)):
        with pytest.raises(AlreadyPaired):
            must_be_unpaired(one, *days, known)
    with pytest.raises(BeforePairingStarted):
        must_be_unpaired(one, DAY, date(2030, 2, 28), known)


def test_the_subject_changes_only_over_a_whole_year_without_help() -> None:
    first = Known(uuid4(), date(2028, 1, 1), date(2029, 6, 1), 2028)
    assert subject_year(date(2029, 12, 1), []) == 2029
    assert subject_year(date(2029, 12, 1), [first]) == 2028
    assert subject_year(date(2030, 1, 1), [first]) == 2030
    assert subject_year(date(2035, 1, 1), [Known(uuid4(), date(2028, 1, 1), None, 2028)]) == 2028


def test_civil_days_are_shanghais() -> None:
    assert civil_day(datetime(2030, 3, 1, 15, 59, tzinfo=UTC)) == DAY
    assert civil_day(datetime(2030, 3, 1, 16, tzinfo=UTC)) == date(2030, 3, 2)
    assert first_moment(DAY) == datetime(2030, 2, 28, 16, tzinfo=UTC)
    assert at(DAY, time(19, 30)) == datetime(2030, 3, 1, 11, 30, tzinfo=UTC)
    must_not_be_future(None, DAY, "on")
    must_not_be_future(DAY, DAY, "on")
    with pytest.raises(DateInFuture):
        must_not_be_future(date(2030, 3, 2), DAY, "on")
