"""Certificates are the volunteer's affair and that of those who keep the registers; a call for help is the asked one's."""

from __future__ import annotations

from contracts.access import Resource, area_scope, person_scope, role, self_in
from contracts.volunteering.resources.people import SECRETARIES


class Certificate(Resource):
    """That a volunteer has shown a skill (证书)."""

    key = "certificate_id"
    person_id = person_scope()
    area = area_scope()


Certificate.see = (self_in(Certificate.person_id), role(*SECRETARIES).over(Certificate.area))


class ResponderOffer(Resource):
    """A screened volunteer nearby is asked to answer a call for help."""

    key = "offer_id"
    person_id = person_scope()


ResponderOffer.see = (self_in(ResponderOffer.person_id),)
