"""Opening places of programmes (阵地) and giving them up."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from runtime.access import Caller
from runtime.time import now, today
from volunteering import published
from volunteering.domain.sites import Site
from volunteering.use_cases.lookups import habits, programme_path


def open_site(session: Session, caller: Caller, *, area_id: UUID, name: str, kind: str, programme: str) -> Site:
    """Open a place of a kind and for a programme that the area's pack knows."""
    path = programme_path(session, area_id, programme, today())
    known = habits(session, area_id, today()).site_kinds
    site = Site.opened(area_id, name, kind, programme, today(), known=known)
    session.add(site)
    session.flush()
    published.site_opened(session, site, path)
    return site


def close_site(session: Session, caller: Caller, *, site_id: UUID) -> Site:
    """Give a place up."""
    site = session.get_one(Site, site_id)
    site.close(today())
    published.site_closed(session, site, now())
    return site
