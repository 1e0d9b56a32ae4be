"""The service versions that first emitted an event."""

from __future__ import annotations

FIRST = "0.1.0"
"""The service version that emits the events of the skeleton."""
