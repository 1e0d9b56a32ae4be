"""Acts on organisations (组织), and the replica of units."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from contracts.membership.events import OrganisationChangedV1
from membership.domain.errors.people import OrganisationBeyondParent, OrganisationUnknown
from membership.domain.organisations import Organisation, Unit
from membership.use_cases.posts import release_claims_of
from runtime.access import Caller
from runtime.inbox import Received
from runtime.outbox import emit
from runtime.replicas import is_below
from runtime.time import moment_on, today


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
    rows = {event.data["unit_id"]: _unit(event) for event in received}
    write = insert(Unit).values(list(rows.values()))
    kept = {name: write.excluded[name] for name in ("name", "kind", "active", "area_id")}
    session.execute(write.on_conflict_do_update(index_elements=["unit_id"], set_=kept))
    for event in received:
        if not event.data.get("active", True):
            release_claims_of(session, "unit", event.data["unit_id"], "unit_closed", event.data["changed_on"])


def _unit(event: Received) -> dict[str, object]:
    data = event.data
    return {
        "unit_id": data["unit_id"],
        "name": data["name"],
        "kind": data["kind"],
        "active": data.get("active", True),
        "area_id": event.area,
    }


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
