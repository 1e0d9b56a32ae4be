"""Recording what was won (获奖), once for each piece of evidence."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from runtime.access import Caller
from runtime.time import now
from volunteering import published
from volunteering.domain.activities import Activity
from volunteering.domain.prizes import Prize
from volunteering.domain.programme_errors import PrizeAlreadyRecorded, PrizeAlreadyStruck, PrizeUnknown
from volunteering.use_cases.lookups import kind_of_team, programme_path


def record_prize(
    session: Session, caller: Caller, *, activity_id: UUID, title: str, level: str, winners: int, evidence: str
) -> Prize:
    """Record a prize that an activity won. Two who record it at once: the index lets one through."""
    activity = session.get_one(Activity, activity_id)
    activity.must_have_begun(now())
    same = exists().where(Prize.area == activity.area, Prize.evidence == evidence, Prize.struck_at.is_(None))
    if session.scalar(select(same)):
        raise PrizeAlreadyRecorded
    prize = Prize(
        id=uuid7(),
        activity_id=activity.id,
        area=activity.area,
        title=title,
        level=level,
        winners=winners,
        evidence=evidence,
        recorded_by=caller.account_id,
        recorded_at=now(),
        struck_for=None,
        struck_by=None,
        struck_at=None,
    )
    session.add(prize)
    session.flush()
    path = programme_path(session, activity.area, activity.programme, activity.held_on)
    published.prize_recorded(session, activity, prize, kind_of_team(session, activity.team_id), path)
    return prize


def strike_prize(session: Session, caller: Caller, *, activity_id: UUID, prize_id: UUID, reason: str) -> Prize:
    """Take a prize back; its evidence is free again."""
    prize = session.get(Prize, prize_id, with_for_update=True)
    if prize is None or prize.activity_id != activity_id:
        raise PrizeUnknown
    if prize.struck_at is not None:
        raise PrizeAlreadyStruck
    prize.struck_for, prize.struck_by, prize.struck_at = reason, caller.account_id, now()
    published.prize_struck(session, prize, now())
    return prize
