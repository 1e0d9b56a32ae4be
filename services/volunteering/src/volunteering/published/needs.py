"""What the others hear of needs: that somebody asked and what became of it, never who or what for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from contracts.volunteering import events
from kernel.period import civil_day
from runtime.outbox import emit
from volunteering.domain.needs import MATTER, Match, Need
from volunteering.domain.stations import Station


def station_opened(session: Session, station: Station, at: datetime) -> None:
    emit(
        session,
        events.StationOpenedV1,
        aggregate_id=station.id,
        area=station.area,
        occurred_at=at,
        station_id=station.id,
        kind=station.kind,
        opened_on=station.opened_on,
    )


def station_closed(session: Session, station: Station, at: datetime) -> None:
    emit(
        session,
        events.StationClosedV1,
        aggregate_id=station.id,
        area=station.area,
        occurred_at=at,
        station_id=station.id,
        closed_on=station.closed_on,
    )


def need_raised(session: Session, need: Need, path: Sequence[str]) -> None:
    """`path` leads from the root of the category's programme to it."""
    emit(
        session,
        events.NeedRaisedV1,
        aggregate_id=need.id,
        area=need.area,
        occurred_at=need.raised_at,
        **_what(need, path),
    )


def need_accepted(session: Session, need: Need, at: datetime) -> None:
    emit(
        session,
        events.NeedAcceptedV1,
        aggregate_id=need.id,
        area=need.area,
        occurred_at=at,
        need_id=need.id,
        matter_id=_matter(need),
        category=need.category,
    )


def need_solved(session: Session, need: Need, path: Sequence[str], team_kind: str | None, at: datetime) -> None:
    emit(
        session,
        events.NeedSolvedV1,
        aggregate_id=need.id,
        area=need.area,
        occurred_at=at,
        solution_id=need.solution_id,
        team_kind=team_kind,
        minutes=int((at - need.raised_at).total_seconds() // 60),
        **_what(need, path),
    )


def need_closed(session: Session, need: Need, at: datetime) -> None:
    emit(
        session,
        events.NeedClosedV1,
        aggregate_id=need.id,
        area=need.area,
        occurred_at=at,
        need_id=need.id,
        matter_id=_matter(need),
        result_code=need.result,
        closed_on=civil_day(at),
    )


def need_reopened(session: Session, need: Need, solution_id: UUID | None, at: datetime) -> None:
    emit(
        session,
        events.NeedReopenedV1,
        aggregate_id=need.id,
        area=need.area,
        occurred_at=at,
        need_id=need.id,
        solution_id=solution_id,
    )


def match_confirmed(session: Session, need: Need, match: Match, at: datetime) -> None:
    emit(
        session,
        events.MatchConfirmedV1,
        aggregate_id=need.id,
        area=need.area,
        occurred_at=at,
        match_id=match.id,
        person_id=match.person_id,
        starts_at=match.starts_at,
        ends_at=match.ends_at,
        **_duty(need),
    )


def match_failed(session: Session, need: Need, match_id: UUID | None, reason_code: str, at: datetime) -> None:
    """Nobody was found, or who was found did not stay."""
    emit(
        session,
        events.MatchFailedV1,
        aggregate_id=need.id,
        area=need.area,
        occurred_at=at,
        match_id=match_id,
        reason_code=reason_code,
        **_duty(need),
    )


def _matter(need: Need) -> UUID | None:
    return need.source_id if need.source == MATTER else None


def _what(need: Need, path: Sequence[str]) -> dict[str, object]:
    return {
        "need_id": need.id,
        "station_id": need.station_id,
        "source": need.source,
        "category": need.category,
        "programme": path[-1] if path else None,
        "programme_root": path[0] if path else None,
    }


def _duty(need: Need) -> dict[str, object]:
    """Whose duty it is: the asking service's, or for a need brought to a station the need itself."""
    return {"need_id": need.id, "duty_kind": need.source, "duty_id": need.source_id or need.id}
