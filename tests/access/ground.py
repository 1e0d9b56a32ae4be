"""Rows to ask for: of each resource one in 圳尾社区, where most roles are held, and one in the sibling 列东社区.

They are found in the city's lists. What the demo has not is entered by an officer whom it befits, of years gone by or
without consequence: no figure of the year that other tests read may move.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from contracts.catalogue import SERVICES
from tests.access import pairs
from tests.access.bodies import rows_of_organisations, rows_of_rights
from tests.access.callers import Caller, given_by_two
from tests.access.common_life import rows_of_common_life
from tests.access.mentorships import row_of_mentorship
from tests.access.neighbours import account_of_somebody, expired, first_of_others, former, held_by_anybody
from tests.access.places import KIN, NEIGHBOUR, OWN, PARENT, SIBLING
from tests.access.programmes import rows_of_programmes
from tests.city.city import eventually

DESK, PENCILS = "核对柜台", 2
Row = dict[str, Any]
Rows = dict[str, Row]
AREAS = {
    ("membership", "AreaRecord"): "area_id",
    ("membership", "ParentArea"): "parent_id",
    ("membership", "HomeArea"): "home_area",
    ("membership", "Household"): "area_id",
    ("reporting", "Account"): "area",
    **{(service, "Area"): "area_id" for service in ("membership", "volunteering", "eldercare", "patrol", "cobuilding")},
}
"""Resources that are areas, and the key under which each asks for one."""


class Ground:
    """All rows by service and resource, then by where they lie. `kin` is a row of somebody whom a role acts for, `parent`
    lies in the street above both communities, `neighbour` in the own one and belongs to somebody who is no caller."""

    def __init__(self, callers: Mapping[str, Caller], call_for_help: Callable[[str], str]) -> None:
        self.callers = callers
        found = callers["street_officer"].get("/areas", kind="community")["items"]
        self.communities = {
            place: next(area["area_id"] for area in found if area["name"] == name)
            for place, name in ((OWN, "圳尾社区"), (SIBLING, "列东社区"))
        }
        self.rows: dict[tuple[str, str], Rows] = {
            # What may be opened in a street as in a community would be opened: volunteering's banks and shops.
            of: {
                place: {key: area, "area_id": area}
                for place, area in (self.communities if of[0] == "volunteering" else self._places()).items()
            }
            for of, key in AREAS.items()
        }
        self._of_membership()
        self._of_volunteering()
        self._of_banks()
        self._of_shops()
        self._of_others()
        self._of_organisations()
        self._of_the_street()
        self._of_neighbours()
        self._of_pairs(call_for_help)
        for service in SERVICES:
            people = self.rows["membership", "Person"].items()
            self.rows[service, "Holder"] = {place: {**row, "held_of": row["person_id"]} for place, row in people}
        self.paths = self._paths()
        street = callers["street_officer"]
        self.former, self.revoked_token = former(street, street.http, self.communities[OWN])
        self.expired_token = expired(street, street.http, self.communities[OWN])

    def path(self, area: str) -> str:
        """The path of any area."""
        if area not in self.paths:
            self.paths[area] = self.callers["city_officer"].get(f"/areas/{area}")["path"]
        return self.paths[area]

    def _places(self) -> dict[str, str]:
        (street,) = self.callers["street_officer"].who.scopes("area")
        return {**self.communities, PARENT: street}

    def _put(self, service: str, resource: str, place: str, row: Row) -> Row:
        row = {**row, "area": row.get("area_id")}
        self.rows.setdefault((service, resource), {})[place] = row
        return row

    def _first(self, role: str, path: str, place: str, **words: Any) -> Row:
        items = self.callers[role].get(path, area_id=self.communities[place], **{"limit": 1, **words})["items"]
        assert items, f"no {path} in {place}"
        return items[0]

    def _of_membership(self) -> None:
        street, registrar = self.callers["street_officer"], self.callers["registrar"]
        sibling = self._first("street_officer", "/volunteers", SIBLING)["person_id"]
        helped = next(iter(self.callers["family"].who.scopes("person")))
        for place, person in ((OWN, self.callers["volunteer"].who.person), (SIBLING, sibling), (KIN, helped)):
            known = self._put("membership", "Person", place, registrar.get(f"/people/{person}"))
            if place != KIN:  # no volunteer yet, and may not become one
                self._put("volunteering", "Person", place, known)
        for place, area in self.communities.items():
            organisation = {"area_id": area, "kind": "residents_committee", "name": f"议事会{uuid4().hex[:6]}"}
            self._put("membership", "Organisation", place, registrar.post("/organisations", organisation))
            self._put("membership", "Post", place, self._first("street_officer", "/posts", place))
            self._put("membership", "Pledge", place, self._first("street_officer", "/pledges", place))
            self._account(self.callers["community_secretary" if place == OWN else "street_officer"], place, area)
        unit = next(iter(self.callers["unit_contact"].who.scopes("unit")))
        self._put("membership", "Claim", OWN, street.get("/claims", unit_id=unit, all=True)["items"][0])
        self._put("membership", "Claim", SIBLING, self._first("street_officer", "/claims", SIBLING))
        resident = self.callers["resident"].who.person
        self._put("membership", "Claim", KIN, street.get("/claims", person_id=resident)["items"][0])

    def _account(self, giver: Caller, place: str, area: str) -> None:
        """An account that may be closed, with a grant that may be revoked, and a proposal that is past all change."""
        account = giver.post("/accounts", {"username": f"shortlived{uuid4().hex[:8]}", "password": uuid4().hex})
        grant = {"role": "grid_worker", "kind": "area", "scope": area}
        given = given_by_two(giver, self.callers["city_officer"], account["account_id"], grant)
        self._put("membership", "Account", place, account)
        self._put("membership", "Grant", place, {**given, "area_id": area})
        proposed = {"role": "volunteer", "kind": "area", "scope": area}
        proposal = giver.post(f"/accounts/{account['account_id']}/grant-proposals", proposed)
        withdrawn = giver.post(f"/grant-proposals/{proposal['proposal_id']}/withdrawal", {})
        self._put("membership", "GrantProposal", place, {**withdrawn, "area_id": area})

    def _of_organisations(self) -> None:
        for place, area in self.communities.items():
            for resource, row in rows_of_organisations(self.callers, self._imported, area).items():
                self._put("membership", resource, place, row)
            for resource, row in rows_of_rights(self.callers["registrar"], area).items():
                self._put("membership", resource, place, row)

    def _of_volunteering(self) -> None:
        leader, street = self.callers["team_leader"], self.callers["street_officer"]
        team = leader.get(f"/teams/{next(iter(leader.who.scopes('team')))}")
        teams = {OWN: team, SIBLING: self._first("street_officer", "/teams", SIBLING)}
        for place, each in teams.items():
            self._put("volunteering", "Team", place, each)
            person = self.rows["volunteering", "Person"][place]["person_id"]
            self._sheet(each, place, self.communities[place], person)
            self._put("volunteering", "Pairing", place, self._pairing(place, self.communities[place], person))
            mentorship = row_of_mentorship(self.callers, self.communities[place], known=place == OWN)
            self._put("volunteering", "Mentorship", place, mentorship)
            self._needs(place, each, self.communities[place])
            self._put("volunteering", "Child", place, self.rows["volunteering", "Person"][place])
            for resource, row in rows_of_programmes(street, each, self.communities[place]).items():
                self._put("volunteering", resource, place, row)
        self._put("volunteering", "Volunteer", OWN, self.callers["volunteer"].get("/volunteers")["items"][0])
        self._put("volunteering", "Volunteer", SIBLING, self._first("street_officer", "/volunteers", SIBLING))
        for place in self.communities:
            self._learning(place, self.communities[place])

    def _learning(self, place: str, area: str) -> None:
        about = (self.rows["volunteering", kept][place] for kept in ("Volunteer", "Team"))
        for resource, row in rows_of_common_life(self.callers, self._imported, area, *about).items():
            self._put("volunteering", resource, place, row)

    def _needs(self, place: str, team: Row, area: str) -> None:
        """A closed station, and a need that was withdrawn after somebody of the team had declined to help."""
        street = self.callers["street_officer"]
        body = {"area_id": area, "name": f"核对站{uuid4().hex[:6]}", "kind": "convenience"}
        station = street.post("/stations", body)
        asker = self.rows["volunteering", "Person"][place]["person_id"]
        asked = {"category": "general", "text": "权限核对", "asker_id": asker}
        need = street.post(f"/stations/{station['station_id']}/needs", asked)
        street.post(f"/needs/{need['need_id']}/accept", {})
        times = {"starts_at": "2099-12-01T01:00:00+00:00", "ends_at": "2099-12-01T02:00:00+00:00"}
        roster = [seat["person_id"] for seat in street.get(f"/teams/{team['team_id']}")["roster"]]
        helper = next(person for person in (team["leader_id"], *roster) if person != asker)
        match = street.post(f"/needs/{need['need_id']}/matches", {"person_id": helper, **times})
        street.post(f"/matches/{match['match_id']}/decline", {"reason": "away"})
        street.post(f"/needs/{need['need_id']}/close", {"result": "withdrawn"})
        street.post(f"/stations/{station['station_id']}/close", {})
        self._put("volunteering", "Match", place, match)
        self._put("volunteering", "Station", place, station)
        self._put("volunteering", "Need", place, {**need, "asker_id": asker, "keeper_id": None})

    def _sheet(self, team: Row, place: str, area: str, person: str) -> None:
        """An attendance with its activity and sign-up."""
        sheet = self._attendance(team, area, person)
        activity = self.callers["street_officer"].get(f"/activities/{sheet['activity_id']}")
        self._put("volunteering", "Activity", place, activity)
        known = {"team_id": activity["team_id"], "leader_id": activity["leader_id"], "area_id": activity["area_id"]}
        self._put("volunteering", "Attendance", place, {**sheet, **known})
        self._put("volunteering", "SignUp", place, {**sheet, **known})

    def _attendance(self, team: Row, area: str, person: str) -> Row:
        """Hours of 2010 that were approved and struck: nothing more can become of them."""
        record = {
            "record_key": f"{area} {person}",
            "source": "权限核对",
            "activity_key": f"{area} {person}",
            "team_id": team["team_id"],
            "area_id": area,
            "title": "旧年清扫",
            "person_id": person,
            "minutes": 60,
            "reversed_for": "recorded_in_error",
            "starts_at": "2010-05-01T01:00:00+00:00",
            "ends_at": "2010-05-01T03:00:00+00:00",
            "checked_in_at": "2010-05-01T00:55:00+00:00",
        }
        signed = self._imported("/attendances/imports", record)  # the id of the line's sign-up
        listed = self.callers["street_officer"].get("/attendances", person_id=person, area_id=area, limit=200)["items"]
        row: Row = next(each for each in listed if each["checked_in_at"].startswith("2010-05-01"))
        return {**row, "sign_up_id": signed}

    def _pairing(self, place: str, area: str, helper: str) -> Row:
        """A pairing of 2009 that ended."""
        households = self.callers["street_officer"].get("/areas", below=area, kind="household", limit=1)["items"]
        record = {
            "record_key": place,
            "source": "权限核对",
            "area_id": area,
            "helper_kind": "person",
            "helper_id": helper,
            "helped_kind": "household",
            "helped_id": households[0]["area_id"],
            "started_on": "2009-03-01",
            "ended_on": "2009-04-01",
            "end_reason": "moved_away",
        }
        made = self._imported("/pairings/imports", record)
        return {"pairing_id": made, "area_id": area, "helper_id": helper}

    def _of_banks(self) -> None:
        """A love bank with an account that holds nothing."""
        street = self.callers["street_officer"]
        for place, area in self.communities.items():
            known = street.get("/banks", area_id=area)["items"]
            bank = self._put(
                "volunteering", "Bank", place, known[0] if known else street.post("/banks", {"area_id": area})
            )
            person = self.rows["volunteering", "Person"][place]["person_id"]
            self._put("volunteering", "BankAccount", place, self._bank_account(bank, area, person))

    def _bank_account(self, bank: Row, area: str, person: str) -> Row:
        street = self.callers["street_officer"]
        known = street.get("/bank-accounts", area_id=area, person_id=person)["items"]
        return known[0] if known else street.post(f"/banks/{bank['bank_id']}/accounts", {"person_id": person})

    def _of_shops(self) -> None:
        """A desk with two pencils, of which one is reserved, the other a neighbour's; and an entitlement that has ended."""
        street = self.callers["street_officer"]
        for place, area in self.communities.items():
            shop = street.post("/shops", {"area_id": area, "name": DESK, "kind": "desk"})
            goods = {"code": "pencil", "name": "铅笔", "unit": "支", "minutes_each": 0}
            stock = street.post(f"/shops/{shop['shop_id']}/stock", goods)
            batch = street.post(f"/stock/{stock['stock_id']}/batches", {"number": PENCILS, "value_fen_each": 0})
            person = self.rows["volunteering", "Person"][place]["person_id"]
            reserved = self._reservation(shop, stock, person)
            helped = {"area_id": area, "person_id": person, "category": "hardship"}
            days = {"valid_from": "2009-03-01", "valid_until": "2009-04-30"}
            entitlement = street.post("/entitlements", {**helped, **days})
            end = f"/entitlements/{entitlement['entitlement_id']}/end"
            rows = {"Shop": shop, "Stock": stock, "Batch": batch, "Reservation": reserved}
            rows["Entitlement"] = street.post(end, {"reason": "no_longer_in_need"})
            for resource, row in rows.items():
                self._put("volunteering", resource, place, row)

    def _reservation(self, shop: Row, stock: Row, person: str) -> Row:
        wanted = {"goods": [{"stock_id": stock["stock_id"], "number": 1}], "person_id": person}
        return self.callers["street_officer"].post(f"/shops/{shop['shop_id']}/reservations", wanted)

    def _imported(self, path: str, record: Row) -> str:
        told: Row = {}

        def taken() -> bool:
            told.update(self.callers["registrar"].post(path, {"records": [record]}))
            return bool(told["accepted"] + told["repeated"] == 1)

        eventually(taken, lambda: str(told))
        made: str = told["results"][0]["id"]
        return made

    def _of_others(self) -> None:
        street, family = self.callers["street_officer"], self.callers["family"]
        captain = self.callers["patrol_captain"]
        patrol = next(iter(captain.who.scopes("team")))
        self._put("patrol", "Team", OWN, street.get(f"/teams/{patrol}"))
        self._put("patrol", "Team", SIBLING, self._first("street_officer", "/teams", SIBLING, kind="patrol"))
        unit = next(iter(self.callers["unit_contact"].who.scopes("unit")))
        self._put("cobuilding", "Unit", OWN, street.get(f"/units/{unit}"))
        self._put("cobuilding", "Unit", SIBLING, self._first("street_officer", "/units", SIBLING))
        elders = {OWN: family.get("/elders")["items"][0]["elder_id"], SIBLING: self._elder()}
        for place, area in self.communities.items():
            self._put("patrol", "Shift", place, self._first("street_officer", "/shifts", place))
            point = {"area_id": area, "name": f"核对点{uuid4().hex[:6]}", "latitude": 26.26, "longitude": 117.63}
            self._put("patrol", "Checkpoint", place, street.post("/checkpoints", {**point, "system": "gcj02"}))
            elder = street.get(f"/elders/{elders[place]}")
            self._put("eldercare", "Elder", place, elder)
            known = {"area_id": elder["area_id"], "person_id": elder["person_id"]}
            self._put("eldercare", "Card", place, {**elder["cards"][0], **known})
        self._put("cobuilding", "Agreement", OWN, self._first("street_officer", "/agreements", OWN))
        self._put("cobuilding", "Agreement", SIBLING, self._agreement())

    def _of_the_street(self) -> None:
        street, area = self.callers["street_officer"], self._places()[PARENT]
        organisation = {"area_id": area, "kind": "residents_committee", "name": f"联席会{uuid4().hex[:6]}"}
        self._put("membership", "Organisation", PARENT, street.post("/organisations", organisation))
        self._account(self.callers["district_officer"], PARENT, area)

    def _of_neighbours(self) -> None:
        area, held = self.communities[OWN], held_by_anybody(self.callers)
        street, registrar = self.callers["street_officer"], self.callers["registrar"]

        def other(path: str, **words: Any) -> Row:
            return first_of_others(street.get(path, area_id=area, limit=100, **words)["items"], held)

        volunteer, team, patrol = other("/volunteers"), other("/teams"), other("/teams", kind="patrol")
        person = registrar.get(f"/people/{volunteer['person_id']}")
        elder = street.get(f"/elders/{other('/elders')['elder_id']}")
        account = account_of_somebody(self.callers["community_secretary"], registrar, area)
        bank, shop, stock = (self.rows["volunteering", kept][OWN] for kept in ("Bank", "Shop", "Stock"))
        programmes = rows_of_programmes(street, team, area)
        for service, resource, row in (
            ("membership", "Person", person),
            ("membership", "Claim", other("/claims")),
            ("membership", "Account", account),
            ("volunteering", "Person", person),
            ("volunteering", "Child", person),
            ("volunteering", "Camp", programmes["Camp"]),
            ("volunteering", "ActivitySeries", programmes["ActivitySeries"]),
            ("volunteering", "Volunteer", volunteer),
            ("volunteering", "Team", team),
            ("volunteering", "Pairing", self._pairing(NEIGHBOUR, area, volunteer["person_id"])),
            ("volunteering", "Mentorship", row_of_mentorship(self.callers, area, known=False)),
            ("volunteering", "BankAccount", self._bank_account(bank, area, volunteer["person_id"])),
            ("volunteering", "Reservation", self._reservation(shop, stock, volunteer["person_id"])),
            ("patrol", "Team", patrol),
            ("patrol", "Shift", self._other_shift(patrol["team_id"])),
            ("eldercare", "Elder", elder),
            ("eldercare", "Card", {**elder["cards"][0], "area_id": area, "person_id": elder["person_id"]}),
            ("cobuilding", "Unit", other("/units")),
        ):
            self._put(service, resource, NEIGHBOUR, row)
        self._sheet(team, NEIGHBOUR, area, volunteer["person_id"])
        self._needs(NEIGHBOUR, team, area)
        self._learning(NEIGHBOUR, area)

    def _of_pairs(self, call: Callable[[str], str]) -> None:
        areas = {**self.communities, NEIGHBOUR: self.communities[OWN]}
        teams = {place: self.rows["volunteering", "Team"][place]["team_id"] for place in areas}
        for resource, place, row in pairs.rows_of(self.callers, areas, teams, call):
            self._put("volunteering", resource, place, row)

    def _other_shift(self, team: str) -> Row:
        """A night of 2009 of another patrol team."""
        record = {
            "record_key": NEIGHBOUR,
            "source": "权限核对",
            "area_id": self.communities[OWN],
            "team_id": team,
            "night": "2009-05-04",
        }
        made = self._imported("/shifts/imports", record)  # patrol may hear of the team a moment later
        return self.callers["street_officer"].get(f"/shifts/{made}")

    def _elder(self) -> str:
        """An elder of the sibling community with a card; the demo has none there."""
        street = self.callers["street_officer"]
        known = street.get("/elders", area_id=self.communities[SIBLING])["items"]
        if known:
            return str(known[0]["elder_id"])
        record = {
            "record_key": SIBLING,
            "source": "权限核对",
            "area_id": self.communities[SIBLING],
            "person_id": self.rows["membership", "Person"][SIBLING]["person_id"],
            "living": "alone",
            "registered_on": "2010-01-05",
            "cards": [{"kind": "convenience_service", "issued_on": "2010-02-01"}],
        }
        return self._imported("/elders/imports", record)

    def _agreement(self) -> Row:
        unit = self.rows["cobuilding", "Unit"][SIBLING]["unit_id"]
        key = {"record_key": SIBLING, "source": "权限核对", "unit_id": unit}
        signed = {"obligations": ["open_venue"], "signed_on": "2009-03-05", "ends_on": "2010-03-04"}
        made = self._imported("/agreements/imports", {**key, **signed})
        row: Row = self.callers["street_officer"].get(f"/agreements/{made}")
        return row

    def _paths(self) -> dict[str, str]:
        """The paths of all areas that rows lie in and grants are held at."""
        reader = self.callers["city_officer"]
        wanted = {scope for caller in self.callers.values() for scope in caller.who.scopes("area")}
        for rows in self.rows.values():
            for row in rows.values():
                wanted |= {row[name] for name in ("area_id", "area", "home_area") if row.get(name)}
        return {area: reader.get(f"/areas/{area}")["path"] for area in sorted(wanted)}
