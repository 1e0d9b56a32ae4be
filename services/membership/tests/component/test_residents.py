"""A community's own list through the door: people with their households, refused by the record, nothing lost."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from contracts.membership import operations as ops
from contracts.membership.events import AreaRegisteredV1, PersonRegisteredV1
from kernel.ids import uuid7
from membership.domain.identity import check_character
from runtime.testing.plans import statements


def number(digits: str) -> str:
    return digits + check_character(digits)


def enter(city: Any, *rows: dict[str, Any], by: Any = None, dry_run: bool = False, source: str = "花名册") -> Any:
    """Each row with what all have in common; its key is its place in the list."""
    common = {"source": source, "area_id": str(city.areas["community"]), "building": "1幢", "household": "101室"}
    records = [common | {"record_key": str(n), "name": f"居民{n}"} | row for n, row in enumerate(rows, start=2)]
    return city.done(ops.import_residents, by or city.by("registrar", "street"), records=records, dry_run=dry_run)


def codes(reply: Any) -> list[str | None]:
    return [result.get("code") for result in reply["results"]]


def households(city: Any) -> dict[str, str]:
    words = {"below": city.areas["community"], "kind": "household"}
    return {area["name"]: area["area_id"] for area in city.done(ops.list_areas, city.by("registrar"), **words)["items"]}


def test_households_are_found_by_name_or_put_into_the_grid(city: Any) -> None:
    before = len(city.door.emitted(AreaRegisteredV1))
    rows = [{"contact": True}, {"household": "102室", "contact": True}, {"household": "102室"}]
    assert codes(enter(city, *rows)) == [None] * 3
    there = households(city)
    assert there == {"101室": str(city.areas["household"]), "102室": there["102室"]}
    assert len(city.door.emitted(AreaRegisteredV1)) == before + 1
    shown = city.done(ops.show_household, city.by("registrar"), area_id=there["102室"])
    assert [person["name"] for person in shown["people"]] == ["居民3", "居民4"]
    assert shown["contact_id"] == shown["people"][0]["person_id"]
    found = city.done(ops.list_people, city.by("registrar"), area_id=there["102室"], q="jumin")["items"]
    assert len(found) == 2


def test_a_dry_run_writes_nothing_and_says_what_would_be(city: Any) -> None:
    rows = [{}, {"household": "102室"}, {"building": "9幢"}]
    dry = enter(city, *rows, dry_run=True)
    assert (dry["accepted"], codes(dry)) == (2, [None, None, "building_unknown"])
    assert set(households(city)) == {"101室"}
    assert city.door.emitted(PersonRegisteredV1) == []
    real = enter(city, *rows)
    assert codes(real) == codes(dry)
    again = enter(city, *rows)
    assert (again["repeated"], again["accepted"], again["refused"]) == (2, 0, 1)


def test_every_fault_of_a_record_is_told_and_its_neighbours_are_entered(city: Any) -> None:
    wrong = "350402194605040019"
    assert wrong != number(wrong[:17])
    rows = [
        {"name": "", "phone": "call me", "birth_date": "1946年5月4日", "identity_number": "3504"},
        {"identity_number": wrong},
        {"household": "102室"},
        {"identity_number": number("35040219460504001"), "birth_date": "1946-05-05"},
        {"birth_date": "2031-06-16"},
        {"registered_on": "2031-06-16"},
        {"area_id": str(uuid7())},
    ]
    reply = enter(city, *rows)
    assert codes(reply)[:6] == [
        "invalid_record",
        "identity_number_invalid",
        None,
        "birth_date_differs",
        "birth_date_in_future",
        "date_in_future",
    ]
    assert codes(reply)[6] == "out_of_area"
    pointers = {error["pointer"] for error in reply["results"][0]["errors"]}
    assert pointers == {"/name", "/phone", "/birth_date", "/identity_number"}
    assert [error["pointer"] for error in reply["results"][1]["errors"]] == ["/identity_number"]
    assert [event["data"]["display_name"] for event in city.door.emitted(PersonRegisteredV1)] == ["居民4"]


def test_nobody_gets_a_second_home_by_a_list(city: Any) -> None:
    mine, other = number("35040219460504001"), number("35040219460504003")
    rows = [
        {"identity_number": mine},
        {"identity_number": mine.lower(), "household": "102室"},
        {"identity_number": mine},
        {"household": "102室"},
    ]
    assert codes(enter(city, *rows)) == [None, "second_home", "identity_number_taken", None]
    assert codes(enter(city, {"identity_number": mine, "household": "102室"}, source="第二册")) == ["second_home"]
    far = {"name": "远", "home_area": city.areas["elsewhere"], "identity_number": other}
    city.done(ops.register_person, city.by("registrar", "street"), **far)
    near = enter(city, {"identity_number": other}, by=city.by("registrar"), source="第三册")
    assert codes(near) == ["identity_number_taken"]


def test_which_building_and_who_is_the_contact(city: Any) -> None:
    for estate in ("东苑", "西苑"):
        city.areas[estate] = city.put_area(estate, "community", "estate")
        city.put_area("5幢", estate, "building")
    rows = [
        {"building": "5幢"},
        {"building": "5幢", "estate": "东苑", "contact": True},
        {"building": "5幢", "estate": "南苑"},
        {"building": "5幢", "estate": "东苑", "contact": True},
        {"building": "5幢", "estate": "西苑", "contact": True, "birth_date": "2025-01-01"},
        {"building": None, "estate": "西苑", "household": "门卫室"},
        {"area_id": str(city.areas["household"]), "building": None},
    ]
    assert codes(enter(city, *rows)) == [
        "building_ambiguous",
        None,
        "estate_unknown",
        "contact_taken",
        "contact_minor",
        None,
        "area_kind_out_of_order",
    ]


def test_who_may_enter_a_list(city: Any) -> None:
    words = {"source": "册", "record_key": "1", "area_id": str(city.areas["elsewhere"]), "household": "1", "name": "甲"}
    reply = city.done(ops.import_residents, city.by("registrar"), records=[words])
    assert codes(reply) == ["out_of_area"]
    for role in ("community_secretary", "resident", "street_officer"):
        assert city.door.call(ops.import_residents, city.by(role), records=[words]).status == 403


def test_a_thousand_people_are_one_call(city: Any) -> None:
    rows = [{"household": f"{n // 3}室", "name": f"陈{n}", "phone": f"138{n:08}"} for n in range(1_000)]
    reply = enter(city, *rows)
    assert reply["accepted"] == 1_000
    assert len({UUID(result["id"]) for result in reply["results"]}) == 1_000
    assert len(households(city)) > 1


def test_a_hundred_people_of_fifty_households_are_read_and_written_together(city: Any) -> None:
    rows = [{"household": f"{101 + n // 2}室", "contact": n % 2 == 0} for n in range(100)]
    with statements(city.door.engine) as seen:
        assert codes(enter(city, *rows)) == [None] * 100
    assert len(seen) < 40
    assert len(households(city)) == 50
    known = enter(city, {"contact": True}, {"household": "150室", "contact": True}, source="另册")
    assert codes(known) == ["contact_taken"] * 2
