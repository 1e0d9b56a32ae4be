"""From what happened here to what the others hear of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from contracts.volunteering import events
from kernel.period import first_moment
from runtime.outbox import emit
from volunteering.domain.activities import Activity, Attendance, SignUp
from volunteering.domain.pairings import Pairing
from volunteering.domain.teams import Team, TeamSeat

_NOTHING_CHANGED: dict[str, object] = {"seat_id": None, "person_id": None, "seat_role": None, "name": None}


def team_formed(session: Session, team: Team, at: datetime) -> None:
    emit(
        session,
        events.TeamFormedV1,
        aggregate_id=team.id,
        area=team.area,
        occurred_at=at,
        team_id=team.id,
        name=team.name,
        kind=team.kind,
        leader_id=team.leader_id,
    )


def member_joined(session: Session, team: Team, seat: TeamSeat, at: datetime) -> None:
    _seat_changed(session, team, seat, "member_joined", at)


def member_left(session: Session, team: Team, seat: TeamSeat, at: datetime) -> None:
    _seat_changed(session, team, seat, "member_left", at)


def leader_changed(session: Session, team: Team, at: datetime) -> None:
    _team_changed(session, team, at, change="leader_changed", person_id=team.leader_id)


def team_renamed(session: Session, team: Team, at: datetime) -> None:
    _team_changed(session, team, at, change="renamed", name=team.name)


def team_disbanded(session: Session, team: Team, at: datetime) -> None:
    emit(
        session,
        events.TeamDisbandedV1,
        aggregate_id=team.id,
        area=team.area,
        occurred_at=at,
        team_id=team.id,
    )


def volunteer_assigned(session: Session, activity: Activity, sign_up_id: UUID, person_id: UUID, at: datetime) -> None:
    """Only an activity that recruits for another service's duty assigns anybody."""
    if activity.duty_id is not None:
        words = _duty(activity, sign_up_id, person_id)
        emit(
            session,
            events.VolunteerAssignedV1,
            aggregate_id=sign_up_id,
            area=activity.area,
            occurred_at=at,
            **words,
        )


def volunteer_withdrawn(
    session: Session, activity: Activity, sign_up_id: UUID, person_id: UUID, reason_code: str, at: datetime
) -> None:
    """The reverse of `volunteer_assigned`."""
    if activity.duty_id is not None:
        words = _duty(activity, sign_up_id, person_id)
        emit(
            session,
            events.VolunteerWithdrawnV1,
            aggregate_id=sign_up_id,
            area=activity.area,
            occurred_at=at,
            reason_code=reason_code,
            **words,
        )


def no_show_recorded(session: Session, activity: Activity, sign_up: SignUp, at: datetime) -> None:
    emit(
        session,
        events.NoShowRecordedV1,
        aggregate_id=sign_up.id,
        area=activity.area,
        occurred_at=at,
        sign_up_id=sign_up.id,
        activity_id=activity.id,
        team_id=activity.team_id,
        person_id=sign_up.person_id,
        duty_kind=activity.duty_kind,
        duty_id=activity.duty_id,
    )


def activity_held(
    session: Session, activity: Activity, at: datetime, attended: int | None = None, no_shows: int | None = None
) -> None:
    emit(
        session,
        events.ActivityHeldV1,
        aggregate_id=activity.id,
        area=activity.area,
        occurred_at=at,
        activity_id=activity.id,
        team_id=activity.team_id,
        held_on=activity.held_on,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at,
        attended=attended,
        no_shows=no_shows,
    )


def hours_approved(session: Session, attendance: Attendance, activity: Activity, minutes: int, at: datetime) -> None:
    emit(
        session,
        events.HoursApprovedV1,
        aggregate_id=attendance.id,
        area=attendance.area,
        occurred_at=at,
        attendance_id=attendance.id,
        activity_id=activity.id,
        team_id=attendance.team_id,
        person_id=attendance.person_id,
        minutes=minutes,
        served_on=activity.held_on,
    )


def hours_reversed(session: Session, attendance: Attendance, reason_code: str, at: datetime) -> None:
    emit(
        session,
        events.HoursReversedV1,
        aggregate_id=attendance.id,
        area=attendance.area,
        occurred_at=at,
        attendance_id=attendance.id,
        reason_code=reason_code,
    )


def pairing_started(session: Session, pairing: Pairing) -> None:
    """Says that somebody is helped, never who: the subject is a keyed hash."""
    emit(
        session,
        events.PairingStartedV1,
        aggregate_id=pairing.id,
        area=pairing.area,
        occurred_at=first_moment(pairing.started_on),
        pairing_id=pairing.id,
        helper_kind=pairing.helper_kind,
        helper_id=pairing.helper_id,
        helped_kind=pairing.helped_kind,
        subject=pairing.subject,
        started_on=pairing.started_on,
    )


def pairing_ended(session: Session, pairing: Pairing) -> None:
    """The reason stays here: it may tell of the helped."""
    assert pairing.ended_on is not None
    emit(
        session,
        events.PairingEndedV1,
        aggregate_id=pairing.id,
        area=pairing.area,
        occurred_at=first_moment(pairing.ended_on),
        pairing_id=pairing.id,
        helped_kind=pairing.helped_kind,
        subject=pairing.subject,
        outcome=pairing.outcome,
        ended_on=pairing.ended_on,
    )


def person_erasure_done(session: Session, order_id: UUID, person_id: UUID, at: datetime) -> None:
    emit(
        session,
        events.PersonErasureDoneV1,
        aggregate_id=order_id,
        occurred_at=at,
        person_id=person_id,
        locked_until=None,
    )


def _seat_changed(session: Session, team: Team, seat: TeamSeat, change: str, at: datetime) -> None:
    _team_changed(session, team, at, change=change, seat_id=seat.id, person_id=seat.person_id, seat_role=seat.role)


def _team_changed(session: Session, team: Team, at: datetime, **what: object) -> None:
    emit(
        session,
        events.TeamChangedV1,
        aggregate_id=team.id,
        area=team.area,
        occurred_at=at,
        team_id=team.id,
        team_kind=team.kind,
        **_NOTHING_CHANGED | what,
    )


def _duty(activity: Activity, sign_up_id: UUID, person_id: UUID) -> dict[str, object]:
    return {
        "assignment_id": sign_up_id,
        "duty_kind": activity.duty_kind,
        "duty_id": activity.duty_id,
        "team_id": activity.team_id,
        "person_id": person_id,
    }
