"""Numbers about the gateway itself, for Prometheus."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from starlette.requests import Request
from starlette.responses import Response

_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 60.0)


class Measures:
    """Requests by operation and status, how long they took, how many are in flight. One registry per application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "gongjian_gateway_requests", "Requests answered", ["operation", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "gongjian_gateway_request_seconds",
            "Time from the first byte read to the last byte sent",
            ["operation"],
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._in_flight = Gauge("gongjian_gateway_in_flight", "Requests being answered", registry=self._registry)
        self._counters: dict[tuple[str, int], Counter] = {}
        self._histograms: dict[str, Histogram] = {}

    def watch_streams(self, count: Callable[[], int]) -> None:
        """Tell how many live streams are open, whenever somebody looks."""
        Gauge("gongjian_gateway_live_streams", "Live streams open", registry=self._registry).set_function(count)

    def begin(self) -> None:
        self._in_flight.inc()

    def end(self, operation: str, status: int, seconds: float) -> None:
        """Counts one request. Children are kept: looking labels up costs more than counting."""
        self._in_flight.dec()
        counter = self._counters.get((operation, status))
        if counter is None:
            counter = self._counters[operation, status] = self._requests.labels(operation, str(status))
        histogram = self._histograms.get(operation)
        if histogram is None:
            histogram = self._histograms[operation] = self._seconds.labels(operation)
        counter.inc()
        histogram.observe(seconds)

    async def page(self, request: Request) -> Response:
        """GET /metrics: the gateway's own numbers, then those of its process (in the embedded city, of all services)."""
        numbers = generate_latest(self._registry) + generate_latest(REGISTRY)
        return Response(numbers, headers={"content-type": CONTENT_TYPE_LATEST})
