"""Runs the migrations on the connection that the runtime opens."""

from __future__ import annotations

from membership.domain import accounts, areas, evidence, grants, organisations, packs, people, pledges, posts
from membership.domain.base import Base
from runtime.migrations import environment

MAPPED = (accounts, areas, evidence, grants, organisations, packs, people, pledges, posts)
"""Importing them fills the metadata that migrations are compared with."""

environment("membership", Base.metadata)
