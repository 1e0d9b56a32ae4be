"""Households through the door, and people who look like somebody registered already."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from contracts.membership import operations as ops
from contracts.membership.events import PersonMovedV1
from kernel.ids import uuid7
from membership.domain.identity import check_character

SINCE = {"registered_on": "2031-01-01"}


@pytest.fixture
def two(city: Any) -> Any:
    """The household of the city and another in the same building."""
    city.areas["other"] = city.put_area("102室", "building", "household")
    return city


def at(city: Any, household: str, by: Any = None) -> tuple[list[str], str | None]:
    """The names in a household, and its contact."""
    shown = city.done(ops.show_household, by or city.by("grid_worker"), area_id=city.areas[household])
    return [person["name"] for person in shown["people"]], shown["contact_id"]


def move(city: Any, to: str, by: Any = None, **more: Any) -> Any:
    body = {"area_id": city.areas["household"], "to_area_id": city.areas[to]} | more
    return city.door.call(ops.move_household, by or city.by("grid_worker"), **body)


def test_a_whole_household_moves_with_its_contact(two: Any) -> None:
    mother, child = two.register("陈母", **SINCE), two.register("陈儿", birth_date="2025-01-01", **SINCE)
    by = two.by("grid_worker")
    minor = two.door.call(ops.name_contact, by, area_id=two.areas["household"], person_id=child)
    assert (minor.status, minor.code) == (422, "contact_minor")
    two.done(ops.name_contact, by, area_id=two.areas["household"], person_id=mother)
    assert at(two, "household") == (["陈儿", "陈母"], str(mother))
    moved = move(two, "other", moved_on="2031-03-01").data
    assert moved["contact_id"] == str(mother)
    assert at(two, "household") == ([], None)
    assert at(two, "other") == (["陈儿", "陈母"], str(mother))
    told = two.door.emitted(PersonMovedV1)
    assert {each["data"]["moved_on"] for each in told} == {"2031-03-01"}
    assert {each["data"]["person_id"] for each in told} == {str(mother), str(child)}
    assert move(two, "other").code == "household_empty"


def test_some_of_a_household_move_out_and_all_of_it_or_nobody(two: Any) -> None:
    mother, son = two.register("陈母", **SINCE), two.register("陈儿", registered_on="2031-05-01")
    assert move(two, "other", moved_on="2031-03-01").code == "move_out_of_order"
    assert at(two, "household")[0] == ["陈儿", "陈母"]
    assert move(two, "other", people=[mother, uuid7()]).code == "not_of_household"
    two.done(ops.name_contact, two.by("grid_worker"), area_id=two.areas["household"], person_id=son)
    assert move(two, "other", people=[son]).ok
    assert (at(two, "household"), at(two, "other")) == ((["陈母"], None), (["陈儿"], str(son)))


def test_where_a_household_cannot_move(two: Any) -> None:
    two.register("陈母", **SINCE)
    assert move(two, "household").code == "at_home_already"
    assert move(two, "building").code == "not_a_household"
    far = two.put_area("103室", "elsewhere", "household")
    body = {"area_id": two.areas["household"], "to_area_id": far}
    assert two.door.call(ops.move_household, two.by("grid_worker"), **body).code == "out_of_area"
    assert two.door.call(ops.move_household, two.by("grid_worker", "street"), **body).ok
    unknown = body | {"to_area_id": uuid7()}
    assert two.door.call(ops.move_household, two.by("grid_worker"), **unknown).code == "area_unknown"
    assert move(two, "other", by=two.by("desk_clerk")).status == 403
    shown = two.door.call(ops.show_household, two.by("grid_worker"), area_id=two.areas["building"])
    assert (shown.status, shown.code) == (422, "not_a_household")


def test_nobody_has_a_second_home(two: Any) -> None:
    by = two.by("grid_worker")

    def take(person: UUID, household: str = "other") -> Any:
        return two.door.call(ops.take_home, by, area_id=two.areas[household], person_id=person)

    lodger = two.register("周租客", "building")
    assert take(lodger).ok
    assert at(two, "other")[0] == ["周租客"]
    assert take(lodger).code == "at_home_already"
    assert take(lodger, "household").code == "second_home"
    body = {"name": "邻社区", "home_area": two.areas["elsewhere"]}
    far = two.done(ops.register_person, two.by("registrar", "street"), **body)["person_id"]
    assert take(far).code == take(uuid7()).code == "person_unknown"
    street = two.by("grid_worker", "street")
    wide = two.door.call(ops.take_home, street, area_id=two.areas["other"], person_id=far)
    assert wide.code == "second_home"


def test_whoever_dies_or_moves_out_is_the_contact_no_more(two: Any) -> None:
    by, household = two.by("grid_worker"), two.areas["household"]
    for end in ("die", "move"):
        person = two.register(f"陈{end}", **SINCE)
        two.done(ops.name_contact, by, area_id=household, person_id=person)
        if end == "die":
            two.done(ops.register_death, by, person_id=person, died_on="2031-06-01")
        else:
            two.done(ops.correct_person, by, if_match=1, person_id=person, home_area=two.areas["other"])
        assert at(two, "household")[1] is None
        gone = two.door.call(ops.name_contact, by, area_id=household, person_id=person)
        assert gone.code == "not_of_household"


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        ({"birth_date": "1946-05-04"}, {"birth_date": "1946-05-04"}, True),
        ({"birth_date": "1946-05-04"}, {"birth_date": "1946-05-05"}, False),
        ({"phone": "13812345678"}, {"phone": "+86 138-1234-5678"}, True),
        ({"phone": "13812345678"}, {"phone": "13812345679"}, False),
        ({}, {}, False),
        ({"birth_date": "1946-05-04"}, {"birth_date": "1946-05-04", "name": "徐开技"}, False),
        ({"birth_date": "1946-05-04"}, {"identity_number": "35040219460504001"}, True),
        ({"identity_number": "35040219460504003"}, {"identity_number": "35040219460504001"}, False),
    ],
)
def test_who_looks_like_somebody_registered_is_looked_at_first(
    city: Any, first: dict[str, str], second: dict[str, str], refused: bool
) -> None:
    for words in (first, second):
        if digits := words.get("identity_number", "")[:17]:
            words["identity_number"] = digits + check_character(digits)
    known = city.register(**first)
    body = {"name": "徐开枝", "home_area": city.areas["household"], **second}
    answer = city.door.call(ops.register_person, city.by("grid_worker"), **body)
    if not refused:
        assert answer.ok, answer.problem
        return
    assert (answer.status, answer.code) == (409, "possible_duplicate")
    assert answer.problem["detail"] == f"/people/{known}"
    assert city.door.call(ops.register_person, city.by("grid_worker"), **body, confirmed_different=True).ok


def test_a_lookalike_out_of_sight_is_never_told_of(city: Any) -> None:
    born = {"name": "徐开枝", "birth_date": "1946-05-04"}
    far = born | {"home_area": city.areas["elsewhere"]}
    city.done(ops.register_person, city.by("registrar", "street"), **far)
    near = born | {"home_area": city.areas["household"]}
    assert city.door.call(ops.register_person, city.by("grid_worker"), **near).ok
    again = city.door.call(ops.register_person, city.by("grid_worker", "street"), **near)
    assert again.problem["detail"].count("/people/") == 2


def test_lookalikes_of_an_import_are_found_in_the_register_and_in_the_list_itself(city: Any) -> None:
    home = city.areas["household"]
    city.register(birth_date="1946-05-04")
    city.done(
        ops.register_person,
        city.by("registrar", "street"),
        name="林远",
        home_area=city.areas["elsewhere"],
        birth_date="1950-01-01",
    )
    records = [
        {"name": "徐开枝", "home_area": home, "birth_date": "1946-05-04"},
        {"name": "林远", "home_area": home, "birth_date": "1950-01-01"},
        {"name": "林远", "home_area": home, "birth_date": "1950-01-01"},
        {"name": "林远", "home_area": home, "birth_date": "1950-01-01", "confirmed_different": True},
        {"name": "", "home_area": home},
    ]
    wanted = ["possible_duplicate", None, "possible_duplicate", None, "invalid_record"]
    for dry_run in (True, False):
        reply = city.import_people(*records, dry_run=dry_run)
        assert [result.get("code") for result in reply["results"]] == wanted
