"""Telemetry: counters of what a process does, for Prometheus. Names of operations and events only, never of people."""

from __future__ import annotations

from functools import cache
from typing import Any

from prometheus_client import Counter, Gauge, Histogram

OPERATIONS = Counter("gongjian_operations", "Operations answered", ["operation", "outcome"])
GROUPS_FAILED = Counter("gongjian_groups_failed", "Groups of commands that were run one by one", ["service"])
GROUP_SIZE = Histogram("gongjian_group_size", "Operations taken at once", ["service"], buckets=(1, 2, 4, 8, 16, 32))
EVENTS = Counter("gongjian_events_handled", "Events taken into effect", ["service", "event"])
PARKED = Counter("gongjian_events_parked", "Events that could not take effect yet", ["service", "state"])
OUTBOX_WAITING = Gauge("gongjian_outbox_waiting", "Events written and not yet published", ["service", "lane"])
OUTBOX_AGE = Gauge("gongjian_outbox_age_seconds", "Age of the oldest event not yet published", ["service", "lane"])


def operation(name: str, reply: dict[str, Any]) -> None:
    """Count an answered operation: `ok`, `replayed`, or the code of its problem."""
    _counted(name, _outcome(reply)).inc()


def group_failed(service: str) -> None:
    GROUPS_FAILED.labels(service).inc()


def _outcome(reply: dict[str, Any]) -> str:
    if reply["error"] is not None:
        return str(reply["error"]["problem"]["code"])
    return "replayed" if reply["result"]["replayed"] else "ok"


@cache
def _counted(name: str, outcome: str) -> Counter:
    return OPERATIONS.labels(name, outcome)
