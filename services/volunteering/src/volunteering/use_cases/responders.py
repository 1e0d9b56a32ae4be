"""Answering an elder's call for help (SOS): the nearest screened volunteers are asked, ring by ring."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from runtime.access import Caller
from runtime.inbox import Received
from runtime.replicas import area_path
from runtime.time import now, today
from volunteering import published
from volunteering.domain.responders import ASKED, ASSIGNED, DECLINED, ENDED, OFFERED, RELEASED, WAITING, ResponderOffer

ASKED_AT_ONCE = 5
NOBODY_NEAR = "nobody_near"

_NEAREST = text("""
    SELECT v.person_id
      FROM runtime.area home
      JOIN volunteer v ON v.area = home.area_id
     WHERE home.path <@ CAST(:ring AS ltree) AND v.retired_on IS NULL AND v.screened_until > :today
       AND NOT EXISTS (SELECT FROM responder_offer o WHERE o.sos_id = :sos_id AND o.person_id = v.person_id)
       AND NOT EXISTS (SELECT FROM sign_up held WHERE held.person_id = v.person_id AND held.state IN ('seated', 'attended')
                          AND held.during @> CAST(:moment AS timestamptz))
     ORDER BY nlevel(lca(home.path || '0', CAST(:place AS ltree) || '0')) DESC, v.registered_on, v.id
     LIMIT :limit
""")


def call(session: Session, event: Received) -> None:
    """Ask the nearest who were not asked yet, as far as the ring reaches; an import calls nobody."""
    if event.kind == "import" or event.area is None:
        return
    sos, ring, area = event.data["sos_id"], event.data["ring"], event.area
    people = _nearest(session, sos, area, ring)
    if not people:
        published.responder_declined(session, uuid7(), sos, area, None, NOBODY_NEAR)
        return
    new = {"sos_id": sos, "area": area, "ring": ring, "state": ASKED, "asked_at": now()}
    rows = [{"id": uuid7(), "person_id": person, **new} for person in people]
    session.execute(insert(ResponderOffer).values(rows).on_conflict_do_nothing())


def offer_help(session: Session, caller: Caller, *, offer_id: UUID, minutes_away: int | None) -> ResponderOffer:
    """Offer to go."""
    offer = session.get_one(ResponderOffer, offer_id)
    offer.answer(OFFERED)
    published.responder_offered(session, offer, minutes_away)
    return offer


def decline_call(session: Session, caller: Caller, *, offer_id: UUID, reason: str) -> ResponderOffer:
    """Say that one cannot go."""
    offer = session.get_one(ResponderOffer, offer_id)
    offer.answer(DECLINED)
    published.responder_declined(session, offer.id, offer.sos_id, offer.area, offer.person_id, reason)
    return offer


def assign(session: Session, event: Received) -> None:
    """Somebody goes, be it one of ours or patrol's: the others are released."""
    responder = ResponderOffer.person_id == event.data["responder_id"]
    _settle(session, event.data["sos_id"], ASSIGNED, responder)
    _settle(session, event.data["sos_id"], RELEASED, ~responder)


def release(session: Session, event: Received) -> None:
    """This one is not needed any more."""
    responder = ResponderOffer.person_id == event.data["responder_id"]
    _settle(session, event.data["sos_id"], RELEASED, responder, states=(*WAITING, ASSIGNED))


def stop(session: Session, event: Received) -> None:
    """A false alarm, or help was given: nobody is called any longer."""
    _settle(session, event.data["sos_id"], ENDED, states=(*WAITING, ASSIGNED))


def _settle(session: Session, sos_id: UUID, to: str, *which: Any, states: tuple[str, ...] = WAITING) -> None:
    session.execute(
        update(ResponderOffer)
        .where(ResponderOffer.sos_id == sos_id, ResponderOffer.state.in_(states), *which)
        .values(state=to)
        .execution_options(synchronize_session=False)
    )


def _nearest(session: Session, sos_id: UUID, area: UUID, ring: int) -> list[UUID]:
    """Screened volunteers at home below the area that lies `ring` levels above the call, nearest first."""
    place = area_path(session, area)
    if place is None:
        return []
    numbers = place.split(".")
    words = {"ring": ".".join(numbers[: max(1, len(numbers) - ring)]), "place": place, "sos_id": sos_id}
    times = {"today": today(), "moment": now(), "limit": ASKED_AT_ONCE}
    return list(session.scalars(_NEAREST, words | times))
