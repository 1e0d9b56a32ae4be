"""Who hears of a thing is who may read it: the keys of a hint say the same as the runtime's clauses."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from contracts import access as words
from contracts import catalogue, roles
from contracts.access import Clause, Scope
from gateway.live.hints import Plan, Told, plans
from gateway.live.rights import Claims, keys_of
from runtime import access, replicas
from runtime.access import Caller, Grant

CITY, STREET, COMMUNITY, SIBLING = (UUID(int=n) for n in (1, 2, 3, 4))
ABOVE = {CITY: (CITY,), STREET: (STREET, CITY), COMMUNITY: (COMMUNITY, STREET, CITY), SIBLING: (SIBLING, STREET, CITY)}
PATHS = {CITY: "1", STREET: "1.2", COMMUNITY: "1.2.3", SIBLING: "1.2.4"}
KINDS = ("area", "person", "unit", "team", "organisation", "case")
IDS = [*ABOVE, UUID(int=9)]

ROLES = some.sampled_from([roles.FAMILY, roles.GUARDIAN, roles.UNIT_CONTACT, roles.STREET_OFFICER, roles.TEAM_LEADER])
GRANTS = some.builds(Grant, ROLES, some.sampled_from(KINDS), some.sampled_from(IDS))
CALLERS = some.builds(
    Caller,
    account_id=some.just(uuid4()),
    person_id=some.none() | some.sampled_from(IDS),
    grants=some.lists(GRANTS, max_size=3).map(tuple),
)


def scoped(kind: str) -> Scope:
    return Scope(kind, "Thing", "it")


CLAUSES = some.one_of(
    some.just(words.Public()),
    some.just(words.SignedIn()),
    some.builds(words.RoleAnywhere, some.frozensets(ROLES, min_size=1)),
    some.builds(words.RoleOver, some.frozensets(ROLES, min_size=1), some.sampled_from(KINDS).map(scoped)),
    some.just(words.SelfIn(scoped("person"))),
    some.just(words.ActingFor(scoped("person"))),
    some.just(words.ContactOf(scoped("unit"))),
    some.just(words.PartyTo(scoped("case"))),
)


def claims_of(caller: Caller) -> Claims:
    grants = tuple((grant.role, grant.kind, str(grant.scope_id)) for grant in caller.grants)
    person = None if caller.person_id is None else str(caller.person_id)
    return Claims(str(caller.account_id), person, str(uuid4()), grants, 0.0, 0.0)


@given(caller=CALLERS, clause=CLAUSES, value=some.none() | some.sampled_from(list(ABOVE)))
def test_a_key_is_held_by_exactly_those_whom_the_clause_lets_in(
    caller: Caller, clause: Clause, value: UUID | None
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(access, "area_paths", lambda _, ids: {one: PATHS[one] for one in ids if one in PATHS})
        patch.setattr(access, "organisations_above", lambda _, organisation: frozenset({organisation}))
        let_in = access.matches(None, clause, caller, value)  # type: ignore[arg-type] - nothing here needs a session
    lineage = [str(area) for area in ABOVE.get(value, ())] if value is not None else []
    keys = frozenset(keys_of(clause, None if value is None else str(value), lineage))
    assert bool(keys & claims_of(caller).keys()) == let_in


def test_the_lineages_of_this_test_are_those_of_its_paths() -> None:
    for area, lineage in ABOVE.items():
        assert {above for above in ABOVE if replicas.reaches(PATHS[above], PATHS[area])} == set(lineage)


MADE = plans(catalogue.events(), catalogue.operations())


def test_hints_are_made_of_what_has_an_operation_that_shows_it() -> None:
    told = {plan.type for plan in MADE.values()}
    assert {"claim", "team", "unit", "agreement", "shift", "person", "pairing", "area"} <= told
    assert not told & {"session", "grant", "audit_seal", "consent"}
    assert all(plan.shows.service == name.split(".")[0] for name, plan in MADE.items())


def test_what_a_hint_cannot_decide_is_known() -> None:
    """Whoever is let in by one of these alone hears nothing of that event; a new line here is a decision."""
    undecided = {(name, type(clause).__name__) for name, plan in MADE.items() for clause in plan.undecided()}
    assert undecided == {
        (event, clause)
        for event in ("eldercare.elder_left.v1", "eldercare.elder_attention_changed.v1")
        for clause in ("SelfIn", "ActingFor")
    } | {(event, "SelfIn") for event in WHOSE_IS_NOT_TOLD} | {
        *((event, clause) for event in DEEDS for clause in ("SelfIn", "ActingFor")),
        *((event, clause) for event in CHILDREN for clause in ("SelfIn", "RoleOver")),
    }


# Who did a deed, whose child has a place and which team looks after it stands in no event; secretaries hear by the area.
DEEDS = {"volunteering.deed_published.v1", "volunteering.deed_taken_down.v1"}
CHILDREN = {"volunteering.school_place_ended.v1", "volunteering.school_place_taken.v1"}

# Who asks for help, is helped, is given goods, or is a party member stands in no event.
WHOSE_IS_NOT_TOLD = {
    "membership.member_transferred.v1",
    "volunteering.goods_issued.v1",
    "volunteering.match_confirmed.v1",
    "volunteering.match_failed.v1",
    "volunteering.need_accepted.v1",
    "volunteering.need_closed.v1",
    "volunteering.need_raised.v1",
    "volunteering.need_reopened.v1",
    "volunteering.need_solved.v1",
    "volunteering.volunteer_retired.v1",
}


def test_an_area_that_nobody_can_place_reaches_those_granted_there_alone() -> None:
    plan = MADE["patrol.shift_completed.v1"]
    readers = plan.readers(Told("", str(uuid4()), str(COMMUNITY), {"team_id": None}), {})
    assert readers and {key[-1] for key in readers} == {str(COMMUNITY)}


def test_an_event_without_area_or_field_reaches_nobody() -> None:
    plan: Plan = MADE["volunteering.pairing_ended.v1"]
    assert plan.readers(Told("", str(uuid4()), None, {}), {}) == frozenset()
