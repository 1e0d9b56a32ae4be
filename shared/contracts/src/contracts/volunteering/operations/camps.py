"""Camps for children (夏令营)."""

from __future__ import annotations

from contracts.access import acting_for, role, signed_in
from contracts.operations import Command, Query
from contracts.volunteering.examples import AREA, CAMP, CAMP_PLACE, PERSON, TEAM
from contracts.volunteering.replies import camps as replies
from contracts.volunteering.requests import camps as requests
from contracts.volunteering.resources import SECRETARIES, TEAM_KEEPERS, Team
from contracts.volunteering.resources.programmes import CAMP_KEEPERS, PLACE_KEEPERS, Camp, CampPlace, Child

plan_camp = Command(
    "volunteering.plan_camp",
    "POST /camps",
    request=requests.PlanCamp,
    reply=replies.Camp,
    on=Team,
    allow=TEAM_KEEPERS,
    refuses=["team_disbanded", "area_unknown", "programme_unknown", "ends_before_start", "date_in_past"],
    about="Plan a camp of the team with a number of places for children.",
    example={
        "team_id": TEAM,
        "area_id": AREA,
        "title": "社区夏令营",
        "programme": "youth_camp",
        "first_on": "2031-07-20",
        "last_on": "2031-07-26",
        "places": 30,
    },
    status=201,
)
list_camps = Query(
    "volunteering.list_camps",
    "GET /camps",
    request=requests.ListCamps,
    reply=replies.CampPage,
    allow=[signed_in()],
    about="Camps of an area and below it, by their first day.",
    example={"area_id": AREA},
    paged=True,
)
enrol_child = Command(
    "volunteering.enrol_child",
    "POST /camps/{camp_id}/places",
    request=requests.EnrolChild,
    reply=replies.CampPlace,
    on=Child,
    allow=[acting_for(Child.person_id), role(*SECRETARIES).over(Child.home_area)],
    refuses=[
        "camp_unknown",
        "camp_over",
        "not_a_child",
        "person_not_alive",
        "minor_needs_consent",
        "already_enrolled",
        "camp_full",
    ],
    about="Enrol a child in a camp: a guardian's act is the consent; others need one on file.",
    example={"camp_id": CAMP, "person_id": PERSON},
    status=201,
)
list_camp_places = Query(
    "volunteering.list_camp_places",
    "GET /camps/{camp_id}/places",
    request=requests.ListCampPlaces,
    reply=replies.CampPlacePage,
    on=Camp,
    allow=[signed_in()],
    about="The places the caller may see: those of one's own children, or as keeper of the camp all.",
    example={"camp_id": CAMP},
    paged=True,
)
give_up_place = Command(
    "volunteering.give_up_place",
    "POST /camp-places/{place_id}/give-up",
    request=requests.OfCampPlace,
    reply=replies.CampPlace,
    on=CampPlace,
    allow=[acting_for(CampPlace.person_id), *PLACE_KEEPERS],
    refuses=["place_given_up", "camp_over"],
    about="Give a child's place up: the consent ends, and somebody else may have the place.",
    example={"place_id": CAMP_PLACE},
)
mark_present = Command(
    "volunteering.mark_present",
    "POST /camp-places/{place_id}/days",
    request=requests.MarkPresent,
    reply=replies.CampPlace,
    on=CampPlace,
    allow=PLACE_KEEPERS,
    refuses=["place_given_up", "camp_over", "day_outside_camp", "date_in_future", "already_present"],
    about="Note that a child was there on a day.",
    example={"place_id": CAMP_PLACE, "on": "2031-07-20"},
    status=201,
)
call_off_camp = Command(
    "volunteering.call_off_camp",
    "POST /camps/{camp_id}/call-off",
    request=requests.OfCamp,
    reply=replies.Camp,
    on=Camp,
    allow=CAMP_KEEPERS,
    refuses=["camp_over", "camp_has_children"],
    about="Call a camp off before any child has come; the places in it end.",
    example={"camp_id": CAMP},
)
close_camp = Command(
    "volunteering.close_camp",
    "POST /camps/{camp_id}/close",
    request=requests.OfCamp,
    reply=replies.CampClosed,
    on=Camp,
    allow=CAMP_KEEPERS,
    refuses=["camp_over", "camp_not_over"],
    about="Close a camp whose last day has passed: how many children came.",
    example={"camp_id": CAMP},
)
