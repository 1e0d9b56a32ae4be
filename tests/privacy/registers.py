"""Plants values through what membership keeps beside its people: rolls, visits to households, second factors."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pyotp

from tests.city.people import Citizen
from tests.privacy.sowing import Sowing

ENROLLED_ON = "2010-03-01"


def sow_registers(sowing: Sowing) -> None:
    _residents(sowing)
    _rolls(sowing)
    _visits(sowing)
    _second_factor(sowing)


def _record() -> dict[str, Any]:
    return {"record_key": uuid4().hex, "source": "privacy"}


def _residents(sowing: Sowing) -> None:
    seeds = sowing.seeds
    told = {"name": seeds.name(), "identity_number": seeds.identity(), "phone": seeds.phone()}
    at = {"area_id": _building(sowing), "household": f"privacy-{uuid4().hex[:6]}"}
    sowing.plant_record("membership.import_residents", {**_record(), **at, **told})


def _rolls(sowing: Sowing) -> None:
    """Two floating members whose roll is kept elsewhere, and one who asks to be taken from there and is refused."""
    people, word = sowing.registrar, sowing.seeds.word
    body = {"area_id": sowing.community, "kind": "party_branch", "name": f"privacy-{uuid4().hex[:6]}"}
    founded = people.done(people.post("/organisations", {**body, "founded_on": "2009-01-01", "parent_id": None}))
    branch = founded["organisation_id"]
    beside = {"second": "floating", "enrolled_on": ENROLLED_ON}
    told = {**beside, "person_id": _member(sowing), "kept_at": word("外省支部")}
    sowing.plant("membership.take_second_place", people, told, organisation_id=branch)
    told = {**beside, "person_id": _member(sowing), "kept_at": word("外省支部"), "organisation_id": branch}
    sowing.plant_record("membership.import_members", {**_record(), **told})
    asked = {"to_organisation_id": branch, "came_from": word("外省支部"), "letter": "介〔2011〕7号"}
    transfer = sowing.plant("membership.ask_transfer", people, asked, person_id=_member(sowing))["transfer_id"]
    sowing.plant("membership.refuse_transfer", people, {"reason": word("党费未结清")}, transfer_id=transfer)


def _member(sowing: Sowing) -> str:
    told = {"name": sowing.seeds.name(), "home_area": sowing.community, "party_member": True}
    return str(sowing.registrar.done(sowing.registrar.post("/people", told))["person_id"])


def _visits(sowing: Sowing) -> None:
    secretary, branch = sowing.secretary, sowing.city.as_role("branch_secretary")
    door = {"parent_id": _building(sowing), "kind": "household", "name": f"privacy-{uuid4().hex[:6]}"}
    home = secretary.done(secretary.post("/areas", door))["area_id"]
    raised = secretary.done(secretary.post(f"/areas/{home}/household-visits", {"kind": "hardship"}))
    made = {"note": sowing.seeds.note(), "wishes": ["policy"], "follow_up": "worry"}
    sowing.plant("membership.make_visit", branch, made, visit_id=raised["visit_id"])
    past = {"household_id": home, "kind": "everybody", "made_at": sowing.city.today().isoformat()}
    sowing.plant_record("membership.import_visits", {**_record(), **past, "note": sowing.seeds.note()})


def _building(sowing: Sowing) -> str:
    buildings = sowing.secretary.get("/areas", below=sowing.community, kind="building", limit=1)
    return str(sowing.secretary.done(buildings)["items"][0]["area_id"])


def _second_factor(sowing: Sowing) -> None:
    """Somebody gets an authenticator and signs in by a recovery code. A code of the moment has six digits: too few to be
    looked for."""
    city, seeds = sowing.city, sowing.seeds
    account = {"username": f"sown-{uuid4().hex[:8]}", "password": seeds.password()}
    sowing.secretary.done(sowing.secretary.post("/accounts", account))
    owner = Citizen(city.base_url, {**account, "role": "nobody"}, lambda: None, lambda: city.clock.now().timestamp())
    try:
        enrolled = sowing.plant("membership.enrol_second_factor", owner, {"password": account["password"]})
        code = pyotp.TOTP(enrolled["secret"]).at(city.clock.now())
        spare = sowing.plant("membership.confirm_second_factor", owner, {"code": code})["recovery_codes"]
        refused = owner.post("/auth/token", account)
        assert (refused.status_code, refused.json()["code"]) == (401, "second_factor_required")
        ticket = refused.json()["ticket"]
        seeds.secrets |= {enrolled["secret"], ticket, *spare, *(code.replace("-", "") for code in spare)}
        proof = {"ticket": ticket, "code": spare[0], "device": seeds.word("Firefox")}
        tokens = sowing.plant("membership.prove_second_factor", owner, proof)
        seeds.secrets.add(tokens["refresh_token"])
    finally:
        owner.close()
