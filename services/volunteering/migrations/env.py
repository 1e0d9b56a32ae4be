"""Runs the migrations on the connection that the runtime opens."""

from __future__ import annotations

from runtime.migrations import environment
from volunteering.domain.base import Base

environment("volunteering", Base.metadata)
