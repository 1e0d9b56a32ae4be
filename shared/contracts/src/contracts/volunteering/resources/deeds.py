"""A deed that is not published is its teller's, its doer's and the moderators'; contests are public, who nominated is not."""

from __future__ import annotations

from contracts.access import Resource, area_scope, person_scope, role, self_in, signed_in
from contracts.volunteering.resources.people import SECRETARIES


class Deed(Resource):
    """A good deed (善行) told by somebody of somebody."""

    key = "deed_id"
    teller_id = person_scope()
    doer_id = person_scope()
    area = area_scope()


DEED_MODERATORS = (role(*SECRETARIES).over(Deed.area),)
Deed.see = (self_in(Deed.teller_id), self_in(Deed.doer_id), *DEED_MODERATORS)


class Contest(Resource):
    """A contest (评选) of an area and a season."""

    key = "contest_id"
    area = area_scope()


Contest.see = (signed_in(),)


class Nomination(Resource):
    """Somebody stands in a contest: all who may vote learn who."""

    key = "nomination_id"
    area = area_scope()


Nomination.see = (signed_in(),)
