"""设岗、认岗、亮岗承诺 through the door, and the evidence that others' facts make."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from contracts.cobuilding.events import UnitChangedV1
from contracts.membership import operations as ops
from contracts.membership.events import (
    PackAssignedV1,
    PledgeOverdueV1,
    PledgePublishedV1,
    PostClaimedV1,
    PostReleasedV1,
)
from contracts.patrol.events import ShiftCompletedV1
from contracts.volunteering.events import HoursApprovedV1, HoursReversedV1
from kernel.ids import uuid7


def hours(city: Any, person: UUID, minutes: int, on: str = "2031-06-20", attendance: UUID | None = None) -> UUID:
    attendance_id = attendance or uuid7()
    city.door.deliver(
        HoursApprovedV1,
        aggregate_id=attendance_id,
        attendance_id=attendance_id,
        activity_id=uuid7(),
        team_id=None,
        person_id=person,
        minutes=minutes,
        served_on=date.fromisoformat(on),
    )
    return attendance_id


def reverse(city: Any, attendance: UUID) -> None:
    city.door.deliver(HoursReversedV1, aggregate_id=attendance, attendance_id=attendance, reason_code="counted_twice")


def shift(city: Any, night: str, **minutes: int) -> None:
    shift_id, day = uuid7(), date.fromisoformat(night)
    city.door.deliver(
        ShiftCompletedV1,
        aggregate_id=shift_id,
        shift_id=shift_id,
        team_id=uuid7(),
        night=day,
        starts_at=datetime.fromisoformat(f"{night}T19:30:00+08:00"),
        ends_at=datetime.fromisoformat(f"{night}T22:00:00+08:00"),
        minutes=sum(minutes.values()),
        members=[{"person_id": UUID(person), "minutes": served} for person, served in minutes.items()],
    )


def shown(city: Any, pledge: str) -> dict[str, Any]:
    data: dict[str, Any] = city.done(ops.show_pledge, None, pledge_id=pledge)
    return data


def evidence(city: Any, pledge: str) -> list[tuple[str, int, bool]]:
    return [(each["on"], each["minutes"], each["reversed"]) for each in shown(city, pledge)["evidence"]]


def test_residents_claim_personal_posts_and_units_organisation_posts(city: Any) -> None:
    person, unit = city.register(), city.unit()
    personal, common = city.post(), city.post("guidance_unit", "organisation")
    city.claim(personal, person_id=person)
    city.claim(common, unit_id=unit)
    told = [(e["data"]["claimant_kind"], e["data"]["claimant_id"]) for e in city.door.emitted(PostClaimedV1)]
    assert told == [("person", str(person)), ("unit", str(unit))]

    def refused(post: UUID, **claimant: Any) -> str | None:
        code: str | None = city.door.call(ops.claim_post, city.by("community_secretary"), post_id=post, **claimant).code
        return code

    assert refused(personal, unit_id=unit) == "claimant_level_wrong"
    assert refused(common, person_id=person) == "claimant_level_wrong"
    assert refused(personal, person_id=person) == "claim_repeated"
    assert refused(common, unit_id=unit) == "claim_repeated"
    assert refused(personal, person_id=uuid7()) == "claimant_unknown"
    assert refused(common, unit_id=uuid7()) == "claimant_unknown"
    assert refused(personal, person_id=city.register("李雷"), claimed_on="2031-06-16") == "date_in_future"
    assert refused(personal, person_id=city.register("王芳"), claimed_on="2031-06-14") == "claim_before_post"
    assert refused(personal) == refused(personal, person_id=person, unit_id=unit) == "invalid_request"
    assert city.done(ops.show_post, city.by("resident"), post_id=personal)["claims"] == 1


def test_units_that_closed_and_people_who_died_claim_nothing(city: Any) -> None:
    unit, person = city.unit(), city.register()
    changed = {"unit_id": unit, "name": "圳尾小学", "kind": "school", "active": False, "changed_on": date(2031, 6, 1)}
    city.door.deliver(UnitChangedV1, aggregate_id=unit, area=city.areas["community"], seq=2, payload=changed)
    city.done(ops.register_death, city.by("registrar"), person_id=person, died_on="2031-06-01")
    by = city.by("community_secretary")
    common = city.post("guidance_unit", "organisation")
    assert city.door.call(ops.claim_post, by, post_id=common, unit_id=unit).code == "claimant_unknown"
    assert city.door.call(ops.claim_post, by, post_id=city.post(), person_id=person).code == "person_deceased"


def test_a_unit_that_closes_gives_its_posts_back(city: Any) -> None:
    unit = city.unit()
    city.claim(city.post("guidance_unit", "organisation"), unit_id=unit)
    changed = {"unit_id": unit, "name": "圳尾小学", "kind": "school", "active": False, "changed_on": date(2031, 6, 15)}
    city.door.deliver(UnitChangedV1, aggregate_id=unit, area=city.areas["community"], seq=2, payload=changed)
    assert [e["data"]["reason"] for e in city.door.emitted(PostReleasedV1)] == ["unit_closed"]
    assert city.door.parked() == []


def test_residents_act_for_themselves_contacts_for_their_unit(city: Any) -> None:
    person, unit, post = city.register(), city.unit(), city.post()
    common = city.post("guidance_unit", "organisation")
    resident = city.person(person)
    contact = city.door.sign_in(("unit_contact", "unit", unit))
    mother = city.door.sign_in(("guardian", "person", person))
    other = city.register("李雷")
    assert city.door.call(ops.claim_post, resident, post_id=post, person_id=other).status == 403
    assert city.door.call(ops.claim_post, contact, post_id=common, unit_id=city.unit("别的单位")).status == 403
    claim = city.done(ops.claim_post, resident, post_id=post, person_id=person)["claim_id"]
    unit_claim = city.done(ops.claim_post, contact, post_id=common, unit_id=unit)["claim_id"]
    body = {"text": "每周六上午劝导", "due_on": "2031-07-01"}
    assert city.door.call(ops.publish_pledge, contact, claim_id=claim, **body).status == 403
    assert city.done(ops.publish_pledge, mother, claim_id=claim, **body)["claimant"] == "徐开枝"
    assert city.done(ops.publish_pledge, contact, claim_id=unit_claim, **body)["claimant"] == "圳尾小学"
    assert city.door.call(ops.release_post, city.person(other), claim_id=claim, reason="withdrawn").status == 403
    assert city.door.call(ops.release_post, city.by("supervisor"), claim_id=claim, reason="withdrawn").status == 403
    assert city.done(ops.release_post, resident, claim_id=claim, reason="withdrawn")["reason"] == "withdrawn"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"template": "town_crier"}, "post_not_in_pack"),
        ({"level": "organisation"}, "post_level_wrong"),
        ({}, "post_title_taken"),
    ],
)
def test_posts_come_from_the_pack_in_force(city: Any, fields: dict[str, Any], code: str) -> None:
    city.post()
    body = {"area_id": city.areas["community"], "template": "guidance", "level": "personal"} | fields
    assert city.door.call(ops.set_up_post, city.by("community_secretary"), **body).code == code
    city.post(title="河滨路文明劝导岗")


def test_where_no_pack_is_in_force_there_are_no_posts(city: Any) -> None:
    body = {"area_id": city.areas["district"], "template": "guidance", "level": "personal"}
    answer = city.door.call(ops.set_up_post, city.by("street_officer", "district"), **body)
    assert (answer.status, answer.code) == (409, "pack_not_assigned")
    assert city.door.call(ops.set_up_post, city.by("resident", "district"), **body).status == 403


def test_a_pack_is_whole_or_not_assigned(city: Any) -> None:
    def code(**fields: Any) -> str | None:
        body = {"area_id": city.areas["community"], "pack": "a-mechanism-of-a-test", "version": "1"} | fields
        found: str | None = city.door.call(
            ops.assign_pack, city.by("street_officer", "street"), valid_from="2031-02-01", **body
        ).code
        return found

    assert code(pack="no-such-pack") == "pack_unknown"
    assert code(version="3") == "pack_unknown"
    assert code(version="2") == "pack_invalid"
    assert code(pack="../secrets") == "invalid_request"
    assert code() is None
    assert code() == "pack_repeated"
    assert len(city.door.emitted(PackAssignedV1)) == 2
    pack = {"area_id": city.areas["household"]}
    by = city.by("resident", "household")
    assert city.done(ops.show_pack, by, **pack)["area_id"] == str(city.areas["community"])
    assert city.done(ops.show_pack, by, **pack, on="2031-01-31")["area_id"] == str(city.areas["street"])
    assert city.door.call(ops.show_pack, by, **pack, on="2030-12-31").code == "pack_not_assigned"


def test_a_pledge_keeps_the_form_of_the_pack(city: Any) -> None:
    claim = city.claim(city.post(), person_id=city.register())
    assert city.pledge(claim, text="很长" * 21).code == "pledge_too_long"
    assert city.pledge(claim, due_on="2032-06-15").code == "pledge_due_too_late"
    assert city.pledge(claim, due_on="2031-06-14").code == "pledge_due_before_publication"
    first = city.pledge(claim)
    assert (first.status, first.data["state"], first.data["minutes"]) == (201, "running", 0)
    assert city.pledge(claim).code == "pledge_repeated"
    [told] = city.door.emitted(PledgePublishedV1)
    assert "text" not in told["data"]
    city.done(ops.release_post, city.by("community_secretary"), claim_id=claim, reason="moved_away")
    assert shown(city, first.data["pledge_id"])["state"] == "ended"
    assert city.pledge(claim).code == "claim_released"


def test_a_claim_ends_after_it_began(city: Any) -> None:
    claim = city.claim(city.post(), person_id=city.register())
    by = city.by("community_secretary")

    def code(day: str) -> str | None:
        body = {"claim_id": claim, "reason": "finished", "released_on": day}
        found: str | None = city.door.call(ops.release_post, by, **body).code
        return found

    assert code("2031-06-14") == "release_before_claim"
    assert code("2031-06-16") == "date_in_future"
    assert code("2031-06-15") is None
    assert code("2031-06-15") == "claim_released"
    assert [e["data"]["released_on"] for e in city.door.emitted(PostReleasedV1)] == ["2031-06-15"]


def test_hours_and_shifts_become_evidence_and_reversed_ones_do_not(city: Any) -> None:
    person, other = city.register(), city.register("李雷")
    post = city.post()
    pledge = city.pledge(city.claim(post, person_id=person)).data["pledge_id"]
    beside = city.pledge(city.claim(post, person_id=other)).data["pledge_id"]
    uncounted = city.pledge(city.claim(city.post("mediation"), person_id=person)).data["pledge_id"]
    attended = hours(city, person, 45)
    hours(city, person, 30, on="2031-06-14")
    hours(city, person, 30, on="2031-12-02")
    shift(city, "2031-06-21", **{str(person): 150, str(other): 140})
    assert evidence(city, pledge) == [("2031-06-20", 45, False), ("2031-06-21", 150, False)]
    reverse(city, attended)
    assert evidence(city, pledge)[:2] == [("2031-06-20", 45, False), ("2031-06-20", -45, True)]
    assert shown(city, pledge)["minutes"] == 150
    assert shown(city, beside)["minutes"] == 140
    assert evidence(city, uncounted) == []
    assert city.door.parked() == []


def test_a_fact_told_twice_counts_once(city: Any) -> None:
    person = city.register()
    pledge = city.pledge(city.claim(city.post(), person_id=person)).data["pledge_id"]
    event_id, attendance = uuid7(), uuid7()
    for _ in range(2):
        city.door.deliver(
            HoursApprovedV1,
            event_id=event_id,
            seq=1,
            aggregate_id=attendance,
            attendance_id=attendance,
            activity_id=uuid7(),
            team_id=None,
            person_id=person,
            minutes=60,
            served_on=date(2031, 6, 15),
        )
    assert shown(city, pledge)["minutes"] == 60


def test_a_pledge_entered_later_finds_what_was_done_for_it(city: Any) -> None:
    person = city.register(registered_on="2031-01-01")
    records = [{"record_key": "post", "source": "册", "area_id": city.areas["community"], "template": "guidance",
                "level": "personal", "set_up_on": "2031-01-05"}]  # fmt: skip
    [post] = city.done(ops.import_posts, city.by("registrar"), records=records)["results"]
    hours(city, person, 60, on="2031-02-01")
    struck = hours(city, person, 30, on="2031-02-02")
    reverse(city, struck)
    pledged = {"text": "劝导", "published_on": "2031-01-20", "due_on": "2031-06-01"}
    claim = {"record_key": "c", "source": "册", "post_id": post["id"], "person_id": person, "claimed_on": "2031-01-10"}
    reply = city.done(ops.import_claims, city.by("registrar"), records=[claim | {"pledge": pledged}])
    found = city.done(ops.show_claim, city.by("resident"), claim_id=reply["results"][0]["id"])
    assert evidence(city, found["pledge_id"]) == [("2031-02-01", 60, False)]


def tick_on(city: Any, day: str) -> None:
    city.clock.hold(datetime.fromisoformat(f"{day}T00:00:01+08:00"))
    city.door.tick()


def test_the_clock_finds_pledges_without_evidence(city: Any) -> None:
    kept, broken, left = (city.register(name) for name in ("王芳", "李雷", "韩梅"))
    post = city.post()
    pledges = {
        person: city.pledge(city.claim(post, person_id=person), due_on="2031-07-01").data
        for person in (kept, broken, left)
    }
    hours(city, kept, 45)
    city.done(ops.release_post, city.by("community_secretary"), claim_id=pledges[left]["claim_id"], reason="withdrawn")
    tick_on(city, "2031-07-01")
    assert city.door.emitted(PledgeOverdueV1) == []
    tick_on(city, "2031-07-02")
    assert [e["data"]["pledge_id"] for e in city.door.emitted(PledgeOverdueV1)] == [pledges[broken]["pledge_id"]]
    overdue = city.done(ops.list_pledges, None, area_id=city.areas["community"], state="overdue")["items"]
    assert [(item["claimant"], item["minutes"]) for item in overdue] == [("李雷", 0)]
    hours(city, broken, 30, on="2031-07-05")
    assert shown(city, pledges[broken]["pledge_id"])["minutes"] == 30


def test_history_sets_no_clock_and_accuses_nobody(city: Any) -> None:
    person = city.register(registered_on="2031-01-01")
    post = city.post()
    claim = {"record_key": "c", "source": "册", "post_id": post, "person_id": person, "claimed_on": "2031-06-15"}
    pledged = {"text": "劝导", "published_on": "2031-06-15", "due_on": "2031-06-20"}
    city.done(ops.import_claims, city.by("registrar"), records=[claim | {"pledge": pledged}])
    tick_on(city, "2031-07-02")
    assert city.door.emitted(PledgeOverdueV1) == []


def test_a_minor_pledges_without_a_full_name(city: Any) -> None:
    child = city.register("王小明", birth_date="2018-01-01")
    pledge = city.pledge(city.claim(city.post(), person_id=child)).data
    assert pledge["claimant"] == "王**"


def test_claims_of_the_past_carry_pledge_and_release_or_nothing(city: Any) -> None:
    unit, post = city.unit(), city.post("guidance_unit", "organisation")
    pledged = {"text": "责任路段", "published_on": "2031-06-15", "due_on": "2031-06-30"}
    released = {"released_on": "2031-06-15", "reason": "withdrawn"}

    def record(key: str, **more: Any) -> dict[str, Any]:
        words = {"record_key": key, "source": "认岗册", "post_id": post, "claimed_on": "2031-06-15"}
        return words | more

    records = [
        record("gone", unit_id=unit, pledge=pledged, release=released),
        record("again", unit_id=unit, pledge=pledged),
        record("twice", unit_id=unit),
        record("late", unit_id=city.unit("医院"), pledge=pledged, release=released | {"released_on": "2031-06-14"}),
        record("early", unit_id=city.unit("商场"), pledge=pledged | {"published_on": "2031-06-14"}),
        record("nobody"),
        record("lost", unit_id=unit, post_id=uuid7()),
    ]
    reply = city.done(ops.import_claims, city.by("registrar"), records=records)
    assert [result.get("code") for result in reply["results"]] == [
        None,
        None,
        "claim_repeated",
        "release_before_claim",
        "pledge_before_claim",
        "invalid_record",
        "post_unknown",
    ]
    assert len(city.door.emitted(PostClaimedV1)) == 2
    assert len(city.door.emitted(PledgePublishedV1)) == 2
    away = city.done(ops.import_claims, city.by("registrar", "elsewhere"), records=[record("x", unit_id=city.unit())])
    assert away["results"][0]["code"] == "out_of_area"


def test_claims_are_listed_by_area_post_claimant_and_kind(city: Any) -> None:
    person, unit = city.register(), city.unit()
    personal, common = city.post(), city.post("guidance_unit", "organisation")
    kept, gone = city.claim(personal, person_id=person), city.claim(common, unit_id=unit)
    city.done(ops.release_post, city.by("community_secretary"), claim_id=gone, reason="unit_closed")
    by = city.by("resident", "household")

    def listed(**fields: Any) -> list[str]:
        return [claim["claim_id"] for claim in city.done(ops.list_claims, by, **fields)["items"]]

    assert listed(area_id=city.areas["street"]) == listed(person_id=person) == listed(post_id=personal) == [str(kept)]
    assert listed(area_id=city.areas["elsewhere"]) == listed(unit_id=unit) == listed(claimant_kind="unit") == []
    assert listed(unit_id=unit, all=True) == [str(gone)]
    titles = [post["title"] for post in city.done(ops.list_posts, by, area_id=city.areas["community"])["items"]]
    assert titles == ["文明劝导大岗", "文明劝导岗"]
    assert len(city.done(ops.list_posts, by, level="personal")["items"]) == 1


def test_pledges_are_public_and_claims_are_not(city: Any) -> None:
    pledge = city.pledge(city.claim(city.post(), person_id=city.register())).data
    assert shown(city, pledge["pledge_id"])["text"] == "每周六上午劝导"
    assert len(city.done(ops.list_pledges, None)["items"]) == 1
    assert city.door.call(ops.list_claims, None).status == 401
    assert city.door.call(ops.show_pledge, None, pledge_id=uuid7()).status == 404
