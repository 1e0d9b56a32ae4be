"""A pairing says of somebody that they need help: those who arrange it see it, and its helper."""

from __future__ import annotations

from contracts.access import (
    Resource,
    area_scope,
    person_scope,
    role,
    self_in,
)
from contracts.roles import (
    AID_WORKER,
    BRANCH_SECRETARY,
    COMMUNITY_SECRETARY,
)


class Pairing(Resource):
    """A pairing (结对帮扶) of a helper with a household or a student. `helper_id` is a person's where a person helps."""

    key = "pairing_id"
    helper_id = person_scope()
    area = area_scope()


Pairing.see = (
    self_in(Pairing.helper_id),
    role(AID_WORKER, BRANCH_SECRETARY, COMMUNITY_SECRETARY).over(Pairing.area),
)
