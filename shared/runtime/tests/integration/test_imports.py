"""Import doors: each record once and by itself, under the live rules, as history."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from garden import contract
from sqlalchemy import text

from runtime.testing.harness import Answer, DoorUnderTest, SignedIn
from runtime.testing.plans import statements


@pytest.fixture
def area(garden: DoorUnderTest) -> UUID:
    return garden.area("community", garden.area("street"))


@pytest.fixture
def registrar(garden: DoorUnderTest, area: UUID) -> SignedIn:
    return garden.sign_in(("registrar", "area", area))


def record(area: UUID, key: object, **words: Any) -> dict[str, Any]:
    return {"record_key": str(key), "source": "000", "area_id": str(area), "title": f"plot {key}"} | words


def enter(garden: DoorUnderTest, by: SignedIn, records: list[Any], *, dry_run: bool = False) -> Answer:
    return garden.call(contract.import_plots, by, records=records, dry_run=dry_run)


def outcomes(answer: Answer) -> list[tuple[str, str | None, str | None]]:
    return [(r["outcome"], r.get("code"), r.get("pointer")) for r in answer.data["results"]]


def plots(garden: DoorUnderTest) -> int:
    with garden.engine.connect() as connection:
        return connection.execute(text("SELECT count(*) FROM plot")).scalar_one()


def test_a_record_enters_once(garden, area, registrar):
    first = enter(garden, registrar, [record(area, 1), record(area, 2)])
    again = enter(garden, registrar, [record(area, 1), record(area, 3), record(area, 1, source="001", title="x")])
    assert outcomes(first) == [("accepted", None, None)] * 2
    assert [r["outcome"] for r in again.data["results"]] == ["repeated", "accepted", "accepted"]
    assert again.data["results"][0]["id"] == first.data["results"][0]["id"]
    assert (again.data["accepted"], again.data["repeated"], again.data["refused"]) == (2, 1, 0)
    assert plots(garden) == 4


def test_a_key_twice_in_one_call(garden, area, registrar):
    answer = enter(garden, registrar, [record(area, 1), record(area, 1)])
    assert [r["outcome"] for r in answer.data["results"]] == ["accepted", "repeated"]
    assert plots(garden) == 1


def test_bad_records_refuse_themselves_alone(garden, area, registrar):
    records = [
        record(area, 1),
        {"record_key": "2"},
        record(area, 3, title="plot 1"),
        record(area, 4, parent_key="none"),
        record(uuid4(), 5),
        "not a record",
        record(area, 6, title=7),
        record(area, 7),
        record(area, 8, title="late"),
        record(area, 9, title="a\x00b"),
    ]
    assert garden.call(contract.import_plots, registrar, records=records).pointers == ["/records/5"]
    del records[5]
    answer = enter(garden, registrar, records)
    assert outcomes(answer) == [
        ("accepted", None, None),
        ("refused", "invalid_record", "/source"),
        ("refused", "title_taken", None),
        ("refused", "tree_unknown", "/parent_key"),
        ("refused", "out_of_area", "/area_id"),
        ("refused", "invalid_record", "/title"),
        ("accepted", None, None),
        ("refused", "garden_full", None),
        ("refused", "invalid_record", None),
    ]
    assert len(garden.emitted()) == plots(garden) == 2


def test_records_may_refer_to_earlier_ones(garden, area, registrar):
    answer = enter(garden, registrar, [record(area, 1), record(area, 2, parent_key="1")])
    assert answer.data["accepted"] == 2
    assert enter(garden, registrar, [record(area, 3, parent_key="2")]).data["accepted"] == 1


def test_a_dry_run_says_the_same_and_writes_nothing(garden, area, registrar):
    records = [record(area, 1), record(area, 1), record(area, 3, title="plot 1")]
    tried = enter(garden, registrar, records, dry_run=True)
    assert plots(garden) == 0
    assert garden.emitted() == []
    done = enter(garden, registrar, records)
    assert outcomes(tried) == outcomes(done)
    assert (tried.data["dry_run"], tried.data["accepted"], done.data["accepted"]) == (True, 1, 1)


def test_imported_facts_travel_as_history_in_bulk(garden, area, registrar):
    enter(garden, registrar, [record(area, 1)])
    (event,) = garden.emitted()
    with garden.engine.connect() as connection:
        assert connection.execute(text("SELECT lane FROM runtime.outbox")).scalar_one() == "bulk"
    assert (event["kind"], event["actor_id"]) == ("import", str(registrar.account_id))


def test_only_registrars_of_the_area(garden, area, registrar):
    other = garden.sign_in(("registrar", "area", garden.area("community")))
    assert outcomes(enter(garden, other, [record(area, 1)])) == [("refused", "out_of_area", "/area_id")]
    secretary = garden.sign_in(("community_secretary", "area", area))
    assert enter(garden, secretary, [record(area, 1)]).status == 403


def test_a_call_has_limits(garden, area, registrar):
    assert enter(garden, registrar, []).status == 422
    assert enter(garden, registrar, [record(area, n) for n in range(1001)]).status == 422


def test_a_full_call_takes_few_statements(garden, area, registrar):
    records = [record(area, n) for n in range(1000)]
    with statements(garden.engine) as asked:
        answer = enter(garden, registrar, records)
    assert answer.data["accepted"] == 1000
    assert len(asked) < 50
