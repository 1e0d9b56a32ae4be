"""Visits to households (走千家：三必到、五必访): raised by facts and by people, taken, made, and gone round to everybody."""

from __future__ import annotations

from contracts import roles
from contracts.access import Area, Resource, area_scope, person_scope, role, self_in
from contracts.imports import ImportReply, request_of
from contracts.membership.operations.shapes import COMMUNITY, HOUSEHOLD, PERSON, VISIT
from contracts.membership.operations.visit_shapes import (
    BeginRound,
    FindNobody,
    ImportedVisit,
    ListVisits,
    MakeVisit,
    OpenedVisitReply,
    RaiseVisit,
    RoundReply,
    RoutePage,
    ShareRoute,
    SharesReply,
    ShowRoute,
    ShowVisitFigures,
    StrikeVisit,
    TakeVisit,
    VisitFigures,
    VisitId,
    VisitPage,
    VisitReply,
)
from contracts.operations import Command, Import, Query

VISITORS = (roles.WARDEN, roles.GRID_WORKER, roles.BRANCH_SECRETARY, roles.COMMUNITY_SECRETARY)
TELLERS = (*VISITORS, roles.DESK_CLERK, roles.AID_WORKER, roles.MEDIATOR)
OVERSEERS = (*VISITORS, roles.STREET_OFFICER, roles.DISTRICT_OFFICER, roles.CITY_OFFICER)
PLANNERS = (roles.COMMUNITY_SECRETARY, roles.STREET_OFFICER)
RAISING_RULES = ("visit_needs_household", "visit_kind_not_in_pack", "area_ended", "person_unknown", "visit_of_stranger")
MAKING_RULES = ("visit_over", "visit_own_household", "visit_in_future", "visit_before_raised", "visit_wish_not_in_pack")
VISITOR_RULES = ("person_unknown", "person_deceased", "visitor_minor", "visit_own_household")


class HouseholdVisit(Resource):
    """A visit to a household. `area` is where the household lies: its building, or whatever is directly above it."""

    key = "visit_id"
    area = area_scope()
    visitor_id = person_scope()


HouseholdVisit.see = (role(*OVERSEERS).over(HouseholdVisit.area), self_in(HouseholdVisit.visitor_id))


raise_visit = Command(
    "membership.raise_visit",
    "POST /areas/{area_id}/household-visits",
    request=RaiseVisit,
    reply=VisitReply,
    on=Area,
    allow=[role(*TELLERS).over(Area.area_id)],
    refuses=RAISING_RULES,
    about="Tells that a household should be visited, and why. One visit of a household is due at a time: another reason "
    "joins it, and the soonest day holds; the same reason again changes nothing.",
    example={"area_id": HOUSEHOLD, "kind": "hardship"},
    status=201,
)
take_visit = Command(
    "membership.take_visit",
    "POST /household-visits/{visit_id}/take",
    request=TakeVisit,
    reply=VisitReply,
    on=HouseholdVisit,
    allow=[role(*VISITORS).over(HouseholdVisit.area)],
    refuses=("visit_over", "visit_taken", "visitor_needed", *VISITOR_RULES),
    about="Takes a visit on, for oneself or for somebody who is to go.",
    example={"visit_id": VISIT, "person_id": PERSON},
)
hand_back_visit = Command(
    "membership.hand_back_visit",
    "POST /household-visits/{visit_id}/hand-back",
    request=VisitId,
    reply=VisitReply,
    on=HouseholdVisit,
    allow=[role(*VISITORS).over(HouseholdVisit.area), self_in(HouseholdVisit.visitor_id)],
    refuses=("visit_over", "visit_not_taken"),
    about="Hands a visit back that one cannot make; it stays due.",
    example={"visit_id": VISIT},
)
make_visit = Command(
    "membership.make_visit",
    "POST /household-visits/{visit_id}/made",
    request=MakeVisit,
    reply=VisitReply,
    on=HouseholdVisit,
    allow=[role(*VISITORS).over(HouseholdVisit.area), self_in(HouseholdVisit.visitor_id)],
    refuses=(*MAKING_RULES, "visitor_needed", "visit_kind_not_in_pack"),
    about="The household was visited and somebody met. Nobody visits their own household.",
    example={"visit_id": VISIT, "wishes": ["repair"], "note": "厨房漏水"},
)
find_nobody = Command(
    "membership.find_nobody",
    "POST /household-visits/{visit_id}/nobody-home",
    request=FindNobody,
    reply=VisitReply,
    on=HouseholdVisit,
    allow=[role(*VISITORS).over(HouseholdVisit.area), self_in(HouseholdVisit.visitor_id)],
    refuses=("visit_over", "visit_in_future", "visit_before_raised"),
    about="Nobody was at home: the visit is due again, after the pack's hours at the latest. It counts for nothing.",
    example={"visit_id": VISIT},
)
strike_visit = Command(
    "membership.strike_visit",
    "POST /household-visits/{visit_id}/strike",
    request=StrikeVisit,
    reply=VisitReply,
    on=HouseholdVisit,
    allow=[role(*PLANNERS).over(HouseholdVisit.area)],
    refuses=("visit_over",),
    about="Strikes a visit, due or made, that was entered by mistake: it counts as if it had never been.",
    example={"visit_id": VISIT, "reason": "wrong_household"},
)
show_visit = Query(
    "membership.show_visit",
    "GET /household-visits/{visit_id}",
    request=VisitId,
    reply=OpenedVisitReply,
    on=HouseholdVisit,
    allow=[role(*OVERSEERS).over(HouseholdVisit.area), self_in(HouseholdVisit.visitor_id)],
    about="One visit; why somebody is to come, and what was noted, only to who goes and who answers for it.",
    example={"visit_id": VISIT},
)
list_visits = Query(
    "membership.list_visits",
    "GET /household-visits",
    request=ListVisits,
    reply=VisitPage,
    allow=[role(*OVERSEERS).over(HouseholdVisit.area), self_in(HouseholdVisit.visitor_id)],
    about="Visits of households, the last raised first.",
    example={"area_id": COMMUNITY, "overdue": True},
    paged=True,
)
show_route = Query(
    "membership.show_route",
    "GET /visit-routes",
    request=ShowRoute,
    reply=RoutePage,
    allow=[role(*OVERSEERS).over(HouseholdVisit.area), self_in(HouseholdVisit.visitor_id)],
    about="The route of the week (本周路线): arrivals at once first, then building by building, stairwell, floor and door.",
    example={"area_id": COMMUNITY, "limit": 20},
    paged=True,
)
share_route = Command(
    "membership.share_route",
    "POST /areas/{area_id}/visit-shares",
    request=ShareRoute,
    reply=SharesReply,
    on=Area,
    allow=[role(*PLANNERS).over(Area.area_id)],
    refuses=("person_unknown", "person_deceased", "visitor_minor"),
    about="Divides the due visits that nobody has taken among several visitors, each a stretch of the way.",
    example={"area_id": COMMUNITY, "visitors": [PERSON]},
)
begin_round = Command(
    "membership.begin_round",
    "POST /areas/{area_id}/visit-rounds",
    request=BeginRound,
    reply=RoundReply,
    on=Area,
    allow=[role(*PLANNERS).over(Area.area_id)],
    refuses=("round_not_in_pack", "round_running", "round_not_of_community", "area_ended", "date_in_future"),
    about="Begins the round of all households of a community (走千家), spread evenly over the pack's time; the next begins "
    "by itself when it ends.",
    example={"area_id": COMMUNITY},
    status=201,
)
show_visit_figures = Query(
    "membership.show_visit_figures",
    "GET /areas/{area_id}/visit-figures",
    request=ShowVisitFigures,
    reply=VisitFigures,
    on=Area,
    allow=[role(*VISITORS[1:], roles.STREET_OFFICER, roles.DISTRICT_OFFICER, roles.CITY_OFFICER).over(Area.area_id)],
    refuses=("figures_of_community",),
    about="How the visits of a year stand, kind by kind, of a community or more.",
    example={"area_id": COMMUNITY, "year": 2011},
)
import_visits = Import(
    "membership.import_visits",
    "POST /household-visits/imports",
    request=request_of(ImportedVisit),
    reply=ImportReply,
    record=ImportedVisit,
    allow=[role(roles.REGISTRAR).anywhere()],
    refuses=(
        "visit_needs_household",
        "visit_kind_not_in_pack",
        "visit_in_future",
        "person_unknown",
        "visit_own_household",
        "area_unknown",
        "out_of_area",
    ),
    about="Enters visits of the past.",
    example={
        "dry_run": True,
        "records": [
            {
                "record_key": "visit:1",
                "source": "visit-book-2011",
                "household_id": HOUSEHOLD,
                "kind": "newcomer",
                "made_at": "2011-03-08T11:00:00+00:00",
            }
        ],
    },
)
