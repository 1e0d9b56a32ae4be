"""What the others hear of after-school care: that a child comes and was fetched, never which."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contracts.volunteering import events
from runtime.outbox import emit
from volunteering.domain.after_school import AfterSchool, SchoolDay, SchoolPlace


def after_school_opened(session: Session, school: AfterSchool, at: datetime) -> None:
    emit(
        session,
        events.AfterSchoolOpenedV1,
        aggregate_id=school.id,
        area=school.area,
        occurred_at=at,
        after_school_id=school.id,
        team_id=school.team_id,
        opened_on=school.opened_on,
    )


def after_school_closed(session: Session, school: AfterSchool, at: datetime) -> None:
    emit(
        session,
        events.AfterSchoolClosedV1,
        aggregate_id=school.id,
        area=school.area,
        occurred_at=at,
        after_school_id=school.id,
        closed_on=school.closed_on,
    )


def school_place_taken(session: Session, place: SchoolPlace, at: datetime) -> None:
    emit(
        session,
        events.SchoolPlaceTakenV1,
        aggregate_id=place.id,
        area=place.area,
        occurred_at=at,
        school_place_id=place.id,
        after_school_id=place.after_school_id,
        subject=place.subject,
        from_on=place.from_on,
    )


def school_place_ended(session: Session, place: SchoolPlace, at: datetime) -> None:
    emit(
        session,
        events.SchoolPlaceEndedV1,
        aggregate_id=place.id,
        area=place.area,
        occurred_at=at,
        school_place_id=place.id,
        ended_on=place.ended_on,
    )


def child_picked_up(session: Session, place: SchoolPlace, day: SchoolDay, at: datetime) -> None:
    emit(
        session,
        events.ChildPickedUpV1,
        aggregate_id=day.id,
        area=place.area,
        occurred_at=at,
        school_day_id=day.id,
        after_school_id=day.after_school_id,
        on=day.on,
        late=day.overdue_at is not None,
    )


def pick_up_overdue(session: Session, place: SchoolPlace, day: SchoolDay, at: datetime) -> None:
    emit(
        session,
        events.PickUpOverdueV1,
        aggregate_id=day.id,
        area=place.area,
        occurred_at=at,
        school_day_id=day.id,
        after_school_id=day.after_school_id,
        leader_id=place.leader_id,
        on=day.on,
    )
