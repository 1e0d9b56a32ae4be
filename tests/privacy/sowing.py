"""Plants values through every operation that takes them, and through all others as bad input."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx

from contracts import catalogue
from contracts.operations import Command, Operation
from tests.city.city import City, eventually
from tests.city.people import Citizen
from tests.privacy.mentorships import sow_mentorship
from tests.privacy.seeds import Seeds, confidential_operations, words_in


class Sowing:
    """`sown` says through which operations' fields a value was taken in; `refusals` are the answers to bad input, and
    `misplaced` what was told in it, where nothing confidential is asked for."""

    def __init__(self, city: City, seeds: Seeds) -> None:
        self.city = city
        self.seeds = seeds
        self.misplaced = Seeds(seeds.chance)
        self.sown: dict[str, set[str]] = {}
        self.refusals: list[httpx.Response] = []
        self.secretary = city.as_role("community_secretary")
        self.registrar = city.as_role("registrar")
        self.community = self._scope(self.secretary)
        self.person = ""
        self.pairing = ""
        self.elder = ""
        self.need = ""

    def everywhere(self) -> None:
        """Everything that takes a value, then everything that should not."""
        self._people()
        self._accounts()
        self._elders()
        self._pairings()
        sow_mentorship(self)
        self._needs()
        self._patrol()
        self._deeds()
        self._after_school()
        self._bad_input()

    def _people(self) -> None:
        told = {"home_area": self.community, "name": self.seeds.name(), "phone": self.seeds.phone()}
        told["identity_number"] = self.seeds.identity()
        self.person = self.plant("membership.register_person", self.registrar, told)["person_id"]
        again = {"name": self.seeds.name(), "phone": self.seeds.phone(), "identity_number": self.seeds.identity()}
        tag = self.registrar.get(f"/people/{self.person}").headers["etag"]
        self.plant("membership.correct_person", self.registrar, again, If_Match=tag, person_id=self.person)
        wrong = {"field": "name", "value": self.seeds.name(), "paper": "更正申请"}
        self.plant("membership.ask_correction", self.registrar, wrong, person_id=self.person)
        record = {
            "record_key": uuid4().hex,
            "source": "privacy",
            "home_area": self.community,
            "name": self.seeds.name(),
        }
        record |= {"phone": self.seeds.phone(), "identity_number": self.seeds.identity()}
        self.plant_record("membership.import_people", record)

    def _accounts(self) -> None:
        first, second = self.seeds.password(), self.seeds.password()
        name = f"sown-{uuid4().hex[:8]}"
        self.plant("membership.open_account", self.secretary, {"username": name, "password": first})
        signed_in = {"username": name, "password": first, "device": self.seeds.word("Firefox")}
        tokens = self.plant("membership.sign_in", self.secretary, signed_in)
        self.seeds.secrets.add(tokens["refresh_token"])
        again = {"refresh_token": tokens["refresh_token"]}
        tokens = self.plant("membership.refresh_session", self.secretary, again)
        self.seeds.secrets.add(tokens["refresh_token"])
        account = {"username": name, "password": first, "role": "nobody"}
        owner = Citizen(self.city.base_url, account, lambda: None, lambda: self.city.clock.now().timestamp())
        try:
            self.plant("membership.change_password", owner, {"old_password": first, "new_password": second})
        finally:
            owner.close()

    def _elders(self) -> None:
        told = {"person_id": self.person, "area_id": self.community, "living": "alone"}
        self.elder = self.plant("eldercare.register_elder", self.secretary, told)["elder_id"]
        issued = {"kind": "convenience_service"}
        code = self.plant("eldercare.issue_card", self.secretary, issued, elder_id=self.elder)["code"]
        self.seeds.codes.add(code)
        self.plant("eldercare.verify_card", self.secretary, {"code": code})

    def _pairings(self) -> None:
        helper = self.registrar.done(
            self.registrar.post("/people", {"name": self.seeds.name(), "home_area": self.community})
        )["person_id"]
        told = {"area_id": self.community, "helper_kind": "person", "helper_id": helper, "helped_kind": "student"}
        today = self.city.today().date()
        live = {**told, "helped_id": self.person, "goal": self.seeds.note(), "started_on": today.isoformat()}
        self.pairing = self.plant("volunteering.start_pairing", self.secretary, live)["pairing_id"]
        other = {**told, "helper_id": self.person, "helped_id": helper}
        record = {**other, "goal": self.seeds.note(), "started_on": "2009-03-01"}
        record |= {
            "record_key": uuid4().hex,
            "source": "privacy",
            "ended_on": "2009-06-01",
            "end_reason": "moved_away",
        }
        self.plant_record("volunteering.import_pairings", record)

    def _needs(self) -> None:
        body = {"area_id": self.community, "name": f"privacy-{uuid4().hex[:6]}", "kind": "convenience"}
        station = self._eventually(self.secretary, "/stations", body)["station_id"]
        told = {"category": "general", "text": self.seeds.note(), "asker_id": self.person}
        self.need = self.plant("volunteering.raise_need", self.secretary, told, station_id=station)["need_id"]

    def _patrol(self) -> None:
        people = self.registrar
        member = people.done(people.post("/people", {"name": self.seeds.name(), "home_area": self.community}))
        volunteer = {"person_id": member["person_id"]}
        self._eventually(self.secretary, "/volunteers", volunteer)
        body = {"area_id": self.community, "name": f"privacy-{uuid4().hex[:6]}", "kind": "patrol"}
        team = self._eventually(self.secretary, "/teams", {**body, "leader_id": member["person_id"]})["team_id"]
        tomorrow = (self.city.today() + timedelta(days=1)).date()
        plan = {"team_id": team, "area_id": self.community, "night": tomorrow.isoformat()}
        shift = self._eventually(self.secretary, "/shifts", plan)["shift_id"]
        place = {"latitude": self.seeds.degrees(26), "longitude": self.seeds.degrees(117)}
        point = {"area_id": self.community, "name": f"privacy-{uuid4().hex[:6]}", "latitude": 26.1, "longitude": 117.1}
        checkpoint = self._eventually(self.secretary, "/checkpoints", {**point, "system": "wgs84"})["checkpoint_id"]
        self.city.clock.advance_to(self.city.evening(19, 31, days=1))
        seen = {**volunteer, "at": self.city.today().isoformat(), "position": {**place, "system": "wgs84"}}
        check_in = {**seen, "checkpoint_id": checkpoint}
        self.plant("patrol.record_check_in", self.secretary, check_in, shift_id=shift)

    def _deeds(self) -> None:
        told = {"area_id": self.community, "board": "kindness", "doer_id": self.person, "story": self.seeds.note()}
        self.plant("volunteering.tell_deed", self.city.as_role("resident"), told)

    def _after_school(self) -> None:
        """A child is fetched by its mother, who signs for it."""
        people, team = (
            self.registrar,
            self.secretary.done(self.secretary.get("/teams", area_id=self.community, limit=1)),
        )
        born = {"birth_date": f"{self.city.today().year - 8}-03-01", "home_area": self.community}
        child = people.done(people.post("/people", {**born, "name": self.seeds.name()}))["person_id"]
        mother = {"home_area": self.community, "name": self.seeds.name()}
        parent = people.done(people.post("/people", mother))["person_id"]
        account = {"username": f"sown-{uuid4().hex[:8]}", "password": self.seeds.password()}
        opened = self.secretary.done(self.secretary.post("/accounts", {**account, "person_id": parent}))["account_id"]
        guards = {"role": "guardian", "kind": "person", "scope": child}
        self.secretary.done(self.secretary.post(f"/accounts/{opened}/grants", guards))
        body = {"area_id": self.community, "team_id": team["items"][0]["team_id"], "name": f"privacy-{uuid4().hex[:6]}"}
        days = {"weekdays": [1, 2, 3, 4, 5, 6, 7], "closes": "23:59:00", "places": 1}
        school = self._eventually(self.secretary, "/after-schools", {**body, **days})["after_school_id"]
        signed_in = {**account, "role": "guardian"}
        guardian = Citizen(self.city.base_url, signed_in, lambda: None, lambda: self.city.clock.now().timestamp())
        asked = {"person_id": child, "weekdays": days["weekdays"]}
        try:
            place = self._eventually(guardian, f"/after-schools/{school}/places", asked)["school_place_id"]
        finally:
            guardian.close()
        self.secretary.done(self.secretary.post(f"/school-places/{place}/arrivals"))
        signed = {"picker_id": parent, "signature": self.seeds.stroke()}
        self.plant("volunteering.sign_pick_up", self.secretary, signed, school_place_id=place)

    def _bad_input(self) -> None:
        """Every command with planted words in all its fields and in one it does not have; lists asked for by them."""
        told = self.misplaced
        name, phone, _, _ = told.name(), told.phone(), told.identity(), told.note()
        for operation in (one for one in catalogue.operations() if one.example):
            words = self._misplaced(operation)
            path = operation.path
            for parameter in operation.path_parameters:
                path = path.replace(f"{{{parameter}}}", str(words.pop(parameter, "") or uuid4()))
            if isinstance(operation, Command):
                headers = {"Idempotency-Key": str(uuid4()), "If-Match": '"v1"'}
                reply = self.registrar.request(operation.http_method, path, json=words, headers=headers)
            else:
                reply = self.registrar.request("GET", path, params=words)
            self.refusals.append(reply)
        self.refusals.append(
            self.registrar.request(
                "POST",
                "/people",
                content=f'{{"name": "{name}", "phone": {phone}'.encode(),
                headers={"Content-Type": "application/json", "Idempotency-Key": str(uuid4())},
            )
        )

    def _misplaced(self, operation: Operation) -> dict[str, Any]:
        bad = sorted(self.misplaced.all)
        words: dict[str, Any] = {name: bad[place % len(bad)] for place, name in enumerate(sorted(operation.example))}
        words.update({name: str(uuid4()) for name in operation.path_parameters})
        return {**words, "remark": bad[0]}

    def plant(self, name: str, who: Citizen, told: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """Do it, again while another service has not heard yet of what it is about; remember which fields were taken."""
        operation = next(one for one in catalogue.operations() if one.name == name)
        path = operation.path.format(**{key: more.pop(key) for key in operation.path_parameters})
        reply = self._eventually(who, path, told, operation.http_method, **more)
        self._note(name, told)
        return reply

    def plant_record(self, name: str, record: Mapping[str, Any]) -> None:
        operation = next(one for one in catalogue.operations() if one.name == name)
        reply: dict[str, Any] = {}

        def taken() -> bool:
            reply.update(self.registrar.done(self.registrar.post(operation.path, {"records": [record]})))
            return bool(reply["accepted"])

        eventually(taken, lambda: str(reply))
        self._note(name, record)

    def _note(self, name: str, told: Mapping[str, Any]) -> None:
        fields = confidential_operations().get(name, set())
        self.sown.setdefault(name, set()).update(word for word, _ in words_in(told) if word in fields)

    def _eventually(
        self, who: Citizen, path: str, told: Mapping[str, Any], method: str = "POST", **headers: Any
    ) -> dict[str, Any]:
        last: list[httpx.Response] = []

        def ask() -> bool:
            sent = {"Idempotency-Key": str(uuid4())} | {key.replace("_", "-"): text for key, text in headers.items()}
            last[:] = [who.request(method, path, json=dict(told), headers=sent)]
            return last[0].status_code < 300

        eventually(ask, lambda: f"{path}: {last[0].status_code} {last[0].text}")
        return dict(last[0].json()) if last[0].content else {}

    @staticmethod
    def _scope(who: Citizen) -> str:
        return str(next(grant["scope"] for grant in who.done(who.get("/me"))["grants"] if grant["kind"] == "area"))
