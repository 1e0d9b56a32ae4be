"""Alpha tells, beta writes down what it hears: the runtime's own test services, as processes on real servers."""

from __future__ import annotations

from stage import alpha, beta, two_services

__all__ = ["alpha", "beta", "two_services"]
