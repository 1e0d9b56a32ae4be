"""Volunteers (志愿者)."""

from __future__ import annotations

from contracts.access import role, self_in, signed_in
from contracts.imports import ImportReply, request_of
from contracts.operations import Command, Import, Query
from contracts.roles import GRID_WORKER, REGISTRAR
from contracts.volunteering.examples import AREA, PERSON, VOLUNTEER
from contracts.volunteering.records import volunteers as records
from contracts.volunteering.replies import volunteers as replies
from contracts.volunteering.requests import volunteers as requests
from contracts.volunteering.resources import SECRETARIES, Person, Volunteer

register_volunteer = Command(
    "volunteering.register_volunteer",
    "POST /volunteers",
    request=requests.RegisterVolunteer,
    reply=replies.Volunteer,
    on=Person,
    allow=[self_in(Person.person_id), role(*SECRETARIES).over(Person.home_area)],
    refuses=["already_volunteer", "person_not_alive", "minor_needs_consent"],
    about="Register a resident as a volunteer (志愿者), once per person.",
    example={"person_id": PERSON, "skills": ["first_aid"]},
    status=201,
)
list_volunteers = Query(
    "volunteering.list_volunteers",
    "GET /volunteers",
    request=requests.ListVolunteers,
    reply=replies.VolunteerPage,
    allow=[signed_in()],
    about="The volunteers the caller may see: oneself, or those of an area one answers for; by area and skill.",
    example={"area_id": AREA, "skill": "first_aid"},
    paged=True,
)
show_volunteer = Query(
    "volunteering.show_volunteer",
    "GET /volunteers/{volunteer_id}",
    request=requests.OfVolunteer,
    reply=replies.Volunteer,
    on=Volunteer,
    allow=[
        self_in(Volunteer.person_id),
        role(*SECRETARIES, GRID_WORKER).over(Volunteer.area),
    ],
    about="One volunteer.",
    example={"volunteer_id": VOLUNTEER},
)
set_skills = Command(
    "volunteering.set_skills",
    "PUT /volunteers/{volunteer_id}/skills",
    request=requests.SetSkills,
    reply=replies.Volunteer,
    on=Volunteer,
    allow=[self_in(Volunteer.person_id), role(*SECRETARIES).over(Volunteer.area)],
    refuses=["volunteer_retired"],
    about="Say what a volunteer can do (技能), as codes.",
    example={"volunteer_id": VOLUNTEER, "skills": ["first_aid", "haircut"]},
    edits=True,
)
retire_volunteer = Command(
    "volunteering.retire_volunteer",
    "POST /volunteers/{volunteer_id}/retire",
    request=requests.OfVolunteer,
    reply=replies.Volunteer,
    on=Volunteer,
    allow=[self_in(Volunteer.person_id), role(*SECRETARIES).over(Volunteer.area)],
    refuses=["volunteer_retired"],
    about="Stop being a volunteer: seats and open sign-ups end, what was served stays.",
    example={"volunteer_id": VOLUNTEER},
)
show_hours = Query(
    "volunteering.show_hours",
    "GET /volunteers/{volunteer_id}/hours",
    request=requests.OfVolunteer,
    reply=replies.HoursServed,
    on=Volunteer,
    allow=[self_in(Volunteer.person_id), role(*SECRETARIES).over(Volunteer.area)],
    about="What a volunteer really served (服务时长), by year: approved hours, reversals struck, and night shifts.",
    example={"volunteer_id": VOLUNTEER},
)

import_volunteers = Import(
    "volunteering.import_volunteers",
    "POST /volunteers/imports",
    request=request_of(records.VolunteerRecord),
    reply=ImportReply,
    record=records.VolunteerRecord,
    allow=[role(REGISTRAR).anywhere()],
    refuses=[
        "out_of_area",
        "person_unknown",
        "already_volunteer",
        "person_not_alive",
        "minor_needs_consent",
        "date_in_future",
    ],
    about="Enter volunteers registered in the past.",
    example={
        "dry_run": True,
        "records": [
            {
                "record_key": "1",
                "source": "圳尾社区志愿者登记簿",
                "person_id": PERSON,
                "registered_on": "2010-03-05",
            }
        ],
    },
)
