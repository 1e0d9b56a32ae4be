"""Rolls through the door: who is enrolled where, who sees it, and that no event says whose place it is."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from contracts.membership import operations as ops
from contracts.membership.events import MemberEnrolledV1, MemberLeftV1
from contracts.volunteering.events import TeamDisbandedV1, TeamFormedV1
from kernel.ids import uuid7
from runtime.testing.plans import statements


@pytest.fixture
def tree(city: Any) -> Any:
    """A committee, a branch and a group of it, a functional branch, and a branch elsewhere."""
    officer = city.by("city_officer", "city")
    for key, area, kind, parent in (
        ("committee", "community", "party_committee", None),
        ("branch", "community", "party_branch", "committee"),
        ("group", "building", "party_group", "branch"),
        ("functional", "community", "functional_branch", "committee"),
        ("foreign", "elsewhere", "party_branch", None),
    ):
        body = {"area_id": city.areas[area], "kind": kind, "name": key, "founded_on": "2030-01-01"}
        body["parent_id"] = city.areas[parent] if parent else None
        made = city.done(ops.register_organisation, officer, **body)
        city.areas[key] = UUID(made["organisation_id"])
    return city


def enrol(city: Any, where: str, person: UUID, by: Any = None, **more: Any) -> Any:
    body = {"organisation_id": city.areas[where], "person_id": person} | more
    return city.door.call(ops.enrol_member, by or city.by("community_secretary"), **body)


def leave(city: Any, seat: str, **more: Any) -> Any:
    body = {"seat_id": seat, "reason": "transferred"} | more
    return city.door.call(ops.leave_roll, city.by("community_secretary"), **body)


def roll(city: Any, by: Any, **query: Any) -> list[str]:
    return [member["person_name"] for member in city.done(ops.list_members, by, **query)["items"]]


def test_everybody_has_one_main_place_and_others_beside_it(tree: Any) -> None:
    member = tree.register("陈党员", party_member=True)
    seat = enrol(tree, "branch", member, enrolled_on="2031-01-01").data
    assert (seat["main"], seat["organisation_kind"], seat["person_name"]) == (True, "party_branch", "陈党员")
    assert enrol(tree, "branch", member).code in ("enrolled_already", "enrolled_elsewhere")
    assert enrol(tree, "group", member).code == "enrolled_elsewhere"
    assert enrol(tree, "functional", member).data["main"] is False
    assert leave(tree, seat["seat_id"], left_on="2031-01-01").code == "member_days_wrong"
    assert leave(tree, seat["seat_id"], left_on="2031-06-01").ok
    assert leave(tree, seat["seat_id"]).code == "member_left"
    assert enrol(tree, "group", member, enrolled_on="2031-05-31").code == "enrolled_elsewhere"
    assert enrol(tree, "group", member, enrolled_on="2031-06-01").ok
    assert [event["data"]["left_on"] for event in tree.door.emitted(MemberLeftV1)] == ["2031-06-01"]


def test_who_is_no_member_and_what_takes_none(tree: Any) -> None:
    neighbour, member = tree.register("邻居"), tree.register("党员", party_member=True)
    assert enrol(tree, "branch", neighbour).code == "not_a_party_member"
    assert enrol(tree, "branch", uuid7()).code == "person_unknown"
    assert enrol(tree, "committee", member).code == "organisation_takes_no_members"
    assert enrol(tree, "branch", member, enrolled_on="2029-12-31").code == "enrolled_before_founding"
    assert enrol(tree, "branch", member, enrolled_on="2031-06-16").code == "date_in_future"
    assert enrol(tree, "branch", member, team_id=uuid7()).code == "team_not_for_roll"


def test_members_of_a_functional_branch_come_from_teams(tree: Any) -> None:
    member, team = tree.register("合唱队员", party_member=True), uuid7()
    assert enrol(tree, "functional", member, team_id=team).code == "team_unknown"
    told = {"team_id": team, "name": "合唱队", "kind": "culture", "leader_id": None}
    tree.door.deliver(TeamFormedV1, aggregate_id=team, area=tree.areas["community"], payload=told)
    assert enrol(tree, "functional", member, team_id=team).data["team_id"] == str(team)
    tree.door.deliver(TeamDisbandedV1, aggregate_id=team, sample=True, payload={"team_id": team})
    assert enrol(tree, "functional", tree.register("二", party_member=True), team_id=team).code == "team_unknown"
    assert tree.door.parked() == []


def test_no_event_says_whose_place_it_is(tree: Any) -> None:
    member = tree.register("陈党员", party_member=True)
    enrol(tree, "branch", member)
    [told] = tree.door.emitted(MemberEnrolledV1)
    assert str(member) not in json.dumps(told)
    assert told["area"] == str(tree.areas["community"])


def test_a_grant_over_a_committee_reaches_its_groups_and_no_other(tree: Any) -> None:
    for where in ("branch", "group", "foreign"):
        by = tree.by("community_secretary", "street")
        assert enrol(tree, where, tree.register(f"{where}党员", party_member=True), by).ok
    keeper = tree.door.sign_in(("branch_secretary", "organisation", tree.areas["committee"]))
    assert sorted(roll(tree, keeper)) == sorted(["branch党员", "group党员"])
    assert roll(tree, keeper, of=tree.areas["group"]) == ["group党员"]
    assert roll(tree, keeper, within=tree.areas["elsewhere"]) == []
    own = tree.door.sign_in(("branch_secretary", "organisation", tree.areas["group"]))
    assert roll(tree, own) == ["group党员"]
    assert enrol(tree, "group", tree.register("新", party_member=True), keeper).ok
    assert enrol(tree, "branch", tree.register("新二", party_member=True), own).status == 403
    # Under another committee, it is reached no more.
    other = tree.door.sign_in(("branch_secretary", "organisation", tree.areas["foreign"]))
    assert roll(tree, other) == ["foreign党员"]
    officer = tree.by("city_officer", "city")
    tree.done(ops.move_organisation, officer, organisation_id=tree.areas["branch"], parent_id=None)
    assert roll(tree, keeper) == []


def test_rolls_are_nobody_elses_business(tree: Any) -> None:
    member = tree.register("陈党员", party_member=True)
    seat = enrol(tree, "branch", member).data["seat_id"]
    for stranger in (tree.by("resident"), tree.by("grid_worker"), tree.by("community_secretary", "elsewhere")):
        assert tree.door.call(ops.show_member, stranger, seat_id=seat).status == 404
    assert tree.door.call(ops.list_members, tree.by("grid_worker")).status == 403
    assert roll(tree, tree.by("community_secretary", "elsewhere")) == []
    assert tree.done(ops.show_member, tree.person(member), seat_id=seat)["person_name"] == "陈党员"


def test_an_organisation_with_members_is_not_dissolved_and_death_ends_places(tree: Any) -> None:
    member = tree.register("陈党员", party_member=True)
    enrol(tree, "group", member, enrolled_on="2031-01-01")
    officer, words = tree.by("city_officer", "city"), {"organisation_id": tree.areas["group"]}
    assert tree.door.call(ops.dissolve_organisation, officer, **words).code == "organisation_has_members"
    tree.done(ops.register_death, tree.by("registrar"), person_id=member, died_on="2031-06-01")
    assert roll(tree, tree.by("community_secretary")) == []
    assert roll(tree, tree.by("community_secretary"), on="2031-05-31") == ["陈党员"]
    assert tree.done(ops.dissolve_organisation, officer, **words)["dissolved_on"] == "2031-06-15"


def test_a_hundred_places_are_read_and_written_together(tree: Any) -> None:
    people = tree.import_people(
        *({"name": f"党员{n}", "home_area": str(tree.areas["household"]), "party_member": True} for n in range(100))
    )
    past = {"source": "名册", "organisation_id": str(tree.areas["branch"]), "enrolled_on": "2030-02-01"}
    ids = [result["id"] for result in people["results"]]
    records = [past | {"record_key": str(n), "person_id": one, "left_on": "2030-05-01"} for n, one in enumerate(ids)]
    with statements(tree.door.engine) as seen:
        assert tree.done(ops.import_members, tree.by("registrar"), records=records)["accepted"] == 100
    assert len(seen) < 40


def test_older_rolls_are_imported(tree: Any) -> None:
    words = {"source": "名册", "organisation_id": str(tree.areas["branch"])}
    member, second = (str(tree.register(name, party_member=True)) for name in ("甲", "乙"))
    records = [
        words | {"record_key": "1", "person_id": member, "enrolled_on": "2030-02-01", "left_on": "2031-01-01"},
        words | {"record_key": "2", "person_id": member, "enrolled_on": "2030-06-01"},
        words | {"record_key": "3", "person_id": second, "enrolled_on": "2030-06-01"},
        words | {"record_key": "4", "person_id": second, "enrolled_on": "2030-06-01", "organisation_id": str(uuid7())},
    ]
    reply = tree.done(ops.import_members, tree.by("registrar"), records=records)
    assert [result["outcome"] for result in reply["results"]] == ["accepted", "refused", "accepted", "refused"]
