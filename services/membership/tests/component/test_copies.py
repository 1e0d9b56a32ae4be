"""The copy that people may ask for: all that membership holds of them, opened, for themselves and a guardian alone."""

from __future__ import annotations

from typing import Any

from contracts.copies import copy_operation
from contracts.membership import operations as ops
from kernel.ids import uuid7

COPY = copy_operation("membership")
PHONE = "13800001111"


def test_the_person_reads_all_that_is_held_and_who_read_it(city: Any) -> None:
    person = city.register("林秀英", phone=PHONE, birth_date="1946-05-04")
    city.claim(city.post(), person_id=person)
    keeper = city.by("grid_worker")
    assert city.done(ops.show_person, keeper, person_id=person)["phone"] == PHONE
    copy = city.done(COPY, city.person(person), held_of=person)
    [row] = copy["held"]["person"]
    assert (row["name"], row["phone"], row["birth_date"]) == ("林秀英", PHONE, "1946-05-04")
    assert {"identity_hash", "sort_key", "phone_sealed"}.isdisjoint(row)
    assert copy["held"].keys() == {"person", "search_keys", "claims", "visit_reasons"}
    assert [(each["field"], each["account_id"]) for each in copy["readings"]] == [("phone", str(keeper.account_id))]
    assert copy["cut"] == []
    assert [each["target"] for each in city.door.audited() if each["act"] == COPY.name] == [str(person)]


def test_a_guardian_reads_it_and_nobody_else(city: Any) -> None:
    person = city.register("小宝", birth_date="2025-05-04", phone=PHONE)
    mother = city.door.sign_in(("guardian", "person", person))
    assert city.done(COPY, mother, held_of=person)["held"]["person"][0]["phone"] == PHONE
    family = city.door.sign_in(("family", "person", person))
    for by in (family, city.by("registrar"), city.by("city_officer", "city"), city.person(uuid7())):
        assert city.door.call(COPY, by, held_of=person).status == 404
    readings = city.done(COPY, city.person(person), held_of=person)["readings"]
    assert {(each["field"], each["account_id"]) for each in readings} == {
        ("held", str(mother.account_id)),
        ("phone", str(mother.account_id)),
    }
