"""After-school care (四点钟学校): who comes on which day, and to whom each child was handed over, signed."""

from __future__ import annotations

from contracts.access import Area, acting_for, role, self_in, signed_in
from contracts.operations import Command, Query
from contracts.volunteering.examples import AFTER_SCHOOL, AREA, PERSON, SCHOOL_PLACE, TEAM
from contracts.volunteering.replies import after_school as replies
from contracts.volunteering.requests import after_school as requests
from contracts.volunteering.resources import SECRETARIES
from contracts.volunteering.resources.after_school import (
    AFTER_SCHOOL_KEEPERS,
    SCHOOL_PLACE_KEEPERS,
    AfterSchool,
    SchoolPlace,
)
from contracts.volunteering.resources.people import Person

_GUARDIAN = self_in(SchoolPlace.guardian_id)

open_after_school = Command(
    "volunteering.open_after_school",
    "POST /after-schools",
    request=requests.OpenAfterSchool,
    reply=replies.AfterSchool,
    on=Area,
    allow=[role(*SECRETARIES).over(Area.area_id)],
    refuses=["team_unknown", "team_disbanded"],
    about="Open an after-school kept by a team, on some weekdays up to a closing time.",
    example={
        "area_id": AREA,
        "team_id": TEAM,
        "name": "圳尾四点钟学校",
        "weekdays": [1, 2, 3, 4, 5],
        "closes": "18:00:00",
        "places": 20,
    },
    status=201,
)
list_after_schools = Query(
    "volunteering.list_after_schools",
    "GET /after-schools",
    request=requests.ListAfterSchools,
    reply=replies.AfterSchoolPage,
    allow=[signed_in()],
    about="Open after-schools of an area and below it, by name.",
    example={"area_id": AREA},
    paged=True,
)
close_after_school = Command(
    "volunteering.close_after_school",
    "POST /after-schools/{after_school_id}/close",
    request=requests.OfAfterSchool,
    reply=replies.AfterSchool,
    on=AfterSchool,
    allow=[role(*SECRETARIES).over(AfterSchool.area)],
    refuses=["after_school_closed", "children_are_there"],
    about="Close an after-school; its children's places end.",
    example={"after_school_id": AFTER_SCHOOL},
)
take_school_place = Command(
    "volunteering.take_school_place",
    "POST /after-schools/{after_school_id}/places",
    request=requests.TakeSchoolPlace,
    reply=replies.SchoolPlace,
    on=AfterSchool,
    allow=[acting_for(Person.person_id), *AFTER_SCHOOL_KEEPERS],
    refuses=[
        "after_school_closed",
        "after_school_full",
        "child_unknown",
        "not_a_child",
        "guardian_needed",
        "minor_needs_consent",
        "child_has_a_place",
        "picker_unknown",
        "weekday_not_offered",
    ],
    about="A guardian takes a place for their child and names who may fetch it; whoever keeps the school may with their consent.",
    example={
        "after_school_id": AFTER_SCHOOL,
        "person_id": PERSON,
        "weekdays": [1, 3],
        "pickers": [{"person_id": PERSON, "relation": "grandmother"}],
    },
    status=201,
)
list_school_places = Query(
    "volunteering.list_school_places",
    "GET /school-places",
    request=requests.ListSchoolPlaces,
    reply=replies.SchoolPlacePage,
    allow=[signed_in()],
    about="One's children's places, or those of the schools one keeps; without the children.",
    example={"area_id": AREA},
    paged=True,
)
show_school_place = Query(
    "volunteering.show_school_place",
    "GET /school-places/{school_place_id}",
    request=requests.OfSchoolPlace,
    reply=replies.OpenedSchoolPlace,
    on=SchoolPlace,
    allow=[_GUARDIAN, *SCHOOL_PLACE_KEEPERS],
    about="One place with the child and who may fetch it; the reading is recorded.",
    example={"school_place_id": SCHOOL_PLACE},
)
name_pickers = Command(
    "volunteering.name_pickers",
    "PUT /school-places/{school_place_id}/pickers",
    request=requests.NamePickers,
    reply=replies.SchoolPlace,
    on=SchoolPlace,
    allow=[_GUARDIAN],
    refuses=["school_place_over", "picker_unknown"],
    about="The guardian says anew who else may fetch the child. Nobody else can.",
    example={"school_place_id": SCHOOL_PLACE, "pickers": [{"person_id": PERSON, "relation": "grandmother"}]},
)
end_school_place = Command(
    "volunteering.end_school_place",
    "POST /school-places/{school_place_id}/end",
    request=requests.EndSchoolPlace,
    reply=replies.SchoolPlace,
    on=SchoolPlace,
    allow=[_GUARDIAN, *SCHOOL_PLACE_KEEPERS],
    refuses=["school_place_over", "children_are_there"],
    about="The child comes no more.",
    example={"school_place_id": SCHOOL_PLACE, "reason": "moved_away"},
)
show_roster = Query(
    "volunteering.show_roster",
    "GET /after-schools/{after_school_id}/roster",
    request=requests.ShowRoster,
    reply=replies.Roster,
    on=AfterSchool,
    allow=AFTER_SCHOOL_KEEPERS,
    about="Who is expected on a day, who is there, who was fetched and who should have been; the reading is recorded.",
    example={"after_school_id": AFTER_SCHOOL},
)
check_in_child = Command(
    "volunteering.check_in_child",
    "POST /school-places/{school_place_id}/arrivals",
    request=requests.OfSchoolPlace,
    reply=replies.SchoolDay,
    on=SchoolPlace,
    allow=SCHOOL_PLACE_KEEPERS,
    refuses=["school_place_over", "not_on_roster", "already_arrived", "past_closing_time"],
    about="The child has come today; if it is not fetched by closing time, the clock raises the alarm.",
    example={"school_place_id": SCHOOL_PLACE},
    status=201,
)
sign_pick_up = Command(
    "volunteering.sign_pick_up",
    "POST /school-places/{school_place_id}/pick-ups",
    request=requests.SignPickUp,
    reply=replies.SchoolDay,
    on=SchoolPlace,
    allow=SCHOOL_PLACE_KEEPERS,
    refuses=["not_arrived", "already_picked_up", "picker_not_named", "hands_over_to_oneself"],
    about="Hand the child over to somebody the guardian has named, against their signature.",
    example={"school_place_id": SCHOOL_PLACE, "picker_id": PERSON, "signature": "M0 0 L10 12 L20 3"},
    status=201,
)
list_school_days = Query(
    "volunteering.list_school_days",
    "GET /school-places/{school_place_id}/days",
    request=requests.ListSchoolDays,
    reply=replies.SchoolDayPage,
    on=SchoolPlace,
    allow=[_GUARDIAN, *SCHOOL_PLACE_KEEPERS],
    about="When the child came, who fetched it, and who handed it over; the reading is recorded.",
    example={"school_place_id": SCHOOL_PLACE},
    paged=True,
)
