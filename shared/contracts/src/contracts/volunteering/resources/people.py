"""Residents and volunteers. Who serves is the volunteer's own affair and that of those who keep the registers."""

from __future__ import annotations

from contracts.access import (
    Resource,
    area_scope,
    person_scope,
    role,
    self_in,
)
from contracts.roles import (
    BRANCH_SECRETARY,
    GRID_WORKER,
    OFFICERS,
    REGISTRAR,
)

SECRETARIES = (REGISTRAR, BRANCH_SECRETARY, *OFFICERS)
"""Those who keep the registers of an area."""


class Person(Resource):
    """Somebody of the replica who may become a volunteer."""

    key = "person_id"
    person_id = person_scope()
    home_area = area_scope()


Person.see = (self_in(Person.person_id), role(*SECRETARIES).over(Person.home_area))


class Volunteer(Resource):
    """A registered volunteer (志愿者). `area` is the home area."""

    key = "volunteer_id"
    person_id = person_scope()
    area = area_scope()


Volunteer.see = (self_in(Volunteer.person_id), role(*SECRETARIES, GRID_WORKER).over(Volunteer.area))
