"""A mentorship (帮教) says of somebody that they came back from custody, or strayed: only mentor and officer see it."""

from __future__ import annotations

from contracts.access import Resource, person_scope, self_in


class Mentorship(Resource):
    """A mentor stands by somebody in confidence; `officer_id` is who answers for it. No role over an area reaches it."""

    key = "mentorship_id"
    helper_id = person_scope()
    officer_id = person_scope()


Mentorship.see = (self_in(Mentorship.helper_id), self_in(Mentorship.officer_id))
