"""The register of people through the door."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from contracts.membership import operations as ops
from contracts.membership.events import (
    PersonChangedV1,
    PersonDiedV1,
    PersonMovedV1,
    PersonRegisteredV1,
    PostReleasedV1,
)
from kernel.ids import uuid7
from membership.domain.identity import check_character

BORN_1946 = "35040219460504001"
IDENTITY = BORN_1946 + check_character(BORN_1946)
PHONE = "13812345678"


def test_a_person_travels_as_name_home_and_minority_and_nothing_else(city: Any) -> None:
    person = city.register(identity_number=IDENTITY, phone=PHONE, party_member=True)
    [told] = city.door.emitted(PersonRegisteredV1)
    assert set(told["data"]) == {"person_id", "display_name", "home_area", "minor", "stay_id"}
    assert (told["data"]["person_id"], told["data"]["minor"], told["area"]) == (
        str(person),
        False,
        str(city.areas["household"]),
    )
    assert not any(secret in str(city.door.emitted()) for secret in (IDENTITY, PHONE, "1946"))


def test_what_is_sealed_is_not_in_the_tables(city: Any) -> None:
    city.register(identity_number=IDENTITY, phone=PHONE)
    with city.door.engine.connect() as connection:
        row = connection.execute(text("SELECT CAST(p AS text) FROM person AS p")).scalar_one()
    assert IDENTITY not in row
    assert PHONE not in row
    assert PHONE.encode().hex() not in row


def test_each_reader_sees_what_their_role_needs(city: Any) -> None:
    person = city.register(identity_number=IDENTITY, phone=PHONE, party_member=True)

    def shown(by: Any) -> tuple[Any, ...]:
        data = city.done(ops.show_person, by, person_id=person)
        return data["name"], data["phone"], data["identity_number"], data["party_member"]

    full = ("徐开枝", PHONE, IDENTITY, True)
    assert shown(city.by("registrar")) == full
    assert shown(city.person(person)) == full
    assert shown(city.by("grid_worker")) == ("徐开枝", PHONE, "*" * 18, None)
    assert shown(city.by("street_officer", "street")) == ("徐开枝", "***********", "*" * 18, None)
    read = [entry["act"] for entry in city.door.audited() if entry["act"].startswith("read:")]
    assert read.count("read:phone") == 2
    assert read.count("read:identity_number") == 1


def test_out_of_sight_looks_like_unknown(city: Any) -> None:
    person = city.register()
    neighbour = city.door.sign_in(("resident", "area", city.areas["household"]), person_id=uuid7())
    for by in (neighbour, city.by("grid_worker", "elsewhere")):
        hidden = city.door.call(ops.show_person, by, person_id=person)
        unknown = city.door.call(ops.show_person, by, person_id=uuid7())
        assert hidden.status == 404
        assert hidden.problem == unknown.problem


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"identity_number": "350402194605040010"}, 422, "identity_number_invalid"),
        ({"identity_number": IDENTITY, "birth_date": "1946-05-05"}, 422, "birth_date_differs"),
        ({"birth_date": "2031-06-16"}, 422, "birth_date_in_future"),
        ({"registered_on": "2031-06-16"}, 422, "date_in_future"),
        ({"phone": "call me"}, 422, "invalid_request"),
        ({"name": ""}, 422, "invalid_request"),
        ({"nickname": "老徐"}, 422, "invalid_request"),
    ],
)
def test_what_cannot_be_registered(city: Any, fields: dict[str, Any], status: int, code: str) -> None:
    body = {"name": "徐开枝", "home_area": city.areas["household"]} | fields
    answer = city.door.call(ops.register_person, city.by("registrar"), **body)
    assert (answer.status, answer.code) == (status, code)
    assert city.door.emitted(PersonRegisteredV1) == []


def test_an_identity_number_is_registered_once_whoever_asks_first(city: Any) -> None:
    city.register(identity_number=IDENTITY)
    body = {"name": "徐某", "home_area": city.areas["elsewhere"], "identity_number": IDENTITY.lower()}
    answer = city.door.call(ops.register_person, city.by("registrar", "street"), **body)
    assert (answer.status, answer.code) == (409, "identity_number_taken")
    by = city.by("registrar", "street")
    together = city.door.call_together(
        [
            city.door.request(ops.register_person, by, name=name, home_area=body["home_area"])
            for name in ("甲一", "乙二")
        ]
        + [city.door.request(ops.register_person, by, **body)]
    )
    assert [answer.status for answer in together] == [201, 201, 409]


def test_whoever_may_not_register_is_told_so(city: Any) -> None:
    body = {"name": "徐开枝", "home_area": city.areas["household"]}
    for by in (city.by("supervisor"), city.by("registrar", "elsewhere"), city.by("resident", "household")):
        assert city.door.call(ops.register_person, by, **body).status == 403
    body["home_area"] = uuid7()
    assert city.door.call(ops.register_person, city.by("registrar"), **body).status == 404


def test_a_correction_tells_only_what_travels(city: Any) -> None:
    person = city.register(phone=PHONE)
    by = city.by("registrar")
    city.done(ops.correct_person, by, if_match=1, person_id=person, phone="13900000000")
    assert city.door.emitted(PersonChangedV1) == []
    changed = city.done(ops.correct_person, by, if_match=2, person_id=person, name="徐开技")
    assert changed["version"] == 3
    assert [e["data"]["display_name"] for e in city.door.emitted(PersonChangedV1)] == ["徐开技"]
    assert [p["person_id"] for p in city.done(ops.list_people, by, q="xukaiji")["items"]] == [str(person)]
    assert city.done(ops.list_people, by, q="枝")["items"] == []
    assert city.door.call(ops.correct_person, by, if_match=1, person_id=person, name="某").status == 412


def test_a_move_ends_one_stay_and_begins_another(city: Any) -> None:
    person = city.register(registered_on="2031-01-01")
    by = city.by("registrar", "street")
    moved = {"person_id": person, "home_area": city.areas["elsewhere"], "if_match": 1}
    assert city.door.call(ops.correct_person, by, **moved, moved_on="2030-12-31").code == "move_out_of_order"
    assert city.door.call(ops.correct_person, by, **moved, moved_on="2031-06-16").code == "date_in_future"
    assert city.door.call(ops.correct_person, city.by("registrar"), **moved).code == "out_of_area"
    nowhere = moved | {"home_area": uuid7()}
    assert city.door.call(ops.correct_person, by, **nowhere).code == "area_unknown"
    city.done(ops.correct_person, by, **moved, moved_on="2031-03-01")
    [told] = city.door.emitted(PersonMovedV1)
    [registered] = city.door.emitted(PersonRegisteredV1)
    assert told["data"]["left_stay_id"] == registered["data"]["stay_id"] != told["data"]["stay_id"]
    assert (told["area"], told["occurred_at"]) == (str(city.areas["elsewhere"]), "2031-02-28T16:00:00+00:00")
    assert city.door.call(ops.show_person, city.by("registrar"), person_id=person).status == 404


def test_who_dies_holds_nothing_more(city: Any) -> None:
    person = city.register()
    claim = city.claim(city.post(), person_id=person)
    body = {"username": "xukaizhi", "password": "a-long-enough-one", "person_id": person}
    city.done(ops.open_account, city.by("security_admin"), **body)
    by = city.by("grid_worker")
    assert city.door.call(ops.register_death, by, person_id=person, died_on="2031-06-16").code == "date_in_future"
    assert city.done(ops.register_death, by, person_id=person, died_on="2031-06-14")["alive"] is False
    assert [e["data"]["claim_id"] for e in city.door.emitted(PostReleasedV1)] == [str(claim)]
    assert [e["data"]["died_on"] for e in city.door.emitted(PersonDiedV1)] == ["2031-06-14"]
    signed_in = city.door.call(ops.sign_in, username="xukaizhi", password="a-long-enough-one")
    assert signed_in.code == "wrong_credentials"
    assert city.door.call(ops.register_death, by, person_id=person, died_on="2031-06-14").code == "person_deceased"
    assert city.door.call(ops.correct_person, by, if_match=2, person_id=person, name="某").code == "person_deceased"


def test_an_identity_number_says_the_birth_date_once_and_for_all(city: Any) -> None:
    person, by = city.register(), city.by("registrar")
    city.done(ops.correct_person, by, if_match=1, person_id=person, birth_date="1950-01-01")
    city.done(ops.correct_person, by, if_match=2, person_id=person, identity_number=IDENTITY)
    assert city.done(ops.show_person, by, person_id=person)["birth_date"] == "1946-05-04"
    wrong = city.door.call(ops.correct_person, by, if_match=3, person_id=person, birth_date="1950-01-01")
    assert (wrong.status, wrong.code) == (422, "birth_date_differs")


def test_minors_come_of_age_by_the_clock(city: Any) -> None:
    person = city.register(birth_date="2013-06-16")
    assert city.door.emitted(PersonRegisteredV1)[0]["data"]["minor"] is True
    city.door.tick()
    assert city.door.emitted(PersonChangedV1) == []
    city.clock.hold(datetime.fromisoformat("2031-06-16T00:40:00+08:00"))
    wind(city)
    city.door.tick()
    assert [(e["data"]["person_id"], e["data"]["minor"]) for e in city.door.emitted(PersonChangedV1)] == [
        (str(person), False)
    ]


def wind(city: Any) -> None:
    from runtime import clocks

    clocks.wind(city.door.engine, city.door.door)


@pytest.mark.parametrize(
    "typed", ["王", "芳", "王芳", "wang", "WangFang", "wf", "fang", "f", "王f", "王 fang", "wang芳"]
)
def test_people_are_found_by_any_beginning(city: Any, typed: str) -> None:
    city.register("王芳")
    city.register("李雷")
    found = city.done(ops.list_people, city.by("grid_worker"), q=typed)["items"]
    assert [person["name"] for person in found] == ["王芳"]


def test_a_search_goes_on_page_by_page_and_stays_in_the_reader_s_areas(city: Any) -> None:
    for name in ("单雄信", "单福", "单于", "善财", "闪电"):
        city.register(name)
    far = {"name": "单远", "home_area": city.areas["elsewhere"]}
    city.done(ops.register_person, city.by("registrar", "street"), **far)
    found, after = [], None
    for _ in range(4):
        page = city.done(ops.list_people, city.by("grid_worker"), q="shan", limit=2, after=after)
        found += [person["name"] for person in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert found == ["善财", "闪电", "单福", "单于", "单雄信"]  # by what was found: 于 is also read wei
    assert city.done(ops.list_people, city.by("grid_worker"), q="单y")["items"][0]["name"] == "单于"
    assert city.done(ops.list_people, city.by("grid_worker"), q="善y")["items"] == []


def test_lists_show_only_the_reader_s_areas_in_the_order_of_pinyin(city: Any) -> None:
    for name, home in (("张三", "household"), ("李四", "household"), ("阿五", "elsewhere")):
        city.done(ops.register_person, city.by("registrar", "street"), name=name, home_area=city.areas[home])
    names = [p["name"] for p in city.done(ops.list_people, city.by("street_officer", "street"))["items"]]
    assert names == ["阿五", "李四", "张三"]
    assert [p["name"] for p in city.done(ops.list_people, city.by("registrar"), limit=1)["items"]] == ["李四"]
    by = city.by("street_officer", "street")
    assert len(city.done(ops.list_people, by, area_id=city.areas["community"])["items"]) == 2
    assert city.door.call(ops.list_people, city.by("resident", "household")).status == 403


def test_a_source_enters_its_people_each_once(city: Any) -> None:
    home = city.areas["household"]
    good = {"name": "陈一", "home_area": home, "registered_on": "2011-01-01", "identity_number": IDENTITY}
    reply = city.import_people(
        good,
        good | {"name": "同号"},
        {"name": "别处", "home_area": city.areas["elsewhere"]},
        {"name": "", "home_area": home},
        {"name": "林二", "home_area": home},
    )
    codes = [result.get("code") for result in reply["results"]]
    assert codes == [None, "identity_number_taken", "out_of_area", "invalid_record", None]
    told = city.door.emitted(PersonRegisteredV1)
    assert [(e["kind"], e["data"]["display_name"]) for e in told] == [("import", "陈一"), ("import", "林二")]
    assert told[0]["occurred_at"] == "2010-12-31T16:00:00+00:00"
    assert city.import_people(good)["repeated"] == 1
    with city.door.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM runtime.person")).scalar_one() == 2
