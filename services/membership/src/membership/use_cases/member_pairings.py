"""Counting members who stand by a household (党员认亲).

The clock tells it, not the reaction to a pairing: an event bears the id of what caused it, and a pairing names its helper.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from contracts.membership.events import MemberPairedV1, MemberUnpairedV1
from contracts.volunteering.events import PairingStartedV1
from kernel.ids import uuid7
from kernel.period import first_moment
from membership.domain.member_pairings import HeardPairing, MemberPairing, first_of_month
from membership.domain.rolls import MemberSeat
from runtime.inbox import Received
from runtime.outbox import emit

AT_A_TIME = 500
_SINCE = func.greatest(MemberSeat.enrolled_on, HeardPairing.started_on)
_UNTIL = func.least(MemberSeat.left_on, HeardPairing.ended_on)
"""Of two days the earlier, of a day and none the day."""


def hear_pairings(session: Session, received: list[Received]) -> None:
    """Keep who stands by a household, in the order in which it is told."""
    for event in received:
        data = event.data
        if event.name != PairingStartedV1.name:
            ended = update(HeardPairing).where(HeardPairing.pairing_id == data["pairing_id"])
            session.execute(ended.values(ended_on=data["ended_on"]))
        elif (data["helper_kind"], data["helped_kind"]) == ("person", "household"):
            kept = {name: data[name] for name in ("pairing_id", "helper_id", "started_on")}
            session.execute(insert(HeardPairing).values(kept).on_conflict_do_nothing())


def tell_members(session: Session) -> None:
    """Places whose member stands by a household, or does no longer; the clock calls it."""
    for seat_id, area, pairing_id, since in session.execute(_begun()).all():
        _begin(session, seat_id, area, pairing_id, first_of_month(since))
    session.flush()
    for pairing, area, until in session.execute(_ended()).all():
        _end(session, pairing, area, first_of_month(until))


def _begun() -> Select[Any]:
    """Main places and pairings of their members on the same days that are not told yet."""
    told = and_(MemberPairing.seat_id == MemberSeat.seat_id, MemberPairing.pairing_id == HeardPairing.pairing_id)
    return (
        select(MemberSeat.seat_id, MemberSeat.area_id, HeardPairing.pairing_id, _SINCE)
        .join(HeardPairing, HeardPairing.helper_id == MemberSeat.person_id)
        .outerjoin(MemberPairing, told)
        .where(MemberSeat.main, MemberPairing.seat_id.is_(None), or_(_UNTIL.is_(None), _SINCE < _UNTIL))
        .order_by(_SINCE)
        .limit(AT_A_TIME)
    )


def _ended() -> Select[Any]:
    """Those told as open whose place or pairing has ended."""
    return (
        select(MemberPairing, MemberSeat.area_id, _UNTIL)
        .join(MemberSeat, MemberSeat.seat_id == MemberPairing.seat_id)
        .join(HeardPairing, HeardPairing.pairing_id == MemberPairing.pairing_id)
        .where(MemberPairing.until.is_(None), _UNTIL.is_not(None))
        .order_by(_UNTIL)
        .limit(AT_A_TIME)
    )


def _begin(session: Session, seat_id: UUID, area: UUID, pairing_id: UUID, since: date) -> None:
    words = {"seat_id": seat_id, "pairing_id": pairing_id, "since": since, "until": None}
    counted = MemberPairing(member_pairing_id=uuid7(), **words)
    session.add(counted)
    emit(
        session,
        MemberPairedV1,
        aggregate_id=counted.member_pairing_id,
        area=area,
        occurred_at=first_moment(since),
        member_pairing_id=counted.member_pairing_id,
        seat_id=seat_id,
        since=since,
    )


def _end(session: Session, counted: MemberPairing, area: UUID, until: date) -> None:
    counted.until = until
    emit(
        session,
        MemberUnpairedV1,
        aggregate_id=counted.member_pairing_id,
        area=area,
        occurred_at=first_moment(until),
        member_pairing_id=counted.member_pairing_id,
        until=until,
    )
