"""What the year's account hears of places, campaigns, camps and prizes: how many, never who."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from contracts.volunteering import events
from kernel.period import first_moment
from runtime.outbox import emit
from volunteering.domain.activities import Activity
from volunteering.domain.campaigns import Campaign
from volunteering.domain.camps import Camp
from volunteering.domain.prizes import Prize
from volunteering.domain.sites import Site


def site_opened(session: Session, site: Site, path: Sequence[str]) -> None:
    emit(
        session,
        events.SiteOpenedV1,
        aggregate_id=site.id,
        area=site.area,
        occurred_at=first_moment(site.opened_on),
        site_id=site.id,
        kind=site.kind,
        opened_on=site.opened_on,
        **_programme(path),
    )


def site_closed(session: Session, site: Site, at: datetime) -> None:
    emit(
        session,
        events.SiteClosedV1,
        aggregate_id=site.id,
        area=site.area,
        occurred_at=at,
        site_id=site.id,
        closed_on=site.closed_on,
    )


def campaign_concluded(
    session: Session, campaign: Campaign, path: Sequence[str], activities: int, attended: int, at: datetime
) -> None:
    emit(
        session,
        events.CampaignConcludedV1,
        aggregate_id=campaign.id,
        area=campaign.area,
        occurred_at=at,
        campaign_id=campaign.id,
        first_on=campaign.first_on,
        last_on=campaign.last_on,
        activities=activities,
        attended=attended,
        **_programme(path),
    )


def camp_held(session: Session, camp: Camp, path: Sequence[str], children: int, child_days: int, at: datetime) -> None:
    """How many children came, of none of them who."""
    emit(
        session,
        events.CampHeldV1,
        aggregate_id=camp.id,
        area=camp.area,
        occurred_at=at,
        camp_id=camp.id,
        team_id=camp.team_id,
        first_on=camp.first_on,
        last_on=camp.last_on,
        children=children,
        child_days=child_days,
        **_programme(path),
    )


def prize_recorded(session: Session, activity: Activity, prize: Prize, team_kind: str, path: Sequence[str]) -> None:
    emit(
        session,
        events.PrizeRecordedV1,
        aggregate_id=prize.id,
        area=prize.area,
        occurred_at=prize.recorded_at,
        prize_id=prize.id,
        activity_id=activity.id,
        team_kind=team_kind,
        level=prize.level,
        winners=prize.winners,
        held_on=activity.held_on,
        **_programme(path),
    )


def prize_struck(session: Session, prize: Prize, at: datetime) -> None:
    emit(
        session,
        events.PrizeStruckV1,
        aggregate_id=prize.id,
        area=prize.area,
        occurred_at=at,
        prize_id=prize.id,
        reason_code=prize.struck_for,
    )


def _programme(path: Sequence[str]) -> dict[str, str | None]:
    """`path` leads from the root of the tree to the programme."""
    return {"programme": path[-1] if path else None, "programme_root": path[0] if path else None}
