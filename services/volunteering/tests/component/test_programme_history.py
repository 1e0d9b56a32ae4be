"""Places and campaigns of past years enter through the import doors, under the rules of their own days."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from contracts.volunteering import operations as ops
from contracts.volunteering.events import CampaignConcludedV1, SiteClosedV1, SiteOpenedV1

SOURCE = "圳尾社区台账"


def site(here: Any, **changes: Any) -> dict[str, Any]:
    return {
        "area_id": here.community,
        "name": "科普教育基地",
        "kind": "base",
        "programme": "youth",
        "opened_on": "2029-06-01",
    } | changes


def festival(here: Any, **changes: Any) -> dict[str, Any]:
    return {
        "area_id": here.community,
        "title": "邻里节",
        "programme": "neighbours",
        "first_on": "2030-11-01",
        "last_on": "2030-11-30",
    } | changes


def sheet(here: Any, *lines: tuple[str, str, int]) -> None:
    """Sheets of November 2030, a line each: the day, the programme and who of the volunteers came."""
    team = {"area_id": here.community, "name": "旧队", "kind": "general", "leader_id": here.leader}
    made = here.door.call(
        ops.import_teams,
        here.registrar(),
        records=[team | {"formed_on": "2030-01-01", "record_key": "team", "source": SOURCE}],
    )
    records = [
        {
            "record_key": f"{day}/{number}",
            "source": SOURCE,
            "activity_key": day,
            "team_id": here.done(made).data["results"][0]["id"],
            "area_id": here.community,
            "title": "包粽子",
            "programme": programme,
            "starts_at": f"{day}T01:00:00+00:00",
            "ends_at": f"{day}T03:00:00+00:00",
            "person_id": here.people[number],
            "checked_in_at": f"{day}T01:00:00+00:00",
        }
        for day, programme, number in lines
    ]
    answer = here.done(here.door.call(ops.import_attendances, here.registrar(), records=records))
    assert answer.data["accepted"] == len(lines), answer.data


def listed(here: Any) -> list[str]:
    found = here.done(here.door.call(ops.list_sites, here.someone(0), area_id=here.community)).data["items"]
    return [each["opened_on"] for each in found]


def test_places_stand_from_their_own_day(here: Any) -> None:
    given_up = site(here, opened_on="2027-06-01", closed_on="2029-06-01")
    assert here.enter(ops.import_sites, given_up, site(here), dry_run=True) == [("accepted", None)] * 2
    assert here.door.emitted(SiteOpenedV1) == []
    assert here.enter(ops.import_sites, given_up, site(here)) == [("accepted", None)] * 2
    assert here.enter(ops.import_sites, given_up, site(here)) == [("repeated", None)] * 2
    told = here.door.emitted(SiteOpenedV1)
    assert [(each["data"]["opened_on"], each["occurred_at"], each["kind"]) for each in told] == [
        ("2027-06-01", "2027-05-31T16:00:00+00:00", "import"),
        ("2029-06-01", "2029-05-31T16:00:00+00:00", "import"),
    ]
    assert told[0]["data"]["programme_root"] == "youth"
    (ended,) = here.door.emitted(SiteClosedV1)
    assert (ended["data"]["closed_on"], ended["kind"]) == ("2029-06-01", "import")
    assert listed(here) == ["2029-06-01"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "castle"}, "site_kind_unknown"),
        ({"programme": "moon"}, "programme_unknown"),
        ({"opened_on": "2031-06-16"}, "date_in_future"),
        ({"closed_on": "2031-06-16"}, "date_in_future"),
        ({"closed_on": "2029-05-31"}, "ends_before_start"),
        ({"area_id": str(uuid4())}, "out_of_area"),
        ({"name": ""}, "invalid_record"),
    ],
)
def test_places_are_refused(here: Any, changes: dict[str, Any], code: str) -> None:
    assert here.refused_record(ops.import_sites, site(here), **changes) == code


def test_no_two_places_of_a_name_stood_at_once(here: Any) -> None:
    here.enter(ops.import_sites, site(here))
    assert here.refused_record(ops.import_sites, site(here)) == "site_name_taken"
    assert here.refused_record(ops.import_sites, site(here), opened_on="2028-01-01") == "site_name_taken"
    over = {"opened_on": "2028-01-01", "closed_on": "2029-06-02"}
    assert here.refused_record(ops.import_sites, site(here), **over) == "site_name_taken"
    assert here.refused_record(ops.import_sites, site(here), area_id=here.elsewhere) == "out_of_area"
    for door in (ops.import_sites, ops.import_campaigns):
        assert here.door.call(door, here.secretary(), records=[{}]).status == 403


def test_a_campaign_comes_to_what_its_sheets_say(here: Any) -> None:
    sheet(
        here,
        ("2030-11-05", "neighbours_celebrate", 0),
        ("2030-11-05", "neighbours_celebrate", 1),
        ("2030-11-30", "neighbours_help", 2),
        ("2030-12-01", "neighbours_help", 2),  # after its days
        ("2030-11-06", "culture_gala", 3),  # of another programme
    )
    assert here.enter(ops.import_campaigns, festival(here), dry_run=True) == [("accepted", None)]
    assert here.door.emitted(CampaignConcludedV1) == []
    assert here.enter(ops.import_campaigns, festival(here)) == [("accepted", None)]
    assert here.enter(ops.import_campaigns, festival(here)) == [("repeated", None)]
    (told,) = here.door.emitted(CampaignConcludedV1)
    assert (told["kind"], told["occurred_at"]) == ("import", "2030-11-30T16:00:00+00:00")
    assert (told["data"]["activities"], told["data"]["attended"], told["data"]["last_on"]) == (2, 3, "2030-11-30")
    (known,) = here.done(here.door.call(ops.list_campaigns, here.someone(0), area_id=here.community)).data["items"]
    assert (known["title"], known["concluded_on"]) == ("邻里节", "2031-06-15")


def test_campaigns_are_refused(here: Any) -> None:
    door, record = ops.import_campaigns, festival(here)
    assert here.refused_record(door, record) == "campaign_without_activities"
    sheet(here, ("2030-11-05", "neighbours_celebrate", 0))
    assert here.refused_record(door, record, programme="moon") == "programme_unknown"
    assert here.refused_record(door, record, last_on="2030-10-31") == "ends_before_start"
    assert here.refused_record(door, record, last_on="2031-06-15") == "campaign_not_over"
    assert here.refused_record(door, record, area_id=here.elsewhere) == "out_of_area"
    assert here.refused_record(door, record, title="") == "invalid_record"
    assert here.enter(door, record) == [("accepted", None)]
    assert here.refused_record(door, record, first_on="2030-11-30", last_on="2030-12-10") == "campaign_overlaps"


def test_a_campaign_waits_for_what_is_still_open(here: Any) -> None:
    sheet(here, ("2030-11-05", "neighbours_celebrate", 0))
    here.plan(here.form(), programme="neighbours_tidy")
    here.clock.hold(here.at(8, day=16))
    days = {"first_on": "2030-11-01", "last_on": "2031-06-15"}
    assert here.refused_record(ops.import_campaigns, festival(here), **days) == "campaign_has_open_activities"
