"""Second places and transfers through the door: who may have which, who lets go and who takes, and what is told of it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from contracts.membership import operations as ops
from contracts.membership.events import (
    IdentityHiddenV1,
    IdentityShownV1,
    MemberEnrolledV1,
    MemberLeftV1,
    MemberTransferredV1,
    RollDisclosedV1,
    SecondPlaceLeftV1,
    SecondPlaceTakenV1,
)
from kernel.ids import uuid7

OLD = {"enrolled_on": "2031-01-01"}


@pytest.fixture
def tree(city: Any) -> Any:
    """In the community a branch, a group of its building and a functional branch; a branch of a unit in the next one."""
    officer = city.by("city_officer", "city")
    for key, area, kind, parent in (
        ("committee", "community", "party_committee", None),
        ("branch", "community", "party_branch", "committee"),
        ("group", "building", "party_group", "branch"),
        ("functional", "community", "functional_branch", "committee"),
        ("work", "elsewhere", "party_branch", None),
    ):
        body = {"area_id": city.areas[area], "kind": kind, "name": key, "founded_on": "2030-01-01"}
        body["parent_id"] = city.areas[parent] if parent else None
        city.areas[key] = UUID(city.done(ops.register_organisation, officer, **body)["organisation_id"])
    return city


def enrol(city: Any, where: str, person: UUID) -> str:
    body = {"organisation_id": city.areas[where], "person_id": person} | OLD
    return str(city.done(ops.enrol_member, city.by("registrar", "street"), **body)["seat_id"])


def beside(city: Any, person: UUID, second: str = "in_service", where: str = "branch", **more: Any) -> Any:
    body = {"organisation_id": city.areas[where], "person_id": person, "second": second} | OLD | more
    return city.door.call(ops.take_second_place, city.by("branch_secretary"), **body)


def ask(city: Any, person: UUID, to: str = "branch", by: Any = None, **more: Any) -> Any:
    body = {"person_id": person, "to_organisation_id": city.areas[to]} | more
    return city.door.call(ops.ask_transfer, by or city.person(person), **body)


def act(city: Any, operation: Any, transfer: Any, at: str, **more: Any) -> Any:
    by = city.by("branch_secretary", at)
    return city.door.call(operation, by, transfer_id=transfer["transfer_id"], **more)


def test_a_member_in_service_is_registered_where_they_live_beside_their_main_roll(tree: Any) -> None:
    member = tree.register("林在职", party_member=True)
    enrol(tree, "work", member)
    seat = beside(tree, member).data
    assert (seat["main"], seat["second"], seat["kept_at"]) == (False, "in_service", None)
    [told] = tree.door.emitted(SecondPlaceTakenV1)
    assert told["data"]["second"] == "in_service"
    assert told["area"] == str(tree.areas["community"])
    assert str(member) not in json.dumps(told)
    assert len(tree.door.emitted(MemberEnrolledV1)) == 1
    assert beside(tree, member, where="group").code == "second_place_taken"
    by = tree.by("community_secretary")
    listed = tree.done(ops.list_members, by, second="in_service")["items"]
    assert [each["seat_id"] for each in listed] == [seat["seat_id"]]
    tree.done(ops.leave_roll, by, seat_id=seat["seat_id"], reason="entered_in_error")
    assert len(tree.door.emitted(SecondPlaceLeftV1)) == 1
    assert tree.door.emitted(MemberLeftV1) == []


def test_who_may_have_no_second_place(tree: Any) -> None:
    member = tree.register("林在职", party_member=True)
    assert beside(tree, member).code == "second_place_needs_first"
    assert beside(tree, member, kept_at="市人民医院党委", where="functional").code == "organisation_takes_no_members"
    assert beside(tree, member, kept_at="市人民医院党委", enrolled_on="2031-06-16").code == "date_in_future"
    assert beside(tree, tree.register("群众"), kept_at="市人民医院党委").code == "not_a_party_member"
    assert beside(tree, uuid7(), kept_at="市人民医院党委").code == "person_unknown"
    body = {"name": "邻社区", "home_area": tree.areas["elsewhere"], "party_member": True}
    far = tree.done(ops.register_person, tree.by("registrar", "street"), **body)["person_id"]
    assert beside(tree, far, kept_at="市人民医院党委").code == "not_living_there"
    at_home = tree.register("在册", party_member=True)
    enrol(tree, "group", at_home)
    assert beside(tree, at_home).code == "second_place_beside_first"
    enrol(tree, "work", member)
    assert beside(tree, member, "floating", kept_at="外省某支部").code == "enrolled_elsewhere"
    refused = {"organisation_id": tree.areas["branch"], "person_id": member, "second": "in_service"}
    assert tree.door.call(ops.take_second_place, tree.by("grid_worker"), **refused).status == 403


def test_a_floating_member_shows_themselves_and_nobody_else_counts_it_as_a_main_place(tree: Any) -> None:
    member, colleague = tree.register("周流动", party_member=True), tree.register("林在职", party_member=True)
    seat = beside(tree, member, "floating", kept_at="外省某支部").data["seat_id"]
    other = beside(tree, colleague, kept_at="市人民医院党委").data["seat_id"]
    assert tree.door.call(ops.disclose_roll, tree.person(colleague), seat_id=other).code == "member_not_main"
    tree.done(ops.disclose_roll, tree.person(member), seat_id=seat)
    assert [each["data"]["seat_id"] for each in tree.door.emitted(IdentityShownV1)] == [seat]
    assert tree.door.emitted(RollDisclosedV1) == []
    tree.done(ops.leave_roll, tree.by("branch_secretary"), seat_id=seat, reason="moved_away")
    assert [each["data"]["hidden_on"] for each in tree.door.emitted(IdentityHiddenV1)] == ["2031-06-15"]


def test_whoever_moves_to_another_community_leaves_their_second_place(tree: Any) -> None:
    member = tree.register("林在职", party_member=True, registered_on="2031-01-01")
    beside(tree, member, kept_at="市人民医院党委")
    by = tree.by("registrar", "street")
    within = {"person_id": member, "home_area": tree.areas["building"], "moved_on": "2031-02-01"}
    tree.done(ops.correct_person, by, if_match=1, **within)
    assert tree.door.emitted(SecondPlaceLeftV1) == []
    away = within | {"home_area": tree.areas["elsewhere"], "moved_on": "2031-03-01"}
    tree.done(ops.correct_person, by, if_match=2, **away)
    assert [each["data"]["left_on"] for each in tree.door.emitted(SecondPlaceLeftV1)] == ["2031-03-01"]


def test_second_places_of_older_rolls_are_imported(tree: Any) -> None:
    member = str(tree.register("林在职", party_member=True))
    record = {"source": "名册", "organisation_id": str(tree.areas["branch"]), "person_id": member} | OLD
    records = [
        record | {"record_key": "1", "second": "in_service"},
        record | {"record_key": "2", "second": "in_service", "kept_at": "市人民医院党委"},
        record | {"record_key": "3", "second": "floating", "kept_at": "外省某支部"},
    ]
    reply = tree.done(ops.import_members, tree.by("registrar"), records=records)
    codes = [each.get("code") for each in reply["results"]]
    assert codes[:2] == ["second_place_needs_first", None]
    assert codes[2] in ("second_place_taken", "enrolled_already")


def test_a_transfer_is_let_go_by_the_old_end_and_taken_by_the_new(tree: Any) -> None:
    member = tree.register("林在职", party_member=True)
    enrol(tree, "work", member)
    beside(tree, member)
    transfer = ask(tree, member).data
    assert (transfer["state"], transfer["due_on"], transfer["person_name"]) == ("asked", "2031-07-15", "林在职")
    assert ask(tree, member, "group").code == "transfer_pending"
    assert act(tree, ops.accept_transfer, transfer, "community").code == "transfer_not_released"
    assert act(tree, ops.release_member, transfer, "community").status == 403
    released = act(tree, ops.release_member, transfer, "elsewhere").data
    assert (released["state"], released["person_name"]) == ("released", "林在职")
    assert act(tree, ops.release_member, transfer, "elsewhere").code == "transfer_released_already"
    assert act(tree, ops.accept_transfer, transfer, "elsewhere").status == 403
    accepted = act(tree, ops.accept_transfer, transfer, "community").data
    assert (accepted["state"], accepted["person_name"]) == ("accepted", "林在职")
    assert act(tree, ops.refuse_transfer, transfer, "community", reason="迟了").code == "transfer_over"
    [told] = tree.door.emitted(MemberTransferredV1)
    assert told["area"] == str(tree.areas["community"])
    assert str(member) not in json.dumps(told)
    assert len(tree.door.emitted(MemberLeftV1)) == len(tree.door.emitted(SecondPlaceLeftV1)) == 1
    places = tree.done(ops.list_members, tree.by("registrar", "street"), person_id=member)["items"]
    assert [(each["main"], each["organisation_id"]) for each in places] == [(True, str(tree.areas["branch"]))]


def test_what_cannot_be_asked(tree: Any) -> None:
    member = tree.register("林在职", party_member=True)
    assert ask(tree, member).code == "transfer_from_nowhere"
    assert ask(tree, member, came_from="外省某支部").code == "transfer_from_nowhere"
    enrol(tree, "branch", member)
    assert ask(tree, member).code == "transfer_to_itself"
    assert ask(tree, member, "work", came_from="外省某支部", letter="介〔2031〕7号").code == "enrolled_elsewhere"
    assert ask(tree, member, "functional").code == "organisation_takes_no_members"
    assert ask(tree, tree.register("群众"), "work").code == "not_a_party_member"
    by = tree.person(member)
    unknown = tree.door.call(ops.ask_transfer, by, person_id=member, to_organisation_id=uuid7())
    assert unknown.code == "organisation_unknown"
    assert ask(tree, member, "work", by=tree.by("branch_secretary", "elsewhere")).status == 404
    assert ask(tree, member, "work", by=tree.by("grid_worker")).status == 403


def test_a_letter_releases_who_comes_from_outside(tree: Any) -> None:
    member = tree.register("周流动", party_member=True)
    beside(tree, member, "floating", kept_at="外省某支部")
    transfer = ask(tree, member, came_from="外省某支部", letter="介〔2031〕7号").data
    assert (transfer["state"], transfer["from_organisation_id"]) == ("released", None)
    assert act(tree, ops.accept_transfer, transfer, "community").ok
    assert tree.door.emitted(MemberTransferredV1)[0]["data"]["from_organisation_id"] is None
    assert len(tree.door.emitted(SecondPlaceLeftV1)) == 1


def test_either_end_refuses_with_a_reason_and_the_member_takes_back(tree: Any) -> None:
    member = tree.register("林在职", party_member=True)
    enrol(tree, "work", member)
    transfer = ask(tree, member).data
    assert act(tree, ops.refuse_transfer, transfer, "elsewhere").code == "invalid_request"
    refused = act(tree, ops.refuse_transfer, transfer, "elsewhere", reason="党费未结清").data
    assert (refused["state"], refused["reason"]) == ("refused", "党费未结清")
    transfer = ask(tree, member).data
    taken = tree.door.call(ops.withdraw_transfer, tree.person(member), transfer_id=transfer["transfer_id"])
    assert taken.data["state"] == "withdrawn"
    assert ask(tree, member).ok
    tree.done(ops.register_death, tree.by("registrar"), person_id=member, died_on="2031-06-14")
    [first, *_] = tree.done(ops.list_transfers, tree.by("branch_secretary"))["items"]
    assert (first["state"], first["reason"]) == ("withdrawn", "died")
    assert tree.door.emitted(MemberTransferredV1) == []


def test_who_lets_the_time_pass_is_seen_and_the_transfer_goes_on(tree: Any) -> None:
    member = tree.register("林在职", party_member=True)
    enrol(tree, "work", member)
    transfer = ask(tree, member).data

    def overdue(at: str) -> list[Any]:
        items = tree.done(ops.list_transfers, tree.by("branch_secretary", at), overdue=True)["items"]
        return [each["overdue_since"] for each in items]

    tree.clock.hold(datetime.fromisoformat("2031-07-15T23:00:00+08:00"))
    tree.door.tick()
    assert overdue("elsewhere") == []
    tree.clock.hold(datetime.fromisoformat("2031-07-16T00:01:00+08:00"))
    tree.door.tick()
    assert overdue("elsewhere") == overdue("community") == ["2031-07-16"]
    assert tree.done(ops.list_transfers, tree.by("branch_secretary", "building"))["items"] == []
    assert act(tree, ops.release_member, transfer, "elsewhere").data["overdue_since"] is None
    assert overdue("elsewhere") == []
