"""Schemathesis over the whole OpenAPI document, over RabbitMQ: single calls as all roles, then sequences by its links."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test
from hypothesis.strategies import one_of
from schemathesis import Case, GenerationMode, Response

from contracts import catalogue
from tests.city.own import OwnCity
from tests.fuzz.answers import operation_of
from tests.fuzz.asking import Asking
from tests.fuzz.crowd import Crowd

pytestmark = pytest.mark.broker
EACH, STEPS, FEW = 20, 5_000, 2
WAYS = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
BESIDE = {"gateway.copy_of_person", "gateway.tell_story"}
"""What the document has that is no service's operation."""
SCALE = float(os.environ.get("GONGJIAN_SCALE", "1"))
FIXED: dict[str, Any] = {
    "derandomize": True,  # the same cases in every run
    "database": None,
    "deadline": None,
    "phases": [Phase.generate],
    "suppress_health_check": list(HealthCheck),
}
MAKERS = ("city_officer", "street_officer", "registrar", "community_secretary")
"""Roles whose acts leave something behind for the following steps of a sequence."""


@pytest.fixture(scope="module")
def asking(own_city: OwnCity) -> Iterator[Asking]:
    with httpx.Client(base_url=f"{own_city.base_url}/api/v1", timeout=30) as http:
        asking = Asking(Crowd(http))
        for listed in (
            "/areas",
            "/people",
            "/posts",
            "/claims",
            "/volunteers",
            "/teams",
            "/units",
            "/elders",
            "/shifts",
        ):
            asking.known.learn(asking.crowd.callers["city_officer"].get(listed, limit=20))
        yield asking


@pytest.fixture(scope="module")
def document(own_city: OwnCity) -> Any:
    """All but the stream of hints, which ends when its token does, and Excel sheets, which are files: gateway/tests asks them."""
    return schemathesis.openapi.from_url(f"{own_city.base_url}/openapi.json").exclude(
        operation_id_regex=r"^gateway\.live$|sheet$"
    )


@pytest.mark.timeout(1_500)
def test_every_operation_answers_every_role_as_documented(asking: Asking, document: Any) -> None:
    each = max(FEW, round(EACH * SCALE))
    asked: set[str] = set()
    for place, found in enumerate(document.get_all_operations()):
        ways = [found.ok().as_strategy(generation_mode=mode) for mode in WAYS]
        # Where they are few, making them ready would take longer than asking them.
        for strategy in ways if each > FEW else [one_of(ways)]:
            _cases(strategy, asking, asked, each, place)
    assert asked == {operation.name for operation in catalogue.operations()} | BESIDE
    assert asking.answers.wrong == {}, asking.answers.told()


def _cases(strategy: Any, asking: Asking, asked: set[str], each: int, place: int) -> None:
    roles = asking.crowd.roles
    turn = place

    @settings(max_examples=each, **FIXED)
    @given(case=strategy)
    def ask(case: Case) -> None:
        nonlocal turn
        turn += 1
        asked.add(operation_of(case))
        asking.ask(case, roles[turn % len(roles)])

    ask()


@pytest.mark.timeout(1_500)
def test_sequences_of_operations_are_answered_as_documented(asking: Asking, document: Any) -> None:
    class Sequence(document.as_state_machine()):  # type: ignore[misc]
        """One scenario: every other step by somebody who makes things, the steps between by one role after another."""

        scenarios = 0

        def setup(self) -> None:
            type(self).scenarios += 1
            self.steps = 0

        def call(self, case: Case, **_: Any) -> Response:
            self.steps += 1
            turn = self.scenarios + self.steps // 2
            roles = MAKERS if self.steps % 2 else asking.crowd.roles
            return asking.ask(case, roles[turn % len(roles)])

        def validate_response(self, response: Response, case: Case, *_: Any, **__: Any) -> None:
            """Judged when it was asked: a wrong answer must not end the run before the others are seen."""

    before = asking.answers.asked
    for number in itertools.count():
        if asking.answers.asked - before >= STEPS * SCALE:
            break
        Sequence.rule_order_seed = number
        # The city remembers what was done: that an equal beginning is answered otherwise than before ends the suite only.
        with suppress(Flaky):
            run_state_machine_as_test(
                seed(number)(Sequence), settings=settings(max_examples=25, stateful_step_count=20, **FIXED)
            )
    assert asking.answers.wrong == {}, asking.answers.told()


def test_much_of_it_was_done_and_the_city_is_well(asking: Asking, own_city: OwnCity) -> None:
    answers = asking.answers
    assert answers.busy <= answers.asked / 100
    assert {200, 401, 403, 404, 422} <= set(answers.by_status), answers.by_status
    own_city.assert_well()
