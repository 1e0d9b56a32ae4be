"""Feeds (供给): membership's events written into every other service's replicas, packs and deny list, set by set."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, text, update
from sqlalchemy.orm import Session

from contracts.membership import events
from runtime import packs, tokens
from runtime.doors import Door
from runtime.inbox import Received
from runtime.replicas import AREA, PERSON, forget_paths, put_areas, put_people

AREA_FIELDS = ("area_id", "number", "path", "code", "kind", "name", "parent_id", "valid_from")
PERSON_FIELDS = ("person_id", "display_name", "home_area", "minor")


def feed(door: Door) -> None:
    """Let a service follow membership. Membership writes the same tables in its own transactions."""
    door.react(events.AreaRegisteredV1, take_areas, batch=True)
    door.react(events.AreaChangedV1, take_areas, batch=True)
    door.react(events.AreaMergedV1, take_merger)
    door.react(events.AreaSplitV1, take_split)
    for event in (events.PersonRegisteredV1, events.PersonChangedV1, events.PersonMovedV1):
        door.react(event, take_people, batch=True)
    door.react(events.PersonDiedV1, take_deaths, batch=True)
    door.react(events.PersonErasureOrderedV1, take_erasure)
    door.react(events.PackAssignedV1, take_pack)
    door.react(events.SessionEndedV1, take_ended_session)
    door.react(events.GrantRevokedV1, take_revoked_grant)


def take_areas(session: Session, received: list[Received]) -> None:
    put_areas(session, [_only(event.data, AREA_FIELDS) for event in received])


def take_people(session: Session, received: list[Received]) -> None:
    put_people(session, [_only(event.data, PERSON_FIELDS) for event in received])


def take_deaths(session: Session, received: list[Received]) -> None:
    ids = [event.data["person_id"] for event in received]
    session.execute(update(PERSON).where(PERSON.c.person_id.in_(ids)).values(alive=False))


def take_erasure(session: Session, received: Received) -> None:
    """Only the replica's name: what else the service knows of the person is for its own reaction."""
    erased = update(PERSON).where(PERSON.c.person_id == received.data["person_id"])
    session.execute(erased.values(display_name="", erased_at=received.occurred_at))


def take_merger(session: Session, received: Received) -> None:
    """What lay in the merged areas lies below the one they became, so that its officers reach it."""
    words = {"into": received.data["area_id"], "valid_to": received.data["valid_from"]}
    for merged in received.data["merged"]:
        session.execute(_MERGE, words | {"merged": merged})
    forget_paths(session)


def take_split(session: Session, received: Received) -> None:
    ended = update(AREA).where(AREA.c.area_id == received.data["area_id"])
    session.execute(ended.values(valid_to=bindparam("on")), {"on": received.data["valid_from"]})


def take_pack(session: Session, received: Received) -> None:
    packs.assign(session, **received.data)


def take_ended_session(session: Session, received: Received) -> None:
    tokens.deny_session(session, received.data["session_id"])


def take_revoked_grant(session: Session, received: Received) -> None:
    tokens.deny_account(session, received.data["account_id"], received.data["valid_from"])


def _only(data: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: data[name] for name in names}


_MERGE = text("""
    UPDATE runtime.area AS a
       SET path = i.path || subpath(a.path, nlevel(m.path) - 1),
           valid_to = CASE WHEN a.area_id = m.area_id THEN :valid_to ELSE a.valid_to END
      FROM runtime.area AS m, runtime.area AS i
     WHERE m.area_id = :merged AND i.area_id = :into AND a.path <@ m.path
""")
