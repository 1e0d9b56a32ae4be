"""A little life of today by live operations: a claim with its pledge, an activity to sign up for, a shift, an elder, a call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from deploy.cities.sending import Ledger, Speaker

SHANGHAI = ZoneInfo("Asia/Shanghai")
ROLES = (
    "community_secretary",
    "branch_secretary",
    "resident",
    "team_leader",
    "volunteer",
    "patrol_captain",
    "care_coordinator",
)
COMMUNITY = "area:350402001003"
RESIDENT, ELDER, HARD_UP = "person:0300", "person:0304", "person:0310"
CREW = ("person:0001", "person:0002", "person:0003")


def happen(speakers: Mapping[str, Speaker], ledger: Ledger) -> None:
    """Lets each of a handful of people do one thing; what was done before is not done again."""
    now = datetime.now(SHANGHAI)
    area_id = ledger.ids[COMMUNITY]
    _found_bodies(speakers["community_secretary"], area_id)
    _pledge(speakers["resident"], ledger, area_id, now)
    _plan_activity(speakers["team_leader"], speakers["volunteer"], ledger, area_id, now)
    _plan_shift(speakers["patrol_captain"], ledger, area_id, now)
    _register_elder(speakers["care_coordinator"], ledger, area_id)
    _visit(speakers["community_secretary"], speakers["branch_secretary"], ledger, area_id)


def this_year() -> int:
    """The civil year in Asia/Shanghai."""
    return datetime.now(SHANGHAI).year


def _found_bodies(secretary: Speaker, area_id: str) -> None:
    for kind, name in (("party_committee", "圳尾社区党总支"), ("residents_committee", "圳尾社区居民委员会")):
        body = {"area_id": area_id, "kind": kind, "name": name, "founded_on": "2000-01-01"}
        secretary.act("/organisations", body, unless=("organisation_name_taken",))


def _pledge(resident: Speaker, ledger: Ledger, area_id: str, now: datetime) -> None:
    post = resident.get("/posts", area_id=area_id, template="civility_guidance")["items"][0]
    claim = {"person_id": ledger.ids[RESIDENT]}
    claimed = resident.act(f"/posts/{post['post_id']}/claims", claim, unless=("claim_repeated",))
    if claimed is not None:
        due = (now + timedelta(days=60)).date().isoformat()
        pledge = {"text": "每周六上午在河滨路劝导不文明行为，欢迎邻居们监督。", "due_on": due}
        resident.act(f"/claims/{claimed['claim_id']}/pledges", pledge)


def _plan_activity(leader: Speaker, volunteer: Speaker, ledger: Ledger, area_id: str, now: datetime) -> None:
    team_id = ledger.ids["team:wardens"]
    if leader.get("/activities", team_id=team_id, state="planned")["items"]:
        return
    starts = (now + timedelta(days=3)).replace(hour=9, minute=0, second=0, microsecond=0)
    body: dict[str, Any] = {
        "team_id": team_id,
        "area_id": area_id,
        "title": "花坛除草和楼道清理",
        "starts_at": starts.isoformat(),
        "ends_at": (starts + timedelta(hours=2)).isoformat(),
        "seats": 12,
    }
    planned = leader.act("/activities", body)
    if planned is not None:
        volunteer.act(f"/activities/{planned['activity_id']}/sign-ups", {}, unless=("already_signed_up",))


def _plan_shift(captain: Speaker, ledger: Ledger, area_id: str, now: datetime) -> None:
    night = (now + timedelta(days=2)).date().isoformat()
    body = {"team_id": ledger.ids["team:patrol"], "area_id": area_id, "night": night}
    planned = captain.act("/shifts", body, unless=("shift_exists",))
    if planned is None:
        return
    for person in CREW:
        member = {"person_id": ledger.ids[person]}
        captain.act(f"/shifts/{planned['shift_id']}/roster", member, unless=("already_on_roster",))


def _register_elder(coordinator: Speaker, ledger: Ledger, area_id: str) -> None:
    body = {"person_id": ledger.ids[ELDER], "area_id": area_id, "living": "with_family"}
    registered = coordinator.act("/elders", body, unless=("elder_exists",))
    if registered is not None:
        card = {"kind": "convenience_service"}
        coordinator.act(f"/elders/{registered['elder_id']}/cards", card, unless=("card_exists",))


def _visit(secretary: Speaker, branch: Speaker, ledger: Ledger, area_id: str) -> None:
    """The branch's secretary called on a neighbour; who has just been hard up is to be called on at once."""
    if secretary.get("/household-visits", area_id=area_id, state="made")["items"]:
        return
    for person, kind in ((RESIDENT, "newcomer"), (HARD_UP, "hardship")):
        home = secretary.get(f"/people/{ledger.ids[person]}")["home_area"]
        due = secretary.act(f"/areas/{home}/household-visits", {"kind": kind}, unless=("visit_needs_household",))
        if due is not None and kind == "newcomer":
            branch.act(
                f"/household-visits/{due['visit_id']}/made", {"wishes": ["company"]}, unless=("visit_own_household",)
            )
