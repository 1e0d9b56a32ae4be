"""Seals are kept; a chain that was broken or rewritten shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from contracts.reporting import operations as ops
from contracts.seals import audit_sealed

FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def heard(door: Any, chain: int, previous: str, digest: str, service: str = "patrol") -> None:
    minute = FIRST + timedelta(minutes=chain)
    words = {"chain": chain, "entries": 3, "previous": previous, "digest": digest, "sealed_minute": minute}
    door.deliver(audit_sealed(service), aggregate_id=uuid4(), **words)


def seals(door: Any, **words: Any) -> list[tuple[str, int, bool]]:
    auditor = door.sign_in(("auditor", "area", uuid4()))
    answer = door.call(ops.list_seals, auditor, **words)
    return [(item["service"], item["chain"], item["broken"]) for item in answer.data["items"]]


def test_a_chain_that_holds_is_whole_in_whatever_order_it_came(door_under_test: Any) -> None:
    heard(door_under_test, 2, "a", "b")
    heard(door_under_test, 1, "none", "a")
    heard(door_under_test, 3, "b", "c")
    assert seals(door_under_test) == [("patrol", 1, False), ("patrol", 2, False), ("patrol", 3, False)]


def test_a_missing_and_a_rewritten_link_show(door_under_test: Any) -> None:
    heard(door_under_test, 1, "none", "a")
    heard(door_under_test, 3, "b", "c")
    heard(door_under_test, 4, "another", "d")
    heard(door_under_test, 1, "none", "a", service="membership")
    assert seals(door_under_test, broken=True) == [("patrol", 3, True), ("patrol", 4, True)]
    assert seals(door_under_test, service="membership") == [("membership", 1, False)]


def test_only_auditors_and_security_see_seals(door_under_test: Any) -> None:
    officer = door_under_test.sign_in(("city_officer", "area", uuid4()))
    assert door_under_test.call(ops.list_seals, officer).status == 403
