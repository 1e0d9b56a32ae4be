"""An older elder register from paper."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from contracts.eldercare import operations as ops
from contracts.eldercare.events import CardIssuedV1, CardRevokedV1, ElderLeftV1, ElderRegisteredV1
from runtime.testing.plans import statements


def record(here: Any, **changes: Any) -> dict[str, Any]:
    words = {"record_key": "elder-01", "source": "老年人台账", "person_id": here.person, "area_id": here.community}
    return words | {"living": "alone", "registered_on": "2011-01-05"} | changes


def card(**changes: Any) -> dict[str, Any]:
    return {"kind": "convenience_service", "issued_on": "2011-02-01"} | changes


def enter(here: Any, *records: dict[str, Any], **words: Any) -> Any:
    return here.door.call(ops.import_elders, here.registrar(), records=list(records), **words).data


def test_an_elder_with_cards(here: Any) -> None:
    cards = [card(revoked_on="2011-08-08"), card(issued_on="2011-08-08"), card(kind="safe_passage")]
    reply = enter(here, record(here, cards=cards), record(here))
    assert (reply["accepted"], reply["repeated"]) == (1, 1)
    [told] = here.door.emitted(ElderRegisteredV1)
    assert (told["kind"], told["occurred_at"]) == ("import", "2011-01-04T16:00:00+00:00")
    assert len(here.door.emitted(CardIssuedV1)) == 3
    assert [one["data"]["revoked_on"] for one in here.door.emitted(CardRevokedV1)] == ["2011-08-08"]
    shown = here.show(reply["results"][0]["id"])
    assert (shown.data["living"], len(shown.data["cards"])) == ("alone", 3)


def test_who_left_takes_the_cards_along_and_may_have_come_back(here: Any) -> None:
    first = record(here, left_on="2011-11-03", cards=[card()])
    second = record(here, record_key="elder-02", registered_on="2012-01-01", cards=[card(issued_on="2012-01-02")])
    assert enter(here, second, first)["accepted"] == 2
    assert [one["data"]["revoked_on"] for one in here.door.emitted(CardRevokedV1)] == ["2011-11-03"]
    assert len(here.door.emitted(ElderLeftV1)) == 1
    with here.door.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT living IS NOT NULL FROM elder ORDER BY registered_on").scalars().all()
    assert kept == [False, True]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"area_id": "elsewhere"}, "out_of_area"),
        ({"person_id": str(uuid4())}, "person_unknown"),
        ({"person_id": "minor"}, "person_is_minor"),
        ({"person_id": "elder"}, "elder_exists"),
        ({"registered_on": "2031-03-06"}, "date_in_future"),
        ({"left_on": "2031-03-06"}, "date_in_future"),
        ({"left_on": "2011-01-04"}, "before_registration"),
        ({"living": "rich"}, "invalid_record"),
        ({"cards": [card(kind="gold")]}, "card_kind_unknown"),
        ({"cards": [card(), card(issued_on="2011-03-01")]}, "card_exists"),
        ({"cards": [card(issued_on="2011-01-04")]}, "before_registration"),
        ({"cards": [card(issued_on="2031-03-06")]}, "date_in_future"),
        ({"cards": [card(revoked_on="2031-03-06")]}, "date_in_future"),
        ({"cards": [card(revoked_on="2011-01-31")]}, "before_issue"),
        ({"left_on": "2011-02-01", "cards": [card()]}, "after_leaving"),
        ({"left_on": "2011-03-01", "cards": [card(revoked_on="2011-03-02")]}, "after_leaving"),
    ],
)
def test_what_is_refused_leaves_nothing(here: Any, changes: Any, code: str) -> None:
    elder = here.door.person(here.estate, "老张")
    enter(here, record(here, record_key="elder-09", person_id=elder))
    named = {"elsewhere": here.elsewhere, "minor": here.door.person(here.estate, "童童", minor=True), "elder": elder}
    spelt = {name: named.get(value, value) if isinstance(value, str) else value for name, value in changes.items()}
    reply = enter(here, record(here, **spelt))
    assert [result["code"] for result in reply["results"]] == [code]
    assert len(here.door.emitted()) == len(here.door.emitted(ElderRegisteredV1)) == 1


def test_a_dead_person_may_have_been_an_elder(here: Any) -> None:
    from datetime import date

    from contracts.membership.events import PersonDiedV1
    from kernel.ids import uuid7

    death = {"person_id": here.person, "stay_id": uuid7(), "died_on": date(2015, 1, 1)}
    here.door.deliver(PersonDiedV1, aggregate_id=here.person, **death)
    assert enter(here, record(here))["results"][0]["code"] == "person_not_alive"
    assert enter(here, record(here, left_on="2015-01-01"))["accepted"] == 1


def test_a_hundred_elders_are_read_and_written_together(here: Any) -> None:
    people = [here.door.person(here.estate) for _ in range(100)]
    records = [record(here, record_key=str(n), person_id=person, cards=[card()]) for n, person in enumerate(people)]
    with statements(here.door.engine) as seen:
        assert enter(here, *records)["accepted"] == 100
    assert len(seen) < 40


def test_one_person_twice_in_a_call_is_refused_the_second_time_alone(here: Any) -> None:
    people = [here.door.person(here.estate) for _ in range(20)]
    records = [record(here, record_key=str(n), person_id=person) for n, person in enumerate([*people, people[7]])]
    reply = enter(here, *records)
    assert [n for n, result in enumerate(reply["results"]) if result["outcome"] == "refused"] == [20]
    assert reply["results"][20]["code"] == "elder_exists"
    shown = here.show(reply["results"][7]["id"])
    assert shown.data["living"] == "alone"
