"""Membership's events in another service's replicas, deny list and packs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from garden import contract
from garden.service import door as plain
from marshmallow import RAISE, Schema, fields
from sqlalchemy import select, text

from contracts.membership import events
from contracts.packs import PackPart
from runtime import packs
from runtime.database import engine_at, new_session, transaction
from runtime.doors import Door
from runtime.feeds import feed
from runtime.replicas import AREA, PERSON, area_path, area_paths, areas_below, is_below, put_area
from runtime.testing.clock import TestClock
from runtime.testing.harness import DoorUnderTest


@pytest.fixture
def fed(garden: DoorUnderTest) -> DoorUnderTest:
    """The garden as `load` would make it."""
    door = Door("garden")
    door.guard(contract.Plot, plain.guard_for(contract.Plot).source)
    for served in plain.operations.values():
        door.serve(served.operation, served.use_case)
    feed(door)
    return DoorUnderTest(door, garden.engine)


def area(fed: DoorUnderTest, number: int, above: str = "", **words: Any) -> UUID:
    area_id = uuid4()
    said = {"number": number, "path": f"{above}.{number}".strip("."), "code": None, "kind": "community", "name": "圳尾"}
    data = said | {"parent_id": None, "valid_from": date(2010, 1, 1)} | words
    fed.deliver(events.AreaRegisteredV1, aggregate_id=area_id, payload={"area_id": area_id} | data)
    return area_id


def row(fed: DoorUnderTest, table: Any, key: UUID) -> Any:
    with new_session(fed.engine) as session:
        column = next(iter(table.primary_key))
        return session.execute(select(table).where(column == key)).one_or_none()


def test_areas_come_and_change(fed):
    top = area(fed, 1)
    low = area(fed, 17, "1")
    words = {
        "area_id": low,
        "number": 17,
        "path": "1.17",
        "code": "350102001005",
        "kind": "community",
        "parent_id": top,
    }
    changed = words | {"name": "新圳尾", "valid_from": date(2011, 5, 1)}
    fed.deliver(events.AreaChangedV1, aggregate_id=low, payload=changed)
    found = row(fed, AREA, low)
    assert (found.name, found.code, found.path, found.valid_from) == (
        "新圳尾",
        "350102001005",
        "1.17",
        date(2010, 1, 1),
    )
    with new_session(fed.engine) as session:
        assert is_below(session, low, top)
        assert not is_below(session, top, low)
        assert not is_below(session, low, uuid4())
        assert area_paths(session, [low, uuid4()]) == {low: "1.17"}


def test_what_lies_below_is_counted_in_each_city_by_itself(fed, postgres_server):
    area(fed, 1)
    area(fed, 17, "1")
    name = "garden_without_areas"
    other = engine_at(postgres_server.create(name, "garden_template"), "garden")
    try:
        for engine, below in ((fed.engine, 2), (other, 0)):
            with new_session(engine) as session:
                assert areas_below(session, ["1"]) == below
    finally:
        other.dispose()
        postgres_server.drop(name)


def test_what_was_merged_lies_below_what_it_became(fed):
    area(fed, 1)
    old, into = area(fed, 17, "1"), area(fed, 18, "1")
    house = area(fed, 99, "1.17", kind="household")
    fed.deliver(events.AreaMergedV1, aggregate_id=into, area_id=into, merged=[old], valid_from=date(2012, 1, 1), seq=2)
    with new_session(fed.engine) as session:
        assert area_path(session, house) == "1.18.17.99"
        assert is_below(session, house, into)
    assert row(fed, AREA, old).valid_to == date(2012, 1, 1)
    assert row(fed, AREA, house).valid_to is None


def test_people_come_move_die_and_are_forgotten(fed):
    person, home, other = uuid4(), uuid4(), uuid4()
    said = {"person_id": person, "display_name": "王小明", "minor": False, "stay_id": uuid4()}
    deliver = lambda event, **data: fed.deliver(event, aggregate_id=person, **data)  # noqa: E731
    deliver(events.PersonRegisteredV1, **said, home_area=home)
    assert row(fed, PERSON, person).alive
    moved = {"from_area": home, "left_stay_id": uuid4(), "moved_on": date(2011, 3, 1)}
    deliver(events.PersonMovedV1, **said, home_area=other, **moved)
    assert row(fed, PERSON, person).home_area == other
    deliver(events.PersonDiedV1, person_id=person, stay_id=uuid4(), died_on=date(2011, 4, 1))
    del said["stay_id"]
    deliver(events.PersonChangedV1, **said | {"display_name": "王晓明"}, home_area=other)
    found = row(fed, PERSON, person)
    assert (found.alive, found.display_name) == (False, "王晓明")
    deliver(events.PersonErasureOrderedV1, person_id=person, order_id=uuid4(), due_on=date(2011, 5, 1))
    found = row(fed, PERSON, person)
    assert (found.display_name, found.alive, found.erased_at is None) == ("", False, False)
    assert fed.parked() == []


def test_a_name_that_was_given_up_in_parking_goes_with_the_person(fed):
    person, other = uuid4(), uuid4()
    given_up = text("""
        INSERT INTO runtime.parked (state, name, aggregate, aggregate_id, aggregate_seq, body, error, parked_at)
        VALUES ('skipped', 'membership.person_changed.v1', 'membership.person', :id, 1,
                convert_to('{"data": {"display_name": "王小明"}}', 'UTF8'), 'no such area', now())
    """)
    with fed.engine.begin() as connection:
        connection.execute(given_up, [{"id": person}, {"id": other}])
    fed.deliver(
        events.PersonErasureOrderedV1,
        aggregate_id=person,
        person_id=person,
        order_id=uuid4(),
        due_on=date(2011, 5, 1),
    )
    with fed.engine.connect() as connection:
        kept = connection.execute(
            text("SELECT aggregate_id, convert_from(body, 'UTF8'), error FROM runtime.parked")
        ).all()
    assert {row[0]: ("王小明" in row[1], row[2]) for row in kept} == {
        person: (False, None),
        other: (True, "no such area"),
    }


def test_frozen_samples_take_effect(fed):
    for event in (events.AreaRegisteredV1, events.PersonRegisteredV1, events.SessionEndedV1, events.GrantRevokedV1):
        fed.deliver(event, sample=True, seq=1)
    assert fed.parked() == []


def test_an_ended_session_is_refused(fed):
    who = fed.sign_in()
    assert fed.call(contract.list_plots, who).status == 200
    fed.deliver(events.SessionEndedV1, session_id=who.session_id)
    assert fed.call(contract.list_plots, who).code == "session_ended"
    assert fed.call(contract.list_plots, fed.sign_in(account_id=who.account_id)).status == 200


def test_a_revoked_grant_ends_the_tokens_issued_before(fed):
    who = fed.sign_in()
    revoked = {"grant_id": uuid4(), "account_id": who.account_id, "valid_from": datetime.now(UTC)}
    fed.deliver(events.GrantRevokedV1, **revoked)
    assert fed.call(contract.list_plots, who).code == "session_ended"
    assert fed.call(contract.list_plots, fed.sign_in(account_id=who.account_id)).status == 200


def test_denials_are_forgotten_when_no_token_lives(fed, tmp_path, monkeypatch):
    from runtime.tokens import prune_denials

    monkeypatch.setenv("GONGJIAN_TEST", "1")
    monkeypatch.setenv("GONGJIAN_TEST_CLOCK", str(tmp_path / "clock"))
    clock = TestClock(tmp_path / "clock")
    who = fed.sign_in()
    fed.deliver(events.SessionEndedV1, session_id=who.session_id)
    clock.advance(timedelta(minutes=6))
    assert fed.call(contract.list_plots, who).code == "token_expired"
    clock.advance(timedelta(minutes=6))
    with transaction(fed.engine) as session:
        prune_denials(session)
    with fed.engine.connect() as connection:
        from sqlalchemy import text

        assert connection.execute(text("SELECT count(*) FROM runtime.denial")).scalar_one() == 0


class GardenSection(Schema):
    class Meta:
        unknown = RAISE

    trees = fields.Integer(required=True)
    since = fields.Date(load_default=None)


@pytest.fixture
def packed(fed: DoorUnderTest, monkeypatch: pytest.MonkeyPatch) -> DoorUnderTest:
    monkeypatch.setattr(packs, "pack_part", lambda service: PackPart(service, GardenSection))
    return fed


def write(folder: Path, name: str, version: str, section: str | None, head: str | None = None) -> None:
    place = folder / name / version
    place.mkdir(parents=True)
    (place / "pack.yaml").write_text(head or f"name: {name}\nversion: '{version}'\ntitle: {name}\n")
    if section is not None:
        (place / "garden.yaml").write_text(section)


def assigned(fed: DoorUnderTest, area_id: UUID, pack: str, valid_from: date, version: str = "1") -> None:
    fed.deliver(events.PackAssignedV1, area_id=area_id, pack=pack, version=version, valid_from=valid_from)


def in_force(fed: DoorUnderTest, area_id: UUID, on: date) -> Any:
    with transaction(fed.engine) as session:
        found = packs.section(session, area_id, on)
    return found and found["trees"]


def test_the_nearest_and_newest_pack_counts(packed, tmp_path):
    for n, name in enumerate(("city-pack", "street-pack", "new-pack"), 1):
        write(tmp_path, name, "1", f"trees: {n}\nsince: 2011-01-01\n")
    write(tmp_path, "silent", "1", None)
    city = packed.area("city")
    street = packed.area("street", city)
    house = packed.area("household", street)
    assert in_force(packed, house, date(2011, 6, 1)) is None
    assigned(packed, city, "city-pack", date(2011, 1, 1))
    assert in_force(packed, house, date(2011, 6, 1)) == 1
    assigned(packed, street, "street-pack", date(2011, 1, 1))
    assigned(packed, street, "new-pack", date(2012, 1, 1))
    assert [in_force(packed, house, date(y, 6, 1)) for y in (2010, 2011, 2012)] == [None, 2, 3]
    assert in_force(packed, city, date(2012, 6, 1)) == 1
    assigned(packed, house, "silent", date(2012, 1, 1))
    assert in_force(packed, house, date(2012, 6, 1)) is None
    assert packed.parked() == []


@pytest.mark.parametrize(
    ("section", "head", "pack"),
    [
        ("trees: many\n", None, "p"),
        ("trees: 1\nmore: 2\n", None, "p"),
        ("{", None, "p"),
        ("- 1\n", None, "p"),
        ("trees: 1\n", "name: other\nversion: '1'\ntitle: x\n", "p"),
        ("trees: 1\n", None, "missing"),
        ("trees: 1\n", None, "../p"),
    ],
)
def test_a_bad_pack_is_parked_and_visible(packed, tmp_path, section, head, pack):
    write(tmp_path, "p", "1", section, head)
    community = packed.area("community")
    assigned(packed, community, pack, date(2011, 1, 1))
    (fault,) = packed.parked()
    assert "PackInvalid" in fault
    assert in_force(packed, community, date(2011, 6, 1)) is None


def test_a_service_that_packs_do_not_speak_to_takes_them_quietly(fed):
    assigned(fed, uuid4(), "anything", date(2011, 1, 1))
    assert fed.parked() == []


def test_own_writes_are_seen_at_once(garden):
    area_id = uuid4()
    words = {"area_id": area_id, "number": 1, "code": None, "kind": "city", "name": "x", "parent_id": None}
    with transaction(garden.engine) as session:
        put_area(session, **words, path="1", valid_from=date(2011, 1, 1))
        assert area_path(session, area_id) == "1"
        put_area(session, **words, path="2.1", valid_from=date(2011, 1, 1))
        assert area_path(session, area_id) == "2.1"
