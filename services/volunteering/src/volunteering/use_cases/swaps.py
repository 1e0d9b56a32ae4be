"""Swaps (换班): two volunteers change seats, both at once or not at all."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from runtime.access import Caller
from runtime.time import now
from volunteering import published
from volunteering.domain.activities import (
    CANCELLED,
    PLANNED,
    SEATED,
    Activity,
    ActivityPart,
    SignUp,
    must_have_time,
    must_not_be_signed_up,
)
from volunteering.domain.activity_errors import SwapProposedBefore, SwapUnknownSeat, SwapWithOneself
from volunteering.domain.errors import SignUpNotOpen
from volunteering.domain.series import ACCEPTED, DECLINED, PROPOSED, Swap
from volunteering.use_cases import sign_ups

SWAPPED = "swapped"


def propose_swap(session: Session, caller: Caller, *, sign_up_id: UUID, wanted_id: UUID) -> Swap:
    """Offer one's own seat for somebody else's."""
    offered = session.get_one(SignUp, sign_up_id)
    wanted = session.get(SignUp, wanted_id)
    if wanted is None or (wanted.activity_id == offered.activity_id and wanted.part_id == offered.part_id):
        raise SwapUnknownSeat
    if wanted.person_id == offered.person_id:
        raise SwapWithOneself
    for seat in (offered, wanted):
        _must_be_open(seat, session.get_one(Activity, seat.activity_id))
    row = {
        "id": uuid7(),
        "offered_id": offered.id,
        "wanted_id": wanted.id,
        "proposer_id": offered.person_id,
        "asked_id": wanted.person_id,
        "state": PROPOSED,
        "proposed_at": now(),
    }
    if session.scalar(insert(Swap).values(row).on_conflict_do_nothing().returning(Swap.id)) is None:
        raise SwapProposedBefore
    return Swap(**row)


def accept_swap(session: Session, caller: Caller, *, swap_id: UUID) -> Swap:
    """Change the seats."""
    swap = session.get_one(Swap, swap_id)
    swap.settle(ACCEPTED)
    seats = _locked(session, swap)
    # Both are given up before either is taken: two shifts that follow each other overlap with neither's old seat.
    for seat, activity in seats:
        _must_be_open(seat, activity)
        seat.state = CANCELLED
    session.flush()
    (offered, from_proposer), (wanted, from_asked) = seats
    _hand_over(session, from_proposer, offered, wanted.person_id)
    _hand_over(session, from_asked, wanted, offered.person_id)
    return swap


def decline_swap(session: Session, caller: Caller, *, swap_id: UUID) -> Swap:
    """Decline, or take back."""
    swap = session.get_one(Swap, swap_id)
    swap.settle(DECLINED)
    return swap


def _locked(session: Session, swap: Swap) -> tuple[tuple[SignUp, Activity], tuple[SignUp, Activity]]:
    """The offered and the wanted seat with their activities, locked in one order whoever swaps with whom."""
    ids = select(SignUp.activity_id).where(SignUp.id.in_((swap.offered_id, swap.wanted_id)))
    found = session.scalars(select(Activity).where(Activity.id.in_(ids)).order_by(Activity.id).with_for_update())
    activities = {activity.id: activity for activity in found}
    seats = select(SignUp).where(SignUp.id.in_((swap.offered_id, swap.wanted_id))).order_by(SignUp.id)
    by_id = {seat.id: seat for seat in session.scalars(seats.with_for_update())}
    offered, wanted = by_id[swap.offered_id], by_id[swap.wanted_id]
    return (offered, activities[offered.activity_id]), (wanted, activities[wanted.activity_id])


def _must_be_open(seat: SignUp, activity: Activity) -> None:
    """Raises `SignUpNotOpen`: only a seat in an activity that has not begun can be changed."""
    if seat.state != SEATED or activity.state != PLANNED or activity.starts_at <= now():
        raise SignUpNotOpen


def _hand_over(session: Session, activity: Activity, given_up: SignUp, person: UUID) -> None:
    """Give a seat that was given up to somebody else. Raises what a sign-up raises."""
    part = None if given_up.part_id is None else session.get_one(ActivityPart, given_up.part_id)
    sign_ups.must_be_admitted(session, activity, part, person)
    held = sign_ups.held_by(session, activity, person)
    must_not_be_signed_up(activity, held)
    must_have_time(activity, held, part)
    published.volunteer_withdrawn(session, activity, given_up.id, given_up.person_id, SWAPPED, now())
    made = sign_ups.enter(session, activity, part, person, SEATED, now())
    published.volunteer_assigned(session, activity, made.id, person, now())
