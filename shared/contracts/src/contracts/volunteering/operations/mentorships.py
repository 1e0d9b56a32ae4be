"""Mentorships (帮教): counted, never shown. Whoever is neither mentor nor officer is told what they are told of unknown ids."""

from __future__ import annotations

from contracts.access import Area, role, self_in
from contracts.operations import Command, Query
from contracts.roles import AID_WORKER, BRANCH_SECRETARY, OFFICERS
from contracts.volunteering.examples import AREA, HELPED, LEADER, MENTORSHIP, PERSON
from contracts.volunteering.replies import mentorships as replies
from contracts.volunteering.requests import mentorships as requests
from contracts.volunteering.resources.mentorships import Mentorship

_OFFICER = self_in(Mentorship.officer_id)
_ITS_OWN = (self_in(Mentorship.helper_id), _OFFICER)

start_mentorship = Command(
    "volunteering.start_mentorship",
    "POST /mentorships",
    request=requests.StartMentorship,
    reply=replies.Mentorship,
    on=Area,
    allow=[role(AID_WORKER, BRANCH_SECRETARY, *OFFICERS).over(Area.area_id)],
    refuses=[
        "area_too_small",
        "helper_unknown",
        "helped_unknown",
        "officer_unknown",
        "mentor_not_of_age",
        "helps_oneself",
        "officer_is_helped",
        "date_in_future",
    ],
    about="A mentor stands by somebody in confidence (帮教). From then on its mentor and the officer named see it, nobody else.",
    example={
        "area_id": AREA,
        "helper_id": PERSON,
        "officer_id": LEADER,
        "helped_id": HELPED,
        "started_on": "2011-03-01",
        "goal": "找到一份工作",
    },
    status=201,
)
list_mentorships = Query(
    "volunteering.list_mentorships",
    "GET /mentorships",
    request=requests.ListMentorships,
    reply=replies.MentorshipPage,
    allow=_ITS_OWN,
    about="The mentorships in which one is mentor or officer, by their start; whoever is in none sees an empty list, and an "
    "account that is nobody's in person is refused.",
    example={"open": True},
    paged=True,
)
show_mentorship = Query(
    "volunteering.show_mentorship",
    "GET /mentorships/{mentorship_id}",
    request=requests.OfMentorship,
    reply=replies.OpenedMentorship,
    on=Mentorship,
    allow=_ITS_OWN,
    about="One mentorship with whom it is for; the reading is recorded.",
    example={"mentorship_id": MENTORSHIP},
)
name_officer = Command(
    "volunteering.name_officer",
    "PUT /mentorships/{mentorship_id}/officer",
    request=requests.NameOfficer,
    reply=replies.Mentorship,
    on=Mentorship,
    allow=_ITS_OWN,
    refuses=["pairing_over", "officer_unknown", "officer_is_helped"],
    about="Hand it to another officer; who had it sees it no more.",
    example={"mentorship_id": MENTORSHIP, "officer_id": LEADER},
)
end_mentorship = Command(
    "volunteering.end_mentorship",
    "POST /mentorships/{mentorship_id}/end",
    request=requests.EndMentorship,
    reply=replies.Mentorship,
    on=Mentorship,
    allow=[_OFFICER],
    refuses=["pairing_over", "before_pairing_started", "date_in_future"],
    about="End a mentorship, with a reason that is sealed.",
    example={"mentorship_id": MENTORSHIP, "reason": "已稳定就业", "on": "2011-11-30"},
)
