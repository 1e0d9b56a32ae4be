"""Whatever arrives, in whatever order and however often: per aggregate each event runs once, and in order."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kernel.ids import uuid7
from runtime.act import Kind
from runtime.envelope import Received
from runtime.positions import plan

AGGREGATE = uuid7()
MOMENT = datetime(2024, 5, 1, tzinfo=UTC)


def event(seq: int, kind: Kind = "live") -> Received:
    return Received(
        event_id=UUID(int=seq),
        name="alpha.thing_done.v1",
        occurred_at=MOMENT,
        recorded_at=MOMENT,
        aggregate="thing",
        aggregate_id=AGGREGATE,
        seq=seq,
        area=None,
        actor_id=None,
        correlation_id="story",
        causation_id=None,
        traceparent=None,
        kind=kind,
        raw={},
        data={},
        body=b"{}",
    )


def seqs(events: list[Received]) -> list[int]:
    return [each.seq for each in events]


def test_the_next_runs_and_with_it_what_waited() -> None:
    made = plan(4, [event(5)], waiting={6: event(6), 7: event(7), 9: event(9)}, blocked=())
    assert seqs(made.run) == [5, 6, 7]
    assert made.park == []


def test_at_or_below_the_position_is_a_duplicate() -> None:
    made = plan(4, [event(4), event(1), event(5), event(5)], waiting={}, blocked=())
    assert seqs(made.duplicates) == [4, 1, 5]
    assert seqs(made.run) == [5]


def test_what_comes_behind_a_parked_one_is_parked() -> None:
    made = plan(4, [event(5), event(6)], waiting={}, blocked={5})
    assert (seqs(made.run), seqs(made.park), seqs(made.duplicates)) == ([], [6], [5])


def test_a_snapshot_lifts_the_position_over_a_dead_event() -> None:
    made = plan(0, [event(7, "snapshot"), event(8)], waiting={3: event(3), 9: event(9)}, blocked={2})
    assert seqs(made.run) == [7, 8, 9]


def test_an_old_snapshot_is_a_duplicate() -> None:
    made = plan(7, [event(7, "snapshot")], waiting={}, blocked=())
    assert (made.run, seqs(made.duplicates)) == ([], [7])


@given(st.lists(st.integers(1, 12), max_size=40), st.lists(st.integers(0, 39), max_size=5))
def test_any_delivery_in_any_batches_runs_each_event_once_in_order(arrivals: list[int], cuts: list[int]) -> None:
    position, waiting, ran = 0, dict[int, Received](), list[int]()
    edges = sorted({0, len(arrivals), *(cut for cut in cuts if cut < len(arrivals))})
    for start, end in itertools.pairwise(edges):
        made = plan(position, [event(seq) for seq in arrivals[start:end]], waiting, blocked=())
        ran += seqs(made.run)
        waiting |= {each.seq: each for each in made.park}
        for seq in seqs(made.run):
            waiting.pop(seq, None)
            position = seq
        assert len(made.run) + len(made.park) + len(made.duplicates) >= end - start
    reachable = next(n for n in range(14) if n + 1 not in arrivals)
    assert ran == list(range(1, reachable + 1))
    assert set(waiting) == {seq for seq in arrivals if seq > reachable}


@given(st.sets(st.integers(1, 12)), st.sets(st.integers(1, 12)), st.integers(0, 12))
def test_nothing_runs_past_a_gap_or_a_blocked_one(arrived: set[int], blocked: set[int], position: int) -> None:
    made = plan(position, [event(seq) for seq in sorted(arrived)], waiting={}, blocked=blocked)
    assert seqs(made.run) == list(range(position + 1, position + 1 + len(made.run)))
    assert not set(seqs(made.run)) & blocked
    assert not set(seqs(made.park)) & blocked
