"""Saga 7 (支部调整): drafted → approved and announced → answered by every service → effective on its day.

Two clocks: the end of the time for answers stops what is unanswered, the day of effect executes what is ready.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contracts.membership.events import RestructuringAnnouncedV1, RestructuringEffectiveV1
from kernel.ids import uuid7
from kernel.period import DAY, first_moment
from kernel.rules import BrokenRule
from membership.domain.errors.areas import OutOfArea
from membership.domain.errors.people import OrganisationUnknown
from membership.domain.errors.restructurings import (
    RestructuringKeyRepeated,
    RestructuringKeyUnknown,
    RestructuringLeavesMembers,
)
from membership.domain.organisations import Organisation, check_parent
from membership.domain.restructurings import ANNOUNCED, DONE, EFFECTIVE, READY, Restructuring
from membership.domain.rolls import MemberSeat
from membership.use_cases import organisations, rolls
from runtime.access import Caller
from runtime.clocks import cancel_clock, set_clock
from runtime.inbox import Received
from runtime.outbox import emit
from runtime.replicas import is_below
from runtime.savepoint import savepoint
from runtime.time import now, today

ANSWERS_DUE, EFFECT_DUE = "restructuring_answers_due", "restructuring_effect_due"
ANSWERING = ("volunteering", "eldercare", "patrol", "cobuilding")
"""Who is asked: every service that may hold something of an organisation."""


def draft_restructuring(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID,
    title: str,
    dissolved: list[UUID],
    founded: list[dict[str, Any]],
    passing: list[dict[str, Any]],
    acknowledge_by: date,
    effective_on: date,
) -> Restructuring:
    """Draft a restructuring and check that it could be executed."""
    plan = {
        "dissolved": [str(each) for each in dissolved],
        "founded": [each | {"organisation_id": str(uuid7())} for each in founded],
        "passing": [
            {
                "from": str(each["from_organisation"]),
                "to": each["to"],
                "people": None if each["people"] is None else [str(person) for person in each["people"]],
            }
            for each in passing
        ],
    }
    made = Restructuring.draft(
        area_id=area_id,
        title=title,
        plan=plan,
        acknowledge_by=acknowledge_by,
        effective_on=effective_on,
        today=today(),
        services=ANSWERING,
    )
    _check(session, made)
    session.add(made)
    return made


def approve_restructuring(session: Session, caller: Caller, *, restructuring_id: UUID) -> Restructuring:
    """Announce a draft to every service."""
    restructuring = session.get_one(Restructuring, restructuring_id)
    restructuring.announce(today())
    key = str(restructuring_id)
    set_clock(session, ANSWERS_DUE, key=key, due_at=first_moment(restructuring.acknowledge_by + DAY))
    set_clock(session, EFFECT_DUE, key=key, due_at=first_moment(restructuring.effective_on))
    emit(
        session,
        RestructuringAnnouncedV1,
        aggregate_id=restructuring_id,
        area=restructuring.area_id,
        restructuring_id=restructuring_id,
        dissolved=restructuring.dissolved,
        founded=restructuring.founded,
        acknowledge_by=restructuring.acknowledge_by,
        effective_on=restructuring.effective_on,
    )
    return restructuring


def cancel_restructuring(session: Session, caller: Caller, *, restructuring_id: UUID) -> Restructuring:
    """Take back a restructuring that has not taken effect."""
    restructuring = session.get_one(Restructuring, restructuring_id)
    restructuring.cancel()
    for clock in (ANSWERS_DUE, EFFECT_DUE):
        cancel_clock(session, clock, key=str(restructuring_id))
    return restructuring


def hear_answer(session: Session, received: Received) -> None:
    """A service says whether it is ready."""
    restructuring = session.get(Restructuring, received.data["restructuring_id"], with_for_update=True)
    if restructuring is not None:
        service = received.name.split(".", 1)[0]
        restructuring.hear(service, received.data["accepted"], received.data["reason_code"], now())


def end_answers(session: Session, key: str, payload: dict[str, Any]) -> None:
    """The time for answers is over: silence stops it."""
    restructuring = session.get_one(Restructuring, UUID(key), with_for_update=True)
    if restructuring.state == ANNOUNCED:
        restructuring.stop(f"unanswered: {', '.join(restructuring.unanswered())}")


def take_effect(session: Session, key: str, payload: dict[str, Any]) -> None:
    """The day has come. What forbids it now stops it as a whole, and is kept as its reason."""
    restructuring = session.get_one(Restructuring, UUID(key), with_for_update=True)
    if restructuring.state != READY:
        return
    try:
        with savepoint(session):
            _execute(session, restructuring)
    except (BrokenRule, IntegrityError) as forbidden:
        session.refresh(restructuring)
        restructuring.stop(forbidden.code if isinstance(forbidden, BrokenRule) else "a name or place is taken")


def _execute(session: Session, restructuring: Restructuring) -> None:
    on = restructuring.effective_on
    made = _check(session, restructuring)
    acts: dict[str, Callable[[], None]] = {
        "found": lambda: _found(session, restructuring, made, on),
        "pass": lambda: _pass(session, restructuring, made, on),
        "dissolve": lambda: _dissolve(session, restructuring, on),
    }
    for name, act in acts.items():
        act()
        session.flush()
        restructuring.step(name).settle(DONE, now())
    restructuring.state = EFFECTIVE
    emit(
        session,
        RestructuringEffectiveV1,
        aggregate_id=restructuring.restructuring_id,
        area=restructuring.area_id,
        restructuring_id=restructuring.restructuring_id,
        effective_on=on,
    )


def _check(session: Session, restructuring: Restructuring) -> dict[str, Organisation]:
    """Everything that the plan names as it stands now: the organisations that stay or end, by id.

    Raises `OrganisationUnknown`, `OrganisationDissolved`, `OutOfArea`, `RestructuringKeyUnknown`, `RestructuringKeyRepeated`,
    `RestructuringLeavesMembers` or `OrganisationKindOutOfOrder`.
    """
    plan = restructuring.plan
    keys = {each["key"] for each in plan["founded"]}
    named = [*plan["dissolved"], *(each["from"] for each in plan["passing"])]
    named += [word for word in (each["under"] for each in plan["founded"]) if word is not None and word not in keys]
    named += [each["to"] for each in plan["passing"] if each["to"] not in keys]
    known = {each: _standing(session, restructuring, each) for each in dict.fromkeys(named)}
    ending = set(plan["dissolved"])
    for each in plan["founded"]:
        if each["under"] in ending:
            raise RestructuringKeyUnknown(each["key"])
        if each["under"] in known:
            check_parent(each["kind"], known[each["under"]])
    if any(each["to"] in ending for each in plan["passing"]):
        raise RestructuringKeyUnknown(field="passing")
    _check_passing(session, restructuring)
    return known


def _standing(session: Session, restructuring: Restructuring, told: str) -> Organisation:
    try:
        organisation = session.get(Organisation, UUID(told))
    except ValueError as no_id:
        raise RestructuringKeyUnknown(told) from no_id
    if organisation is None:
        raise OrganisationUnknown(told, field="dissolved")
    organisation.must_stand()
    if told in restructuring.plan["dissolved"] and not is_below(session, organisation.area_id, restructuring.area_id):
        raise OutOfArea(field="dissolved")
    return organisation


def _check_passing(session: Session, restructuring: Restructuring) -> None:
    """Everybody on the roll of what ends passes once."""
    passing = restructuring.plan["passing"]
    whole = [each["from"] for each in passing if each["people"] is None]
    people = [person for each in passing for person in each["people"] or ()]
    if len(set(whole)) < len(whole) or len(set(people)) < len(people):
        raise RestructuringKeyRepeated(field="passing")
    ending = [UUID(each) for each in restructuring.plan["dissolved"] if each not in whole]
    left = select(MemberSeat.person_id).where(
        MemberSeat.organisation_id.in_(ending),
        MemberSeat.left_on.is_(None),
        MemberSeat.person_id.not_in([UUID(person) for person in people]),
    )
    if session.execute(left.limit(1)).first() is not None:
        raise RestructuringLeavesMembers()


def _found(session: Session, restructuring: Restructuring, made: dict[str, Organisation], on: date) -> None:
    """Found what the plan names, what others stand under first."""
    waiting = list(restructuring.plan["founded"])
    while waiting:
        ready = [each for each in waiting if each["under"] is None or each["under"] in made]
        if not ready:
            raise RestructuringKeyUnknown(waiting[0]["key"])
        for each in ready:
            parent = made.get(each["under"]) if each["under"] else None
            founded = organisations.found(
                session,
                restructuring.area_id,
                parent,
                each["kind"],
                each["name"],
                on,
                UUID(each["organisation_id"]),
            )
            made[each["key"]] = founded
            session.flush()
        waiting = [each for each in waiting if each not in ready]


def _pass(session: Session, restructuring: Restructuring, made: dict[str, Organisation], on: date) -> None:
    """Let members pass from roll to roll on the day: one place ends as the other begins."""
    # Those named one by one pass first; "all" are then the others.
    passing = sorted(restructuring.plan["passing"], key=lambda each: each["people"] is None)
    for each in passing:
        held = select(MemberSeat).where(MemberSeat.organisation_id == UUID(each["from"]), MemberSeat.left_on.is_(None))
        if each["people"] is not None:
            held = held.where(MemberSeat.person_id.in_([UUID(person) for person in each["people"]]))
        for seat in session.scalars(held.with_for_update()).all():
            rolls.pass_on(session, seat, made[each["to"]], on)


def _dissolve(session: Session, restructuring: Restructuring, on: date) -> None:
    """Dissolve what ends, groups before the branches they stand under."""
    ending = [session.get_one(Organisation, each) for each in restructuring.dissolved]
    depth = {"party_group": 0, "party_committee": 2}
    for organisation in sorted(ending, key=lambda each: depth.get(each.kind, 1)):
        organisations.dissolve(session, organisation, on)
        session.flush()
