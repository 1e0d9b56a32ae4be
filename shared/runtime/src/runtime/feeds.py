"""Feeds (供给): membership's events written into every other service's replicas, packs and deny list, set by set."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from contracts.membership import events
from runtime import packs, tokens
from runtime.doors import Door
from runtime.inbox import Received
from runtime.organisations import put_organisation
from runtime.redaction import redact
from runtime.replicas import PERSON, end_area, merge_area, put_areas, put_people, settle_places

AREA_FIELDS = ("area_id", "number", "path", "code", "kind", "name", "parent_id", "valid_from")
ORGANISATION_FIELDS = ("organisation_id", "parent_id", "area_id", "kind", "name")
PERSON_FIELDS = ("person_id", "display_name", "home_area", "minor")


def feed(door: Door) -> None:
    """Let a service follow membership. Membership writes the same tables in its own transactions."""
    door.react(events.AreaRegisteredV1, take_areas, batch=True)
    door.react(events.AreaChangedV1, take_areas, batch=True)
    door.react(events.AreaMergedV1, take_merger)
    door.react(events.AreaSplitV1, take_split)
    door.react(events.OrganisationChangedV2, take_organisation)
    for event in (events.PersonRegisteredV1, events.PersonChangedV1, events.PersonMovedV1):
        door.react(event, take_people, batch=True)
    door.react(events.PersonDiedV1, take_deaths, batch=True)
    door.react(events.PersonErasureOrderedV1, take_erasure)
    door.react(events.PackAssignedV1, take_pack)
    door.react(events.SessionEndedV1, take_ended_session)
    door.react(events.GrantRevokedV1, take_revoked_grant)


def take_areas(session: Session, received: list[Received]) -> None:
    put_areas(session, [_only(event.data, AREA_FIELDS) for event in received])
    settle_places(session, [event.data["area_id"] for event in received])


def take_organisation(session: Session, received: Received) -> None:
    data = received.data
    ended = data["valid_from"] if data["change"] == "dissolved" else None
    put_organisation(session, **_only(data, ORGANISATION_FIELDS), dissolved_on=ended)


def take_people(session: Session, received: list[Received]) -> None:
    put_people(session, [_only(event.data, PERSON_FIELDS) for event in received])


def take_deaths(session: Session, received: list[Received]) -> None:
    ids = [event.data["person_id"] for event in received]
    session.execute(update(PERSON).where(PERSON.c.person_id.in_(ids)).values(alive=False))


def take_erasure(session: Session, received: Received) -> None:
    """Only the replica's name, and what parking kept of it: what else the service knows is for its own reaction. Nobody does
    anything more for somebody who was erased than for the dead."""
    erased = update(PERSON).where(PERSON.c.person_id == received.data["person_id"])
    session.execute(erased.values(display_name="", alive=False, erased_at=received.occurred_at))
    redact(session, received.data["person_id"])


def take_merger(session: Session, received: Received) -> None:
    """What lay in the merged areas lies below the one they became, so that its officers reach it."""
    for merged in received.data["merged"]:
        merge_area(session, merged, received.data["area_id"], received.data["valid_from"])


def take_split(session: Session, received: Received) -> None:
    end_area(session, received.data["area_id"], received.data["valid_from"])


def take_pack(session: Session, received: Received) -> None:
    packs.assign(session, **received.data)


def take_ended_session(session: Session, received: Received) -> None:
    tokens.deny_session(session, received.data["session_id"])


def take_revoked_grant(session: Session, received: Received) -> None:
    tokens.deny_account(session, received.data["account_id"], received.data["valid_from"])


def _only(data: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: data[name] for name in names}
