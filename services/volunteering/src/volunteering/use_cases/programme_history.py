"""Places and campaigns of past years (阵地、主题活动), entered through the import doors."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from contracts.volunteering.records.programmes import CampaignRecord, SiteRecord
from kernel.period import DAY, first_moment
from runtime.access import Caller
from runtime.imports import import_records
from runtime.time import today
from volunteering import published
from volunteering.domain.calendar import must_not_be_future
from volunteering.domain.campaigns import Campaign
from volunteering.domain.programme_errors import SiteNameTaken
from volunteering.domain.sites import Site
from volunteering.use_cases.campaigns import conclude
from volunteering.use_cases.lookups import habits, programme_path


def import_sites(session: Session, caller: Caller, *, records: list[dict[str, Any]], dry_run: bool) -> dict[str, Any]:
    """Enter places, also such as were given up since."""
    return import_records(session, caller, SiteRecord, records, _enter_site, dry_run, register="site", area="area_id")


def import_campaigns(
    session: Session, caller: Caller, *, records: list[dict[str, Any]], dry_run: bool
) -> dict[str, Any]:
    """Enter campaigns that are over, and conclude each."""
    enter = _enter_campaign
    return import_records(session, caller, CampaignRecord, records, enter, dry_run, register="campaign", area="area_id")


def _enter_site(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID,
    name: str,
    kind: str,
    programme: str,
    opened_on: date,
    closed_on: date | None,
) -> UUID:
    must_not_be_future(opened_on, today(), "opened_on")
    must_not_be_future(closed_on, today(), "closed_on")
    path = programme_path(session, area_id, programme, opened_on)
    known = habits(session, area_id, opened_on).site_kinds
    site = Site.opened(area_id, name, kind, programme, opened_on, known=known)
    if closed_on is not None:
        site.close(closed_on)
    _must_be_named_alone(session, site)
    session.add(site)
    session.flush()
    published.site_opened(session, site, path)
    if closed_on is not None:
        published.site_closed(session, site, first_moment(closed_on))
    return site.id


def _must_be_named_alone(session: Session, site: Site) -> None:
    """Two open places the database keeps apart; here those of which one was given up. Raises `SiteNameTaken`."""
    stood_on = or_(Site.closed_on.is_(None), Site.closed_on > site.opened_on)
    same = exists().where(Site.area == site.area, Site.name == site.name, stood_on)
    if site.closed_on is not None:
        same = same.where(Site.opened_on < site.closed_on)
    if session.scalar(select(same)):
        raise SiteNameTaken


def _enter_campaign(
    session: Session, caller: Caller, *, area_id: UUID, title: str, programme: str, first_on: date, last_on: date
) -> UUID:
    programme_path(session, area_id, programme, first_on)
    campaign = Campaign.of_days(area_id, title, programme, first_on, last_on)
    session.add(campaign)
    session.flush()
    conclude(session, caller, campaign, first_moment(last_on + DAY))
    return campaign.id
