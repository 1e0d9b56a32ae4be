"""Announcing and concluding campaigns (主题活动)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from runtime.access import Caller
from runtime.time import now, today
from volunteering import published
from volunteering.domain.campaigns import Campaign
from volunteering.queries import show_campaign
from volunteering.use_cases.lookups import programme_path


def announce_campaign(
    session: Session, caller: Caller, *, area_id: UUID, title: str, programme: str, first_on: date, last_on: date
) -> Campaign:
    """Announce a campaign for a programme that the area's pack knows."""
    programme_path(session, area_id, programme, first_on)
    campaign = Campaign.announced(area_id, title, programme, first_on, last_on, today())
    session.add(campaign)
    session.flush()
    return campaign


def withdraw_campaign(session: Session, caller: Caller, *, campaign_id: UUID) -> Campaign:
    """Take an announcement back; what is planned for its days stays planned."""
    campaign = session.get_one(Campaign, campaign_id)
    campaign.withdraw(today())
    return campaign


def conclude_campaign(session: Session, caller: Caller, *, campaign_id: UUID) -> dict[str, Any]:
    """End a campaign, and tell the year's account what it came to."""
    return conclude(session, caller, session.get_one(Campaign, campaign_id), now())


def conclude(session: Session, caller: Caller, campaign: Campaign, at: datetime) -> dict[str, Any]:
    """What a campaign came to; the others hear of it as of a moment. Raises what `Campaign.conclude` raises."""
    outcome = show_campaign(session, caller, campaign_id=campaign.id)
    campaign.conclude(today(), planned=outcome["planned"], held=outcome["held"])
    path = programme_path(session, campaign.area, campaign.programme, campaign.first_on)
    published.campaign_concluded(session, campaign, path, outcome["held"], outcome["attended"], at)
    return outcome | {"concluded_on": campaign.concluded_on}
