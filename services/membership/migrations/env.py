"""Runs the migrations on the connection that the runtime opens."""

from __future__ import annotations

from membership.domain import (
    accounts,
    areas,
    assignments,
    committee_seats,
    coverage,
    denominators,
    disclosure,
    evidence,
    external_identities,
    grants,
    grid_changes,
    organisations,
    packs,
    people,
    pledges,
    posts,
    proposals,
    restructurings,
    rolls,
    second_factors,
)
from membership.domain.base import Base
from runtime.migrations import environment

MAPPED = (
    accounts,
    areas,
    assignments,
    committee_seats,
    coverage,
    denominators,
    disclosure,
    evidence,
    external_identities,
    grants,
    grid_changes,
    organisations,
    packs,
    people,
    pledges,
    posts,
    proposals,
    restructurings,
    rolls,
    second_factors,
)
"""Importing them fills the metadata that migrations are compared with."""

environment("membership", Base.metadata)
