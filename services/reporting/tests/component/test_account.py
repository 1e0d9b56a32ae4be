"""The annual report through the whole door: who reads it, what it shows, what it refuses."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from contracts import catalogue
from contracts.membership.events import AreaMergedV1, AreaRegisteredV1
from contracts.patrol.events import ShiftCompletedV1
from contracts.reporting import operations as ops
from contracts.volunteering.events import TeamChangedV1

SECTIONS = {"sections": [{"title_zh": "平安社区", "title_en": "A safe community", "metrics": ["P01.nights", "X.gone"]}]}
SPRING = datetime(2011, 4, 1, tzinfo=UTC)


@pytest.fixture
def door(door_under_test: Any) -> Any:
    return door_under_test


@pytest.fixture
def community(door: Any) -> UUID:
    street = door.area("street", door.area("district", door.area("city")))
    made: UUID = door.area("community", street, name="圳尾社区", code="350402001003")
    return made


def seat(door: Any, area: UUID, person: UUID, **words: Any) -> None:
    ids = {"team_id": uuid4(), "seat_id": uuid4(), "person_id": person, "name": None}
    change = {"change": "member_joined", "team_kind": "patrol", "seat_role": "member"}
    door.deliver(TeamChangedV1, area=area, occurred_at=SPRING, **ids, **change, **words)


def figures(answer: Any) -> dict[str, dict[str, Any]]:
    return {one["metric"]: one for section in answer.data["sections"] for one in section["figures"]}


def test_a_resident_reads_the_account_in_the_order_of_the_pack(door: Any, community: UUID) -> None:
    door.pack(community, SECTIONS)
    for night in (date(2011, 5, 1), date(2011, 5, 2), date(2012, 1, 1)):
        door.deliver(ShiftCompletedV1, sample=True, aggregate_id=uuid4(), area=community, shift_id=uuid4(), night=night)
    answer = door.call(ops.show_annual_report, door.sign_in(), area=community, year=2011)
    assert (answer.status, answer.data["area_name"], answer.data["complete"]) == (200, "圳尾社区", True)
    first, last = answer.data["sections"][0], answer.data["sections"][-1]
    assert (first["title_zh"], [one["metric"] for one in first["figures"]]) == ("平安社区", ["P01.nights"])
    assert last["title_en"] == "Other figures"
    assert figures(answer).keys() == {metric.id for metric in catalogue.metrics()}
    nights = figures(answer)["P01.nights"]
    assert (nights["value"], nights["numerator"], nights["denominator"], nights["facts"]) == (2, 2, 365, 2)
    assert nights["as_of"].startswith("2011-12-31T16:00") or nights["as_of"].startswith("2012-01-01T00:00")
    assert nights["facts_href"].startswith("/api/v1/reports/annual/facts?")


def test_what_was_imported_says_so(door: Any, community: UUID) -> None:
    seat(door, community, uuid4(), kind="import")
    seat(door, community, uuid4())
    people = figures(door.call(ops.show_annual_report, door.sign_in(), area=community, year=2011))["V03.people"]
    assert (people["value"], people["facts"], people["imported"]) == (2, 2, 1)


def test_a_figure_opens_down_to_its_events(door: Any, community: UUID) -> None:
    people = [uuid4() for _ in range(3)]
    for person in people:
        seat(door, community, person)
    secretary = door.sign_in(("community_secretary", "area", community))
    words = {"area": community, "year": 2011, "metric": "V03.people"}
    first = door.call(ops.list_figure_facts, secretary, **words, limit=2)
    rest = door.call(ops.list_figure_facts, secretary, **words, limit=2, after=first.data["next"])
    items = first.data["items"] + rest.data["items"]
    assert [len(page.data["items"]) for page in (first, rest)] == [2, 1]
    assert {item["subject"] for item in items} == {str(person) for person in people}
    assert all(item["begin_event"] and item["area"] == str(community) and item["end_event"] is None for item in items)
    assert items[0]["kept"]["team_kind"] == "patrol"
    assert rest.data["next"] is None


def test_other_readers_of_facts_see_no_whole_subject(door: Any, community: UUID) -> None:
    person = uuid4()
    seat(door, community, person)
    for role in ("supervisor", "auditor", "branch_secretary"):
        reader = door.sign_in((role, "area", community))
        words = {"area": community, "year": 2011, "metric": "V03.people"}
        item = door.call(ops.list_figure_facts, reader, **words).data["items"][0]
        assert item["subject"] == f"…{str(person)[-4:]}"
        assert item["kept"] == {"team_kind": "patrol", "seat_role": "member"}


def test_facts_are_for_those_who_answer_for_the_area(door: Any, community: UUID) -> None:
    words = {"area": community, "year": 2011, "metric": "V03.people"}
    elsewhere = door.sign_in(("community_secretary", "area", door.area("city")))
    assert door.call(ops.list_figure_facts, door.sign_in(), **words).status == 403
    assert door.call(ops.list_figure_facts, elsewhere, **words).status == 403
    assert door.call(ops.list_figure_facts, **words).status == 401
    assert door.call(ops.show_annual_report, area=community, year=2011).status == 401


def test_refusals_have_codes(door: Any, community: UUID) -> None:
    anybody = door.sign_in()
    household = door.area("household", community)

    def code(**words: Any) -> tuple[int, str]:
        answer = door.call(ops.show_annual_report, anybody, **{"area": community, "year": 2011, **words})
        return answer.status, answer.code

    assert code(year=2999) == (422, "year_not_begun")
    assert code(year=1999) == (422, "area_not_there_in_year")
    assert code(area=household) == (422, "area_not_accountable")
    assert code(area=uuid4())[0] == 404
    secretary = door.sign_in(("community_secretary", "area", community))
    words = {"area": community, "year": 2011}
    unknown = door.call(ops.list_figure_facts, secretary, **words, metric="V99.none")
    assert (unknown.status, unknown.code) == (404, "metric_unknown")
    calendar = door.call(ops.list_figure_facts, secretary, **words, metric="P01.nights", part="denominator")
    assert (calendar.status, calendar.code) == (422, "part_has_no_facts")


def test_only_an_operator_rebuilds_and_nothing_changes_by_it(door: Any, community: UUID) -> None:
    for _ in range(3):
        seat(door, community, uuid4())
    reader, operator = door.sign_in(), door.sign_in(("system_operator", "area", community))
    before = figures(door.call(ops.show_annual_report, reader, area=community, year=2011))
    assert door.call(ops.rebuild_facts, door.sign_in(("city_officer", "area", community))).status == 403
    told = door.call(ops.rebuild_facts, operator)
    assert (told.status, told.data) == (200, {"events": 3, "facts": 3})
    assert figures(door.call(ops.show_annual_report, reader, area=community, year=2011)) == before


def test_every_event_of_every_other_service_is_archived(door: Any, database: Any) -> None:
    samples = [event for event in catalogue.events() if event.producer() != "reporting"]
    merger = orjson.loads(files("contracts.membership").joinpath(f"samples/{AreaMergedV1.name}.json").read_bytes())[
        "data"
    ]
    for number, area in enumerate([merger["area_id"], *merger["merged"]], 1):
        words = {"area_id": area, "number": number, "path": str(number), "parent_id": None}
        door.deliver(AreaRegisteredV1, sample=True, aggregate_id=UUID(area), payload=words)
    for event in samples:
        if not event.name.endswith("audit_sealed.v1"):
            door.deliver(event, sample=True, aggregate_id=uuid4())
    assert door.parked() == []
    rows = database.session.connection().exec_driver_sql("SELECT count(DISTINCT name) FROM archive").scalar_one()
    assert rows == len([event for event in samples if not event.name.endswith("audit_sealed.v1")])
