"""Family links and consents through the door: who may act and agree for whom, and what stops with either."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from contracts.membership import operations as ops
from contracts.membership.events import (
    ConsentGivenV1,
    ConsentWithdrawnV1,
    GrantRevokedV1,
    RollConcealedV1,
    SessionEndedV1,
)
from kernel.ids import uuid7
from membership.use_cases.people import come_of_age
from runtime import tokens
from runtime.database import transaction

PASSWORD = "correct-horse-battery"


def account(city: Any, person: UUID, username: str, *grants: tuple[str, str]) -> str:
    """Open an account with roles at areas; its id."""
    admin = city.by("security_admin", "city")
    made = city.done(ops.open_account, admin, username=username, password=PASSWORD, person_id=person)
    for role, area in grants:
        grant = {"account_id": made["account_id"], "role": role, "kind": "area", "scope": city.areas[area]}
        city.done(ops.give_grant, city.by("security_admin", "city"), **grant)
    return str(made["account_id"])


def held(city: Any, username: str) -> set[tuple[str, str, UUID]]:
    """The grants that a new token of somebody claims."""
    token = city.done(ops.sign_in, None, username=username, password=PASSWORD)["access_token"]
    return {(grant.role, grant.kind, grant.scope_id) for grant in tokens.verify(token).grants}


def link(city: Any, person: UUID, kin: UUID, kind: str = "family", by: Any = None, **more: Any) -> Any:
    by = by or city.by("registrar")
    return city.door.call(ops.link_kin, by, person_id=person, kin_id=kin, kind=kind, **more)


def consent(city: Any, person: UUID, by: Any, purpose: str = "contact", **more: Any) -> Any:
    return city.door.call(ops.give_consent, by, **{"person_id": person, "purpose": purpose, "text_version": 1} | more)


@pytest.fixture
def elder(city: Any) -> UUID:
    return city.register("林秀英", birth_date="1946-05-04", phone="13800001111")


@pytest.fixture
def daughter(city: Any) -> UUID:
    found = city.register("林小红", birth_date="1980-05-04")
    account(city, found, "xiaohong")
    return found


@pytest.fixture
def child(city: Any) -> UUID:
    return city.register("小宝", birth_date="2020-06-20")


def test_both_ends_agree_and_the_daughter_acts_for_her_mother(city: Any, elder: UUID, daughter: UUID) -> None:
    asked = link(city, elder, daughter, by=city.person(daughter))
    assert (asked.status, asked.data["state"], held(city, "xiaohong")) == (201, "asked", set())
    one = {"link_id": asked.data["link_id"]}
    assert city.door.call(ops.confirm_kin, city.person(daughter), **one).code == "kin_own_asking"
    assert city.door.call(ops.confirm_kin, city.person(uuid7()), **one).status == 404
    assert city.door.call(ops.confirm_kin, city.by("registrar"), **one).pointers == ["/paper"]
    assert city.done(ops.confirm_kin, city.person(elder), **one)["state"] == "confirmed"
    assert held(city, "xiaohong") == {("family", "person", elder)}
    assert city.door.call(ops.confirm_kin, city.person(elder), **one).code == "kin_not_asked"
    assert city.done(ops.show_person, city.sign_in("xiaohong"), person_id=elder)["name"] == "林**"
    ended = city.done(ops.end_kin, city.person(elder), **one)
    assert (ended["state"], ended["end_reason"], held(city, "xiaohong")) == ("ended", "withdrawn", set())
    assert len(city.door.emitted(GrantRevokedV1)) == 1
    assert city.door.call(ops.end_kin, city.person(elder), **one).code == "kin_ended"


def test_who_cannot_be_linked(city: Any, elder: UUID, daughter: UUID) -> None:
    assert link(city, elder, daughter).pointers == ["/paper"]
    assert link(city, elder, elder, paper="1").code == "kin_of_oneself"
    assert link(city, elder, uuid7(), paper="1").pointers == ["/kin_id"]
    assert link(city, elder, daughter, by=city.person(uuid7())).status == 404
    assert link(city, elder, daughter, paper="1").data["state"] == "confirmed"
    assert link(city, elder, daughter, paper="1").code == "kin_linked"
    listed = city.done(ops.list_kin, city.person(daughter), of=elder)["items"]
    assert [each["kind"] for each in listed] == ["family"]
    assert city.done(ops.list_kin, city.person(uuid7()))["items"] == []


def test_a_guardian_is_confirmed_by_the_keeper_and_until_the_child_is_grown(
    city: Any, child: UUID, daughter: UUID
) -> None:
    asked = link(city, child, daughter, "guardian", city.person(child)).data["link_id"]
    assert city.door.call(ops.confirm_kin, city.person(daughter), link_id=asked).code == "guardian_needs_keeper"
    city.done(ops.confirm_kin, city.by("registrar"), link_id=asked, paper="出生医学证明1")
    assert held(city, "xiaohong") == {("guardian", "person", child)}
    city.clock.hold(datetime.fromisoformat("2038-06-20T09:00:00+08:00"))
    with transaction(city.door.engine) as session:
        come_of_age(session)
    assert held(city, "xiaohong") == set()
    [ended] = city.done(ops.list_kin, city.by("registrar"), of=child, all=True)["items"]
    assert ended["end_reason"] == "came_of_age"


def test_an_account_opened_later_acts_from_then_on(city: Any, elder: UUID) -> None:
    son = city.register("林小明")
    assert link(city, elder, son, paper="户口簿1").ok
    account(city, son, "xiaoming")
    assert held(city, "xiaoming") == {("family", "person", elder)}


def test_a_death_ends_the_links_at_both_ends(city: Any, elder: UUID, daughter: UUID) -> None:
    assert link(city, elder, daughter, paper="户口簿1").ok
    other = city.register("林老伯")
    assert link(city, other, elder, paper="户口簿1").ok
    died = {"person_id": elder, "died_on": "2031-06-14"}
    city.done(ops.register_death, city.by("registrar"), **died)
    assert held(city, "xiaohong") == set()
    ended = city.done(ops.list_kin, city.by("registrar"), of=elder, all=True)["items"]
    assert [each["end_reason"] for each in ended] == ["died", "died"]


def test_a_move_within_the_community_changes_nothing_and_one_beyond_it_ends_what_living_there_gave(
    city: Any, elder: UUID, daughter: UUID
) -> None:
    assert link(city, elder, daughter, paper="户口簿1").ok
    account(city, elder, "xiuying", ("resident", "household"), ("grid_worker", "community"))
    signed_in = city.sign_in("xiuying")
    move = {"person_id": elder, "home_area": city.areas["building"]}
    city.done(ops.correct_person, city.by("registrar"), **move, if_match=1)
    assert held(city, "xiaohong") == {("family", "person", elder)}
    move["home_area"] = city.areas["elsewhere"]
    city.done(ops.correct_person, city.by("registrar", "street"), **move, if_match=2)
    assert held(city, "xiaohong") == set()
    assert city.door.call(ops.show_me, signed_in).code == "session_ended"
    assert held(city, "xiuying") == {("grid_worker", "area", city.areas["community"])}


def test_an_account_that_could_only_do_what_residents_do_is_closed_by_the_move(city: Any, elder: UUID) -> None:
    account(city, elder, "xiuying", ("resident", "household"))
    signed_in = city.sign_in("xiuying")
    move = {"person_id": elder, "home_area": city.areas["elsewhere"]}
    city.done(ops.correct_person, city.by("registrar", "street"), **move, if_match=1)
    assert [each["data"]["session_id"] for each in city.door.emitted(SessionEndedV1)] == [str(signed_in.session_id)]
    answer = city.door.call(ops.sign_in, None, username="xiuying", password=PASSWORD)
    assert answer.code == "wrong_credentials"


def test_a_consent_is_told_and_what_rests_on_it_stops_with_it(city: Any, elder: UUID) -> None:
    me = city.person(elder)
    given = consent(city, elder, me)
    assert (given.status, given.data["given_by"], given.data["text_version"]) == (201, "self", 1)
    [told] = city.door.emitted(ConsentGivenV1)
    consent_id = given.data["consent_id"]
    words = {"consent_id": consent_id, "person_id": str(elder), "purpose": "contact"}
    assert told["data"] == words | {"given_on": "2031-06-15"}
    assert consent(city, elder, me).code == "consent_in_force"
    assert consent(city, elder, me, "publication", text_version=2).code == "consent_text_outdated"
    assert city.done(ops.show_person, city.person(elder), person_id=elder)["phone"] == "13800001111"
    assert city.done(ops.withdraw_consent, me, consent_id=consent_id)["withdrawn_on"] == "2031-06-15"
    [told] = city.door.emitted(ConsentWithdrawnV1)
    assert told["data"] == words | {"withdrawn_on": "2031-06-15"}
    assert city.done(ops.show_person, city.person(elder), person_id=elder)["phone"] is None
    assert city.door.call(ops.withdraw_consent, me, consent_id=consent_id).code == "consent_withdrawn"
    assert city.done(ops.list_consents, me)["items"] == []
    assert len(city.done(ops.list_consents, me, all=True)["items"]) == 1
    texts = city.done(ops.list_consent_texts, None)["items"]
    assert {text["purpose"] for text in texts} >= {"volunteering", "publication"}


def test_no_board_shows_who_withdrew_the_consent_to_publication(city: Any, elder: UUID) -> None:
    officer = city.by("registrar")
    city.done(ops.correct_person, officer, person_id=elder, party_member=True, if_match=1)
    branch = {
        "area_id": city.areas["community"],
        "kind": "party_branch",
        "name": "第一支部",
        "founded_on": "2030-01-01",
    }
    organisation = city.done(ops.register_organisation, city.by("registrar"), **branch)["organisation_id"]
    seat = city.done(ops.enrol_member, city.by("registrar"), organisation_id=organisation, person_id=elder)["seat_id"]
    me = city.person(elder)
    agreed = consent(city, elder, me, "publication").data["consent_id"]
    city.done(ops.disclose_roll, me, seat_id=seat)
    city.done(ops.withdraw_consent, me, consent_id=agreed)
    assert [told["data"]["seat_id"] for told in city.door.emitted(RollConcealedV1)] == [seat]


def test_a_guardian_consents_for_a_child_and_family_never_does(
    city: Any, child: UUID, elder: UUID, daughter: UUID
) -> None:
    assert consent(city, child, city.person(child)).code == "consent_needs_guardian"
    paper = {"paper": "同意书1", "guardian_id": daughter}
    assert consent(city, child, city.by("registrar"), **paper).code == "consent_needs_guardian"
    assert link(city, child, daughter, "guardian", paper="出生医学证明1").ok
    assert link(city, elder, daughter, paper="户口簿1").ok
    mother = city.sign_in("xiaohong")
    given = consent(city, child, mother, "volunteering").data
    assert (given["given_by"], given["guardian_id"]) == ("guardian", str(daughter))
    assert consent(city, child, city.by("registrar"), **paper).data["given_by"] == "paper"
    answer = consent(city, elder, city.sign_in("xiaohong"))
    assert (answer.status, answer.code) == (403, "not_allowed")
    assert consent(city, elder, city.by("registrar")).pointers == ["/paper"]
    assert consent(city, elder, city.person(uuid7())).status == 404
    assert city.done(ops.withdraw_consent, city.sign_in("xiaohong"), consent_id=given["consent_id"])["withdrawn_on"]


def test_somebody_of_fifteen_consents_alone_but_not_to_volunteering(city: Any) -> None:
    pupil = city.register("小明", birth_date="2016-01-10")
    assert consent(city, pupil, city.person(pupil)).ok
    assert consent(city, pupil, city.person(pupil), "volunteering").code == "consent_needs_guardian"
