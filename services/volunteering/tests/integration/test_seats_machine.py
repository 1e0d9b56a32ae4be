"""Signing up, giving back, swapping, coming in on the spot: whatever the order, the seats agree with a model of them.

Hypothesis looks for a history after which an activity has more people than seats, somebody sits in two places at once, a free
seat stays empty while somebody with time waits, or the number of seats taken is not that of the people seated.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import integers

from contracts.volunteering import operations as ops
from runtime.database import transaction
from runtime.settings import settings as runtime_settings
from runtime.testing.harness import Answer
from runtime.time import now
from volunteering.use_cases.sign_ups import fill_free_seats

pytestmark = pytest.mark.integration

PEOPLE = 5
EXAMPLES = max(5, round(40 * runtime_settings.scale))
TIMES = ((1, 3), (2, 4), (4, 6))
"""Three activities, in hours from now: the first two overlap, the last two are back to back."""
OVERLAPPING = {0: {1}, 1: {0}}
NUMBERS = integers(0, PEOPLE - 1)
ACTIVITIES = integers(0, len(TIMES) - 1)
FAIR = {"activity_full", "already_signed_up", "overlapping_sign_up", "sign_up_not_open", "swap_unknown_seat", "swap_with_oneself",
        "swap_proposed_before", "swap_settled", "already_checked_in"}  # fmt: skip


class Seats(RuleBasedStateMachine):
    """Each example acts in three new activities with two seats; the people are the same."""

    here: Any
    team: UUID

    def __init__(self) -> None:
        super().__init__()
        door, begin = self.here.door, now() + timedelta(hours=1)
        self.activities = [
            self.here.plan(
                self.team,
                starts_at=begin + timedelta(hours=start),
                ends_at=begin + timedelta(hours=end),
                seats=2,
            )
            for start, end in TIMES
        ]
        self.door = door
        self.swaps: list[tuple[int, str]] = []

    def fair(self, answer: Answer) -> Answer:
        assert answer.ok or answer.code in FAIR, answer.problem
        return answer

    def held(self, activity: int) -> list[dict[str, Any]]:
        words = {"activity_id": self.activities[activity], "limit": 200}
        listed = self.here.done(self.door.call(ops.list_sign_ups, self.here.the_leader(), **words)).data["items"]
        return [one for one in listed if one["state"] in ("seated", "waiting")]

    def mine(self, activity: int, number: int) -> str | None:
        me = str(self.here.people[number])
        return next((one["sign_up_id"] for one in self.held(activity) if one["person_id"] == me), None)

    @rule(activity=ACTIVITIES, number=NUMBERS)
    def sign_up(self, activity: int, number: int) -> None:
        self.fair(self.here.sign_up(self.activities[activity], number))

    @rule(activity=ACTIVITIES, number=NUMBERS)
    def give_back(self, activity: int, number: int) -> None:
        if (seat := self.mine(activity, number)) is not None:
            self.fair(self.door.call(ops.cancel_sign_up, self.here.someone(number), sign_up_id=seat))

    @rule(mine=ACTIVITIES, number=NUMBERS, theirs=ACTIVITIES, other=NUMBERS)
    def propose(self, mine: int, number: int, theirs: int, other: int) -> None:
        offered, wanted = self.mine(mine, number), self.mine(theirs, other)
        if offered is not None and wanted is not None:
            words = {"sign_up_id": offered, "wanted_id": wanted}
            answer = self.fair(self.door.call(ops.propose_swap, self.here.someone(number), **words))
            if answer.ok:
                self.swaps.append((other, answer.data["swap_id"]))

    @rule(which=integers(0, 3))
    def accept(self, which: int) -> None:
        if which < len(self.swaps):
            other, swap = self.swaps[which]
            self.fair(self.door.call(ops.accept_swap, self.here.someone(other), swap_id=swap))

    @invariant()
    def seats_agree(self) -> None:
        with transaction(self.door.engine) as session:
            fill_free_seats(session)
        held = [self.held(activity) for activity in range(len(TIMES))]
        places: dict[str, set[int]] = {}
        for activity, known in enumerate(self.activities):
            shown = self.here.done(self.door.call(ops.show_activity, self.here.the_leader(), activity_id=known)).data
            sitting = [one["person_id"] for one in held[activity] if one["state"] == "seated"]
            assert len(sitting) == shown["taken"] <= 2
            for person in sitting:
                places.setdefault(person, set()).add(activity)
        assert not [person for person, taken in places.items() if taken >= {0, 1}], (
            "somebody sits in two places at once"
        )
        for activity, known in enumerate(held):
            if sum(one["state"] == "seated" for one in known) < 2:
                for one in known:
                    busy = places.get(one["person_id"], set()) & OVERLAPPING.get(activity, set())
                    assert one["state"] == "seated" or busy, "a seat is free, and somebody who waits has time"


def test_no_history_breaks_the_seats(here: Any) -> None:
    Seats.here, Seats.team = here, here.form()
    bounds = settings(
        max_examples=EXAMPLES, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Seats, settings=bounds)
