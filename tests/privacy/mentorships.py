"""Plants values through a mentorship: whom it is for, its goal, and why its officer ended it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from tests.city.people import Citizen

if TYPE_CHECKING:
    from tests.privacy.sowing import Sowing


def sow_mentorship(sowing: Sowing) -> None:
    mentor, officer = (_somebody(sowing) for _ in range(2))
    told = {"area_id": sowing.community, "helper_id": mentor, "officer_id": officer, "helped_id": sowing.person}
    today = sowing.city.today().date().isoformat()
    told |= {"goal": sowing.seeds.note(), "started_on": today}
    begun = sowing.plant("volunteering.start_mentorship", sowing.secretary, told)["mentorship_id"]
    account = {"username": f"sown-{uuid4().hex[:8]}", "password": sowing.seeds.password()}
    sowing.secretary.done(sowing.secretary.post("/accounts", {**account, "person_id": officer}))
    signed_in = {**account, "role": "resident"}
    answering = Citizen(sowing.city.base_url, signed_in, lambda: None, lambda: sowing.city.clock.now().timestamp())
    try:
        ended = {"reason": sowing.seeds.note(), "on": today}
        sowing.plant("volunteering.end_mentorship", answering, ended, mentorship_id=begun)
        answering.done(answering.get(f"/mentorships/{begun}"))
    finally:
        answering.close()


def _somebody(sowing: Sowing) -> str:
    body = {"home_area": sowing.community, "name": sowing.seeds.name(), "birth_date": "1980-03-01"}
    return str(sowing.registrar.done(sowing.registrar.post("/people", body))["person_id"])
