"""Saga 7 through the door: one branch becomes two on its day, when every service is ready; else nothing happens."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from contracts.cobuilding import events as from_cobuilding
from contracts.eldercare import events as from_eldercare
from contracts.membership import operations as ops
from contracts.membership.events import (
    MemberEnrolledV1,
    OrganisationChangedV2,
    RestructuringAnnouncedV1,
    RestructuringEffectiveV1,
)
from contracts.patrol import events as from_patrol
from contracts.volunteering import events as from_volunteering
from kernel.ids import uuid7

ANSWERING = (from_volunteering, from_eldercare, from_patrol, from_cobuilding)
DAYS = {"acknowledge_by": "2031-06-20", "effective_on": "2031-07-01"}


@pytest.fixture
def branch(city: Any) -> str:
    """A committee with one branch and two members on its roll."""
    officer = city.by("city_officer", "city")
    parent = None
    for key, kind in (("committee", "party_committee"), ("branch", "party_branch")):
        body = {"area_id": city.areas["community"], "kind": kind, "name": key, "founded_on": "2030-01-01"}
        made = city.done(ops.register_organisation, officer, **body, parent_id=parent)
        parent = city.areas[key] = UUID(made["organisation_id"])
    for name in ("甲", "乙"):
        city.areas[name] = city.register(name, party_member=True)
        body = {"organisation_id": parent, "person_id": city.areas[name], "enrolled_on": "2030-02-01"}
        city.done(ops.enrol_member, city.by("community_secretary"), **body)
    return str(parent)


def plan(city: Any, branch: str) -> dict[str, Any]:
    return {
        "area_id": city.areas["community"],
        "title": "一个支部调整为两个",
        "dissolved": [branch],
        "founded": [
            {"key": "first", "kind": "party_branch", "name": "第一支部", "under": str(city.areas["committee"])},
            {"key": "second", "kind": "party_branch", "name": "第二支部", "under": str(city.areas["committee"])},
            {"key": "group", "kind": "party_group", "name": "一组", "under": "second"},
        ],
        "passing": [
            {"from_organisation": branch, "to": "group", "people": [str(city.areas["甲"])]},
            {"from_organisation": branch, "to": "first"},
        ],
        **DAYS,
    }


def draft(city: Any, body: dict[str, Any]) -> Any:
    return city.door.call(ops.draft_restructuring, city.by("community_secretary"), **body)


def approved(city: Any, branch: str) -> str:
    made = draft(city, plan(city, branch))
    assert made.ok, made.problem
    key = made.data["restructuring_id"]
    told = city.done(ops.approve_restructuring, city.by("street_officer", "street"), restructuring_id=key)
    assert told["state"] == "announced"
    return str(key)


def answer(city: Any, key: str, events: Any, accepted: bool = True) -> None:
    data = {"restructuring_id": key, "accepted": accepted, "reason_code": None if accepted else "pairings_running"}
    event = events.RestructuringAcknowledgedV1
    city.door.deliver(event, aggregate_id=uuid7(), area=city.areas["community"], **data)


def shown(city: Any, key: str) -> Any:
    return city.done(ops.show_restructuring, city.by("resident", "household"), restructuring_id=key)


def at(city: Any, moment: str) -> None:
    city.clock.hold(datetime.fromisoformat(moment))
    city.door.tick()


def test_a_branch_becomes_two_on_its_day(city: Any, branch: str) -> None:
    key = approved(city, branch)
    [told] = city.door.emitted(RestructuringAnnouncedV1)
    assert (told["data"]["dissolved"], len(told["data"]["founded"])) == ([branch], 3)
    for events in ANSWERING:
        answer(city, key, events)
    assert shown(city, key)["state"] == "ready"
    at(city, "2031-06-21T00:00:01+08:00")
    assert shown(city, key)["state"] == "ready"
    assert city.door.emitted(RestructuringEffectiveV1) == []
    at(city, "2031-07-01T00:00:01+08:00")
    after = shown(city, key)
    assert (after["state"], after["reason"]) == ("effective", None)
    assert [step["state"] for step in after["steps"]] == ["done"] * 7

    secretary = city.by("community_secretary")
    rolls = {
        each["name"]: [
            member["person_name"]
            for member in city.done(ops.list_members, secretary, of=each["organisation_id"])["items"]
        ]
        for each in city.done(ops.list_organisations, secretary, area_id=city.areas["community"])["items"]
    }
    assert rolls == {"committee": ["甲", "乙"], "第一支部": ["乙"], "第二支部": ["甲"], "一组": ["甲"]}
    before = city.done(ops.list_organisations, secretary, area_id=city.areas["community"], on="2031-06-30")["items"]
    assert {each["name"] for each in before} == {"committee", "branch"}
    ids = {event["data"]["organisation_id"] for event in city.door.emitted(OrganisationChangedV2)}
    assert set(told["data"]["founded"]) <= ids
    assert [event["data"]["enrolled_on"] for event in city.door.emitted(MemberEnrolledV1)][-2:] == ["2031-07-01"] * 2
    assert len(city.door.emitted(RestructuringEffectiveV1)) == 1
    assert city.door.parked() == []


def test_a_refusal_stops_it(city: Any, branch: str) -> None:
    key = approved(city, branch)
    answer(city, key, from_eldercare)
    answer(city, key, from_volunteering, accepted=False)
    after = shown(city, key)
    assert (after["state"], after["reason"]) == ("stopped", "refused by volunteering: pairings_running")
    at(city, "2031-07-01T00:00:01+08:00")
    assert shown(city, key)["state"] == "stopped"
    assert city.done(ops.show_organisation, city.by("resident"), organisation_id=branch)["dissolved_on"] is None


def test_silence_stops_it(city: Any, branch: str) -> None:
    key = approved(city, branch)
    for events in ANSWERING[:3]:
        answer(city, key, events)
    at(city, "2031-06-20T23:59:00+08:00")
    assert shown(city, key)["state"] == "announced"
    at(city, "2031-06-21T00:00:01+08:00")
    assert shown(city, key)["reason"] == "unanswered: answer:cobuilding"


def test_what_the_day_forbids_stops_it_as_a_whole(city: Any, branch: str) -> None:
    key = approved(city, branch)
    for events in ANSWERING:
        answer(city, key, events)
    name = {"area_id": city.areas["community"], "kind": "party_branch", "name": "第二支部"}
    city.done(ops.register_organisation, city.by("city_officer", "city"), **name)
    at(city, "2031-07-01T00:00:01+08:00")
    after = shown(city, key)
    assert (after["state"], after["steps"][-1]["state"]) == ("stopped", "waiting")
    names = {each["name"] for each in city.done(ops.list_organisations, city.by("resident"))["items"]}
    assert "第一支部" not in names


def test_it_is_taken_back_until_it_takes_effect(city: Any, branch: str) -> None:
    key = approved(city, branch)
    secretary = city.by("community_secretary")
    assert city.done(ops.cancel_restructuring, secretary, restructuring_id=key)["state"] == "cancelled"
    again = city.door.call(ops.cancel_restructuring, secretary, restructuring_id=key)
    assert again.code == "restructuring_over"
    again = city.door.call(ops.approve_restructuring, city.by("street_officer", "street"), restructuring_id=key)
    assert again.code == "restructuring_not_drafted"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"founded": [], "dissolved": [], "passing": []}, "restructuring_empty"),
        ({"acknowledge_by": "2031-06-15"}, "restructuring_days_wrong"),
        ({"effective_on": "2031-06-20"}, "restructuring_days_wrong"),
        ({"passing": []}, "restructuring_leaves_members"),
        ({"founded": [{"key": "a", "kind": "party_branch", "name": "甲"}] * 2}, "restructuring_key_repeated"),
        (
            {"founded": [{"key": "first", "kind": "party_branch", "name": "甲", "under": "nothing"}]},
            "restructuring_key_unknown",
        ),
    ],
)
def test_drafts_that_could_not_be_executed_are_refused(
    city: Any, branch: str, change: dict[str, Any], code: str
) -> None:
    assert draft(city, plan(city, branch) | change).code == code


def test_who_drafts_does_not_approve(city: Any, branch: str) -> None:
    key = draft(city, plan(city, branch)).data["restructuring_id"]
    refused = city.door.call(ops.approve_restructuring, city.by("community_secretary"), restructuring_id=key)
    assert refused.status == 403
    assert city.door.call(ops.draft_restructuring, city.by("resident"), **plan(city, branch)).status == 403
    [listed] = city.done(ops.list_restructurings, city.by("resident"), area_id=city.areas["street"])["items"]
    assert listed["restructuring_id"] == key
