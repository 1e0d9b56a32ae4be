"""The door for operations, without a broker: whose next batch gathers."""

from __future__ import annotations

import pytest

from runtime.amqp.batch_door import Delivery
from runtime.amqp.operations_door import OperationsDoor
from runtime.problems import INVALID_REQUEST, problem
from runtime.requests import OperationRequest, failed

READING = OperationRequest("show_thing", {}, {"token": "t"})
ACT = OperationRequest("do_thing", {}, {"token": "t", "idempotency_key": "k"})


@pytest.mark.parametrize(
    ("contents", "gains"),
    [([READING, READING], False), ([READING, ACT], True), ([failed(problem(INVALID_REQUEST))], False), ([], False)],
)
def test_only_acts_gain_by_company(contents: list[object], gains: bool) -> None:
    door = OperationsDoor("amqp://nowhere", "beta")
    assert door.gains_by_company([Delivery(None, None, content) for content in contents]) is gains
