"""A service asked over AMQP, past the gateway, refuses as HTTP does: the check is the service's own."""

from __future__ import annotations

from typing import Any

import pytest
from nameko.exceptions import RemoteError
from nameko.standalone.rpc import ClusterRpcProxy

from contracts.access import Public
from contracts.operations import Operation
from tests.access.callers import forged
from tests.access.ground import OWN, Ground
from tests.access.matrix import operations, words_for

pytestmark = pytest.mark.broker


def refusal(services: Any, operation: Operation, words: dict[str, Any]) -> str:
    """What a stock nameko client hears; empty where it is answered."""
    try:
        getattr(getattr(services, operation.service), operation.method_name)(**words)
    except RemoteError as refused:
        return str(refused)
    return ""


@pytest.mark.parametrize("kind", ["missing", "invalid"])
def test_no_service_answers_without_a_true_token(ground: Ground, rabbit: Any, kind: str) -> None:
    context = {} if kind == "missing" else {"token": forged(ground.callers["resident"].token)}
    answered = {}
    with ClusterRpcProxy({"AMQP_URI": rabbit.uri}, context_data=context, timeout=10) as services:
        for operation in operations():
            if any(isinstance(clause, Public) for clause in operation.allow):
                continue
            row = (
                None
                if operation.on is None
                else ground.rows.get((operation.service, operation.on.__name__), {}).get(OWN)
            )
            told = refusal(services, operation, words_for(operation, row))
            if f"token_{kind}" not in told:
                answered[operation.name] = told
    assert answered == {}
