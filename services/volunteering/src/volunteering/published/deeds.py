"""What the others hear of good deeds and contests: that there is one more, and to cobuilding who stands for election."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from contracts.volunteering import events
from runtime.outbox import emit
from volunteering.domain.contests import Contest, Nomination
from volunteering.domain.deeds import Deed


def deed_published(session: Session, deed: Deed, at: datetime) -> None:
    emit(
        session,
        events.DeedPublishedV1,
        aggregate_id=deed.id,
        area=deed.area,
        occurred_at=at,
        deed_id=deed.id,
        board=deed.board,
        published_on=deed.published_on,
    )


def deed_taken_down(session: Session, deed: Deed, on: date, at: datetime) -> None:
    emit(
        session,
        events.DeedTakenDownV1,
        aggregate_id=deed.id,
        area=deed.area,
        occurred_at=at,
        deed_id=deed.id,
        reason_code=deed.reason,
        taken_down_on=on,
    )


def nomination_made(session: Session, nomination: Nomination, at: datetime) -> None:
    emit(
        session,
        events.NominationMadeV1,
        aggregate_id=nomination.id,
        area=nomination.area,
        occurred_at=at,
        nomination_id=nomination.id,
        contest_id=nomination.contest_id,
        kind=nomination.kind,
        nominated_on=nomination.nominated_on,
    )


def nomination_won(session: Session, contest: Contest, nomination: Nomination, at: datetime) -> None:
    emit(
        session,
        events.NominationWonV1,
        aggregate_id=nomination.id,
        area=nomination.area,
        occurred_at=at,
        nomination_id=nomination.id,
        contest_id=contest.id,
        kind=nomination.kind,
        board=contest.board,
        won_on=contest.decided_on,
    )


def ballot_requested(
    session: Session, contest: Contest, standing: Iterable[Nomination], days: tuple[date, date], at: datetime
) -> None:
    opens_on, closes_on = days
    candidates = [{"candidate_id": one.id, "kind": one.kind, "nominee_id": one.nominee_id} for one in standing]
    emit(
        session,
        events.BallotRequestedV1,
        aggregate_id=contest.id,
        area=contest.area,
        occurred_at=at,
        contest_id=contest.id,
        title=contest.title,
        opens_on=opens_on,
        closes_on=closes_on,
        winners=contest.winners,
        candidates=candidates,
    )
