"""People are listed by their community, which the database keeps beside them, whatever becomes of the grid and of them."""

from __future__ import annotations

import runpy
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text

from contracts.membership import operations as ops
from kernel.ids import uuid7
from membership.queries import people
from runtime.migrations import home

HERE, THERE, BESIDE, ABOVE = "王芳", "王方", "黄芳", "王放"


@pytest.fixture
def street(city: Any) -> Any:
    """Two communities with people at homes of their own, one at no home of either, and one of the street alone."""
    city.areas["west"] = city.put_area("西区", "elsewhere", "estate")
    city.areas["flat"] = city.put_area("201室", "west", "household")
    for name, area in ((HERE, "household"), (THERE, "flat"), (BESIDE, "elsewhere"), (ABOVE, "street")):
        city.done(ops.register_person, city.by("registrar", "street"), name=name, home_area=city.areas[area])
    return city


@pytest.fixture(params=[people.FEW_COMMUNITIES, 0], ids=["together", "led"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the street had few communities, or too many to be put together."""
    monkeypatch.setattr(people, "FEW_COMMUNITIES", request.param)


def found(
    city: Any, area: str, *, limit: int = 50, role: tuple[str, str] = ("street_officer", "street"), **asked: Any
) -> list[str]:
    """The names that a list of an area shows, page after page."""
    names: list[str] = []
    after = None
    while True:
        here = {"area_id": city.areas[area], "limit": limit, "after": after}
        shown = city.done(ops.list_people, city.by(*role), **here, **asked)
        names += [person["name"] for person in shown["items"]]
        if (after := shown["next"]) is None:
            break
    with city.door.engine.connect() as connection:  # and nothing has been overlooked by the triggers
        assert not connection.execute(text(ASTRAY)).all()
    return names


ASTRAY = """
SELECT p.name, k.key FROM person AS p LEFT JOIN person_search AS k USING (person_id)
 WHERE p.community IS DISTINCT FROM community_of(p.home_area)
    OR k.person_id IS NOT NULL AND k.community IS DISTINCT FROM p.community
"""


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("limit", [1, 2, 50])
def test_people_of_several_communities_stand_in_one_order(street: Any, limit: int) -> None:
    assert found(street, "street", limit=limit) == [BESIDE, ABOVE, THERE, HERE]
    assert found(street, "street", limit=limit, q="王") == [ABOVE, THERE, HERE]
    assert found(street, "street", limit=limit, q="f") == [HERE, THERE, BESIDE, ABOVE]
    assert found(street, "street", limit=limit, q="王f") == [ABOVE, THERE, HERE]
    assert found(street, "community", limit=limit) == [HERE]
    assert found(street, "elsewhere", limit=limit, q="fang") == [THERE, BESIDE]
    assert found(street, "west", limit=limit, q="w") == [THERE]
    assert found(street, "elsewhere", q="王放") == []


@pytest.mark.usefixtures("few")
def test_who_answers_for_a_part_sees_that_part_of_a_wider_area(street: Any) -> None:
    secretary = ("community_secretary", "community")
    assert found(street, "street", role=secretary) == found(street, "street", role=secretary, q="w") == [HERE]
    assert found(street, "elsewhere", role=secretary) == []


def test_people_of_a_merged_community_are_of_the_other(street: Any) -> None:
    merged = {"area_id": street.areas["community"], "merged": [street.areas["elsewhere"]]}
    street.done(ops.merge_areas, street.by("street_officer", "street"), **merged)
    assert found(street, "community") == [BESIDE, THERE, HERE]
    assert found(street, "community", q="fang") == [HERE, THERE, BESIDE]
    assert found(street, "elsewhere") == [BESIDE]


def test_people_of_a_split_community_are_of_its_parts(street: Any) -> None:
    parts = [{"name": "东", "code": None, "areas": []}, {"name": "西", "code": None, "areas": [street.areas["west"]]}]
    officer = street.by("street_officer", "street")
    change = street.done(ops.split_area, officer, area_id=street.areas["elsewhere"], into=parts)
    street.areas["new west"] = change["into"][1]["area_id"]
    assert found(street, "new west") == found(street, "new west", q="王方") == [THERE]
    assert found(street, "elsewhere") == [BESIDE]


def test_who_moves_is_found_at_the_new_home_alone(street: Any) -> None:
    [person] = street.done(ops.list_people, street.by("registrar"), q=HERE)["items"]
    words = {"person_id": person["person_id"], "home_area": street.areas["flat"], "if_match": person["version"]}
    street.done(ops.correct_person, street.by("registrar", "street"), **words)
    assert found(street, "community") == found(street, "community", q="w") == []
    assert found(street, "elsewhere", q="wangfang") == [HERE, THERE]


def test_keys_that_the_release_before_wrote_ahead_of_their_person_take_the_community(street: Any) -> None:
    person = {"person_id": uuid7(), "home": street.areas["flat"]}
    with street.door.engine.begin() as connection:
        connection.execute(KEY, person)
        connection.execute(PERSON, person)
    assert found(street, "elsewhere", q="王伞") == ["王伞"]


def test_a_merger_waits_for_who_is_just_registered(street: Any) -> None:
    person = {"person_id": uuid7(), "home": street.areas["flat"]}
    merged = {"area_id": street.areas["community"], "merged": [street.areas["elsewhere"]]}
    officer = street.by("street_officer", "street")
    with ThreadPoolExecutor(1) as beside, street.door.engine.connect() as connection:
        connection.execute(PERSON, person)
        connection.execute(KEY, person)
        merger = beside.submit(street.done, ops.merge_areas, officer, **merged)
        until_somebody_waits(street)
        connection.commit()
        merger.result(PATIENCE)
    assert found(street, "community", q="王伞") == ["王伞"]


def test_who_is_registered_while_the_grid_changes_comes_to_the_new_community(street: Any) -> None:
    home = {"home_area": street.areas["flat"]}
    change = text("""UPDATE runtime.area AS a SET path = above.path || CAST(a.number::text AS ltree)
                       FROM runtime.area AS above WHERE a.area_id = :flat AND above.area_id = :community""")
    with ThreadPoolExecutor(1) as beside, street.door.engine.connect() as connection:
        connection.execute(change, {"flat": street.areas["flat"], "community": street.areas["community"]})
        registrar = street.by("registrar", "street")
        entry = beside.submit(street.done, ops.register_person, registrar, name="王伞", **home)
        until_somebody_waits(street)
        connection.commit()
        entry.result(PATIENCE)
    assert found(street, "community", q="王") == ["王伞", THERE, HERE]


def until_somebody_waits(street: Any) -> None:
    """Return when a transaction waits for another one's rows."""
    waiting = text("""SELECT count(*) FROM pg_stat_activity
                       WHERE datname = current_database() AND wait_event_type = 'Lock'""")
    deadline = time.monotonic() + PATIENCE
    with street.door.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.execute(waiting).scalar_one():
            assert time.monotonic() < deadline, "nobody waits"


KEY = text("INSERT INTO person_search (person_id, key) VALUES (:person_id, '王伞')")
PERSON = text("""
    INSERT INTO person (person_id, name, sort_key, home_area, minor, party_member, registered_on, stay_id, stay_since, version)
    VALUES (:person_id, '王伞', 'wang san 王伞', :home, false, false, '2020-01-01', :person_id, '2020-01-01', 1)
""")
PATIENCE = 30.0


def test_an_upgrade_fills_in_the_communities_of_those_who_were_there(street: Any) -> None:
    step = runpy.run_path(str(home("membership") / "migrations" / "versions" / "0021_people_by_community.py"))
    with street.door.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE person SET community = NULL"))
        connection.execute(text("UPDATE person_search SET community = NULL"))
    assert [filled_in(street, step["SOME"]) for _ in range(2)] == [4, 0]
    assert found(street, "street") == [BESIDE, ABOVE, THERE, HERE]


def filled_in(street: Any, some: str) -> int:
    """How many people one round of the upgrade filled in."""
    with street.door.engine.begin() as connection:
        return int(connection.execute(text(some)).rowcount)
