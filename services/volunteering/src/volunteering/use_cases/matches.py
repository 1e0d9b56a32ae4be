"""Asking volunteers to help, and their answers (匹配)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from runtime.access import Caller
from runtime.time import now, today
from volunteering import published
from volunteering.domain.activity_errors import SkillMissing
from volunteering.domain.errors import ActivityInThePast
from volunteering.domain.need_errors import AlreadyAsked, HelpsOwnNeed, InNoTeam, MatchSettled, WindowIncomplete
from volunteering.domain.needs import (
    ABSENT,
    ACCEPTED,
    DECLINED,
    LAPSED,
    MATCHED,
    OFFERED,
    WITHDRAWN,
    Match,
    Need,
    must_be_a_window,
)
from volunteering.domain.teams import Team, TeamSeat
from volunteering.use_cases import matching, needs, visits
from volunteering.use_cases.lookups import can_do, habits, must_be_volunteers

A_DAY = timedelta(days=1)


def list_candidates(
    session: Session,
    caller: Caller,
    *,
    need_id: UUID,
    starts_at: datetime | None,
    ends_at: datetime | None,
    limit: int,
) -> dict[str, Any]:
    """Who could help, best first."""
    need = session.get_one(Need, need_id)
    return {"items": matching.candidates(session, wanted(session, need, starts_at, ends_at), limit)}


def offer_match(
    session: Session,
    caller: Caller,
    *,
    need_id: UUID,
    person_id: UUID,
    starts_at: datetime | None,
    ends_at: datetime | None,
) -> Match:
    """Ask a volunteer, from the list of candidates or whoever the desk knows."""
    need = session.get_one(Need, need_id)
    need.must_stand(ACCEPTED)
    must_be_a_window(starts_at, ends_at)
    begins, ends = starts_at or need.starts_at, ends_at or need.ends_at
    if begins is None or ends is None:
        raise WindowIncomplete
    if begins < now():
        raise ActivityInThePast
    team = _must_fit(session, need, person_id)
    (made,) = ask(session, caller, need, [(person_id, team)], begins, ends) or (None,)
    if made is None:
        raise AlreadyAsked
    return made


def ask(
    session: Session,
    caller: Caller | None,
    need: Need,
    whom: Sequence[tuple[UUID, UUID]],
    starts_at: datetime,
    ends_at: datetime,
) -> list[Match]:
    """Ask people, each as a member of a team; those who were asked before are left out."""
    rows = [
        {
            "id": uuid7(),
            "need_id": need.id,
            "area": need.area,
            "category": need.category,
            "person_id": person,
            "team_id": team,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "state": OFFERED,
            "reason": None,
            "offered_by": None if caller is None else caller.account_id,
            "offered_at": now(),
            "answered_at": None,
            "sign_up_id": None,
        }
        for person, team in whom
    ]
    if not rows:
        return []
    made = set(session.scalars(insert(Match).values(rows).on_conflict_do_nothing().returning(Match.id)))
    return [Match(**row) for row in rows if row["id"] in made]


def accept_match(session: Session, caller: Caller, *, match_id: UUID) -> Match:
    """Say yes: the first who accepts helps, and the time is kept free."""
    match, need = _both(session, match_id)
    need.must_stand(ACCEPTED)
    match.settle(ACCEPTED, now(), OFFERED)
    must_be_volunteers(session, [match.person_id])
    visits.keep_time(session, need, match)
    need.move(MATCHED, match.ends_at + habits(session, need.area, today()).confirm_within, ACCEPTED)
    need.helper_id = match.person_id
    needs.note(session, caller, need, MATCHED)
    published.match_confirmed(session, need, match, now())
    return match


def decline_match(session: Session, caller: Caller, *, match_id: UUID, reason: str) -> Match:
    """Say no, or give back what was accepted before it began."""
    match, need = _both(session, match_id)
    if match.state == OFFERED:
        match.settle(DECLINED, now(), OFFERED, reason=reason)
        return match
    if match.starts_at <= now():
        raise MatchSettled
    _give_back(session, caller, need, match, reason)
    return match


def record_absence(session: Session, caller: Caller, *, match_id: UUID) -> Match:
    """The helper did not come: somebody else is looked for."""
    match, need = _both(session, match_id)
    need.must_stand(MATCHED)
    match.settle(ABSENT, now(), ACCEPTED)
    visits.note_absence(session, need, match)
    _look_again(session, caller, need, match, ABSENT)
    return match


def wanted(session: Session, need: Need, starts_at: datetime | None, ends_at: datetime | None) -> matching.Wanted:
    """What is looked for in a need; without any time the next day."""
    must_be_a_window(starts_at, ends_at)
    begins = starts_at or need.starts_at or now()
    ends = ends_at or need.ends_at or begins + A_DAY
    category = needs.category(session, need)
    known = habits(session, need.area, today())
    asked = session.scalars(select(Match.person_id).where(Match.need_id == need.id)).all()
    left_out = [*asked] if need.asker_id is None else [*asked, need.asker_id]
    return matching.Wanted(need.area, category, begins, ends, category.skill in known.certified_skills, left_out)


def withdraw_all_of(session: Session, person_id: UUID, reason: str) -> None:
    """Somebody can help no longer: what was asked lapses, and for what was promised somebody else is looked for."""
    open_ = Match.state.in_((OFFERED, ACCEPTED))
    for match_id in session.scalars(
        select(Match.id).where(Match.person_id == person_id, open_).order_by(Match.id)
    ).all():
        match, need = _both(session, match_id)
        if match.state == OFFERED:
            match.settle(LAPSED, now(), OFFERED, reason=reason)
        elif need.state == MATCHED and match.starts_at > now():
            _give_back(session, None, need, match, reason)


def lapse(session: Session, need: Need, reason: str) -> None:
    """Who was asked and has not answered is not asked any longer."""
    asked = select(Match).where(Match.need_id == need.id, Match.state == OFFERED).order_by(Match.id)
    for match in session.scalars(asked.with_for_update()):
        match.settle(LAPSED, now(), OFFERED, reason=reason)


def _both(session: Session, match_id: UUID) -> tuple[Match, Need]:
    match = session.get_one(Match, match_id)
    return match, session.get_one(Need, match.need_id, with_for_update=True)


def _give_back(session: Session, caller: Caller | None, need: Need, match: Match, reason: str) -> None:
    match.settle(WITHDRAWN, now(), ACCEPTED, reason=reason)
    visits.give_back(session, need, match, reason)
    _look_again(session, caller, need, match, reason)


def _look_again(session: Session, caller: Caller | None, need: Need, match: Match, reason: str) -> None:
    published.match_failed(session, need, match.id, reason, now())
    needs.look_for_somebody(session, caller, need, MATCHED, detail=reason)


def _must_fit(session: Session, need: Need, person_id: UUID) -> UUID:
    """The team in whose name somebody can be sent.

    Raises `HelpsOwnNeed`, `NotAVolunteer`, `SkillMissing`, `InNoTeam`.
    """
    if person_id == need.asker_id:
        raise HelpsOwnNeed
    must_be_volunteers(session, [person_id])
    category = needs.category(session, need)
    certified = habits(session, need.area, today()).certified_skills
    if category.skill is not None and not can_do(session, person_id, category.skill, certified):
        raise SkillMissing
    seats = select(TeamSeat.team_id).join(Team, Team.id == TeamSeat.team_id)
    seats = seats.where(TeamSeat.person_id == person_id, TeamSeat.left_on.is_(None), Team.disbanded_on.is_(None))
    if category.team_kind is not None:
        seats = seats.where(Team.kind == category.team_kind)
    team = session.scalars(seats.order_by(TeamSeat.joined_on, TeamSeat.id).limit(1)).first()
    if team is None:
        raise InNoTeam
    return team
