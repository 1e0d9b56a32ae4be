"""Powerful grants: proposed by one, decided by another."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from contracts.membership import operations as ops
from runtime import clocks
from runtime.testing.harness import Answer, SignedIn

PASSWORD = "correct-horse-battery"
MORNING = datetime.fromisoformat("2031-06-15T10:00:00+08:00")


@pytest.fixture
def account(city: Any) -> str:
    """The account of a resident, `zhou`, that is to become more."""
    by = city.by("security_admin", "city")
    made = city.done(ops.open_account, by, username="zhou", password=PASSWORD, person_id=city.register())
    return str(made["account_id"])


@pytest.fixture
def guard(city: Any) -> SignedIn:
    """The security administrator who proposes."""
    by: SignedIn = city.by("security_admin", "city")
    return by


def propose(city: Any, by: SignedIn, account: str, role: str = "street_officer", area: str = "street") -> Answer:
    body = {"account_id": account, "role": role, "kind": "area", "scope": city.areas[area]}
    answer: Answer = city.door.call(ops.propose_grant, by, **body)
    return answer


def decide(city: Any, operation: Any, by: SignedIn, proposal: Answer) -> Answer:
    answer: Answer = city.door.call(operation, by, proposal_id=proposal.data["proposal_id"])
    return answer


def roles_of(city: Any, account: str) -> list[str]:
    shown = city.done(ops.show_account, city.by("security_admin", "city"), account_id=account)
    return [grant["role"] for grant in shown["grants"]]


@pytest.mark.parametrize(
    ("role", "area", "powerful"),
    [
        ("auditor", "community", True),
        ("system_operator", "city", True),
        ("registrar", "street", True),
        ("resident", "district", True),
        ("community_secretary", "community", False),
        ("registrar", "community", False),
    ],
)
def test_operators_and_roles_over_a_street_or_more_are_not_given_by_one(
    city: Any, account: str, guard: SignedIn, role: str, area: str, powerful: bool
) -> None:
    body = {"account_id": account, "role": role, "kind": "area", "scope": city.areas[area]}
    given = city.door.call(ops.give_grant, guard, **body)
    assert given.code == ("grant_needs_approval" if powerful else None)
    assert roles_of(city, account) == ([] if powerful else [role])


def test_a_grant_is_in_force_when_another_has_approved_it(city: Any, account: str, guard: SignedIn) -> None:
    proposed = propose(city, guard, account)
    assert (proposed.status, proposed.data["state"], proposed.data["grant_id"]) == (201, "open", None)
    assert roles_of(city, account) == []
    officer = city.by("city_officer", "city")
    approved = decide(city, ops.approve_grant, officer, proposed)
    assert (approved.data["state"], approved.data["decided_by"]) == ("approved", str(officer.account_id))
    assert roles_of(city, account) == ["street_officer"]
    assert [g["given_by"] for g in _grants(city, account)] == [guard.account_id]
    assert decide(city, ops.approve_grant, officer, proposed).code == "proposal_decided"
    acts = [entry["act"] for entry in city.door.audited()]
    assert {"membership.propose_grant", "membership.approve_grant"} <= set(acts)


def _grants(city: Any, account: str) -> list[dict[str, Any]]:
    with city.door.engine.connect() as connection:
        found = connection.execute(text("SELECT given_by FROM account_grant WHERE account_id = :a"), {"a": account})
        return [dict(row) for row in found.mappings()]


def test_neither_proposer_nor_receiver_decides(city: Any, account: str, guard: SignedIn) -> None:
    person = city.done(ops.show_account, guard, account_id=account)["person_id"]
    proposed = propose(city, guard, account)
    receiver = city.door.sign_in(("security_admin", "area", city.root), account_id=account)
    same_person = city.by("security_admin", "city", person_id=person)
    for decider in (guard, receiver, same_person):
        for operation in (ops.approve_grant, ops.refuse_grant):
            answer = decide(city, operation, decider, proposed)
            assert (answer.status, answer.code) == (403, "approver_not_independent")
    assert roles_of(city, account) == []


def test_only_who_might_give_it_decides(city: Any, account: str, guard: SignedIn) -> None:
    proposed = propose(city, guard, account)
    assert decide(city, ops.approve_grant, city.by("street_officer", "street"), proposed).code == "grant_above_giver"
    assert decide(city, ops.approve_grant, city.by("community_secretary"), proposed).status == 404
    highest = propose(city, guard, account, "city_officer", "city")
    assert decide(city, ops.approve_grant, city.by("city_officer", "city"), highest).code == "grant_above_giver"
    assert decide(city, ops.approve_grant, city.by("security_admin", "city"), highest).ok


def test_nobody_proposes_above_their_own(city: Any, account: str) -> None:
    secretary, street = city.by("community_secretary"), city.by("street_officer", "street")
    assert propose(city, secretary, account).code == "grant_above_giver"
    assert propose(city, street, account).code == "grant_above_giver"
    assert propose(city, city.by("district_officer", "district"), account).ok


def test_a_proposal_is_refused_withdrawn_or_runs_out(city: Any, account: str, guard: SignedIn) -> None:
    officer = city.by("city_officer", "city")
    refused = propose(city, guard, account)
    assert propose(city, officer, account).code == "proposal_repeated"
    assert decide(city, ops.refuse_grant, officer, refused).data["state"] == "refused"
    withdrawn = propose(city, guard, account)
    assert decide(city, ops.withdraw_proposal, officer, withdrawn).code == "proposal_not_yours"
    assert decide(city, ops.withdraw_proposal, guard, withdrawn).data["state"] == "withdrawn"
    left = propose(city, guard, account)
    city.clock.hold(MORNING + timedelta(days=7))
    clocks.tick(city.door.engine, city.door.door)
    officer = city.by("city_officer", "city")
    assert decide(city, ops.show_grant_proposal, officer, left).data["state"] == "expired"
    for proposal in (refused, withdrawn, left):
        assert decide(city, ops.approve_grant, officer, proposal).code == "proposal_decided"
    states = [each["state"] for each in city.done(ops.list_grant_proposals, officer)["items"]]
    assert sorted(states) == ["expired", "refused", "withdrawn"]
    assert city.done(ops.list_grant_proposals, city.by("community_secretary"))["items"] == []
    assert city.done(ops.list_grant_proposals, officer, state="open")["items"] == []
    assert roles_of(city, account) == []


def test_what_was_true_at_the_proposal_is_looked_at_again(city: Any, account: str, guard: SignedIn) -> None:
    operator, auditor = (propose(city, guard, account, role, "city") for role in ("system_operator", "auditor"))
    officer = city.by("city_officer", "city")
    assert decide(city, ops.approve_grant, officer, operator).ok
    assert decide(city, ops.approve_grant, officer, auditor).code == "grant_excluded"
    city.done(ops.close_account, guard, account_id=account)
    assert decide(city, ops.approve_grant, officer, auditor).code == "account_closed"


def test_a_powerful_grant_is_handed_on_with_four_eyes(city: Any, account: str, guard: SignedIn) -> None:
    by = city.by("security_admin", "city")
    street = city.done(ops.open_account, by, username="zheng", password=PASSWORD)["account_id"]
    grant = city.give_by_two(street, "street_officer", "street")
    here = city.door.sign_in(("street_officer", "area", city.areas["street"]), account_id=UUID(street))
    body = {"account_id": account, "until": MORNING + timedelta(days=30)}
    alone = city.door.call(ops.delegate_grant, here, grant_id=grant, **body)
    assert alone.code == "grant_needs_approval"
    wanted = {"role": "street_officer", "kind": "area", "scope": city.areas["street"], "delegates": grant} | body
    proposed = city.door.call(ops.propose_grant, here, **wanted)
    assert decide(city, ops.approve_grant, city.by("district_officer", "district"), proposed).ok
    assert roles_of(city, account) == ["street_officer"]
    city.done(ops.revoke_grant, by, grant_id=grant)
    assert roles_of(city, account) == []


def test_a_powerful_grant_taken_back_meanwhile_is_not_handed_on(city: Any, account: str, guard: SignedIn) -> None:
    street = city.done(ops.open_account, guard, username="zheng", password=PASSWORD)["account_id"]
    grant = city.give_by_two(street, "street_officer", "street")
    wanted = {"account_id": account, "role": "street_officer", "kind": "area", "scope": city.areas["street"]}
    until = {"until": MORNING + timedelta(days=30)}
    here = city.door.sign_in(("street_officer", "area", city.areas["street"]), account_id=UUID(street))
    proposed = city.door.call(ops.propose_grant, here, **wanted, **until, delegates=grant)
    city.done(ops.revoke_grant, guard, grant_id=grant)
    assert decide(city, ops.approve_grant, city.by("district_officer", "district"), proposed).code == "grant_not_held"
