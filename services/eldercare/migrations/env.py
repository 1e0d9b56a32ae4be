"""Runs the migrations on the connection that the runtime opens."""

from __future__ import annotations

from eldercare.domain.base import Base
from runtime.migrations import environment

environment("eldercare", Base.metadata)
