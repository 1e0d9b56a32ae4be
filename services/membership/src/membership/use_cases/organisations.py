"""Acts on organisations (组织), and the replica of units."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from contracts.membership.events import OrganisationChangedV1
from membership.domain.errors.people import OrganisationBeyondParent, OrganisationUnknown
from membership.domain.organisations import Organisation
from membership.use_cases.posts import release_claims_of
from runtime.access import Caller
from runtime.inbox import Received
from runtime.outbox import emit
from runtime.replicas import is_below
from runtime.time import moment_on, today

# One statement whatever the number of units: one made of as many VALUES would be compiled anew for each batch.
_KEEP_UNITS = text("""
    INSERT INTO unit (unit_id, name, kind, active, area_id)
    SELECT * FROM unnest(CAST(:units AS uuid[]), CAST(:names AS text[]), CAST(:kinds AS text[]),
                         CAST(:actives AS boolean[]), CAST(:areas AS uuid[]))
    ON CONFLICT (unit_id) DO UPDATE
       SET name = excluded.name, kind = excluded.kind, active = excluded.active, area_id = excluded.area_id
""")


def register_organisation(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID,
    parent_id: UUID | None,
    kind: str,
    name: str,
    founded_on: date | None,
) -> Organisation:
    """Register a body of an area."""
    if parent_id is not None:
        _check_parent(session, area_id, parent_id)
    founded = Organisation.found(
        area_id=area_id,
        parent_id=parent_id,
        kind=kind,
        name=name,
        founded_on=founded_on or today(),
        today=today(),
    )
    session.add(founded)
    _tell(session, founded, "founded", founded.founded_on)
    return founded


def rename_organisation(session: Session, caller: Caller, *, organisation_id: UUID, name: str) -> Organisation:
    """Give an organisation another name from today on."""
    organisation = session.get_one(Organisation, organisation_id)
    organisation.name = name
    _tell(session, organisation, "renamed", today())
    return organisation


def take_units(session: Session, received: list[Received]) -> None:
    """Units registered or changed by cobuilding, in order; a unit that closed or left holds no post any more."""
    last = {event.data["unit_id"]: event for event in received}
    words = {
        "units": list(last),
        "names": [event.data["name"] for event in last.values()],
        "kinds": [event.data["kind"] for event in last.values()],
        "actives": [event.data.get("active", True) for event in last.values()],
        "areas": [event.area for event in last.values()],
    }
    session.execute(_KEEP_UNITS, words)
    for event in received:
        if not event.data.get("active", True):
            release_claims_of(session, "unit", event.data["unit_id"], "unit_closed", event.data["changed_on"])


def _check_parent(session: Session, area_id: UUID, parent_id: UUID) -> None:
    parent = session.get(Organisation, parent_id)
    if parent is None:
        raise OrganisationUnknown()
    if not is_below(session, area_id, parent.area_id):
        raise OrganisationBeyondParent()


def _tell(session: Session, organisation: Organisation, change: str, valid_from: date) -> None:
    emit(
        session,
        OrganisationChangedV1,
        aggregate_id=organisation.organisation_id,
        area=organisation.area_id,
        occurred_at=moment_on(valid_from),
        organisation_id=organisation.organisation_id,
        change=change,
        kind=organisation.kind,
        name=organisation.name,
        parent_id=organisation.parent_id,
        valid_from=valid_from,
    )
