"""The rules that teams hold themselves."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volunteering.domain.errors import (
    AlreadyLeader,
    LeftBeforeJoining,
    OutsideTeamLife,
    TeamDisbanded,
    TeamFull,
    TeamKindUnknown,
)
from volunteering.domain.teams import Stay, Team, TeamKind, kind_of, most_at_once

DAY = date(2030, 1, 1)
GENERAL, MICRO = TeamKind("general", None), TeamKind("micro", 5)


def team(formed_on: date = DAY) -> Team:
    return Team.formed(uuid4(), "队", GENERAL, uuid4(), formed_on)


@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.none() | st.integers(0, 20)).map(
            lambda days: (DAY + timedelta(days[0]), None if days[1] is None else DAY + timedelta(days[0] + days[1]))
        ),
        max_size=12,
    )
)
def test_the_most_at_once_is_what_counting_every_day_finds(stays: list[tuple[date, date | None]]) -> None:
    days = [DAY + timedelta(n) for n in range(62)]
    counted = [sum(joined <= day and (left is None or day < left) for joined, left in stays) for day in days]
    assert most_at_once(stays) == max(counted)


def test_a_kind_without_a_limit_has_always_room() -> None:
    GENERAL.must_have_room(100_000)
    MICRO.must_have_room(5)
    with pytest.raises(TeamFull):
        MICRO.must_have_room(6)


def test_a_kind_must_be_known() -> None:
    assert kind_of("micro", [GENERAL, MICRO]) is MICRO
    with pytest.raises(TeamKindUnknown):
        kind_of("lion_dance", [GENERAL, MICRO])


def test_a_stay_does_not_end_before_it_begins() -> None:
    Stay(uuid4(), DAY, DAY)
    with pytest.raises(LeftBeforeJoining):
        Stay(uuid4(), DAY, DAY - timedelta(1))


def test_a_disbanded_team_changes_no_more() -> None:
    gone = team()
    gone.disband(DAY)
    for change in (
        gone.must_stand,
        lambda: gone.rename("x"),
        lambda: gone.hand_over(uuid4()),
        lambda: gone.disband(DAY),
    ):
        with pytest.raises(TeamDisbanded):
            change()


def test_a_team_is_not_disbanded_before_it_was_formed() -> None:
    with pytest.raises(OutsideTeamLife):
        team().disband(DAY - timedelta(1))


def test_handing_over_to_oneself_is_no_change() -> None:
    ours = team()
    assert ours.leader_id is not None
    with pytest.raises(AlreadyLeader):
        ours.hand_over(ours.leader_id)


@pytest.mark.parametrize(("joined", "left", "fits"), [(0, None, False), (0, 10, True), (-1, 5, False), (3, 11, False)])
def test_seats_lie_within_a_teams_life(joined: int, left: int | None, fits: bool) -> None:
    ours = team()
    ours.disband(DAY + timedelta(10))
    days = DAY + timedelta(joined), None if left is None else DAY + timedelta(left)
    if fits:
        ours.must_have_stood(*days)
    else:
        with pytest.raises(OutsideTeamLife):
            ours.must_have_stood(*days)
