"""Acts on organisations (组织), and the replica of units."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, text
from sqlalchemy.orm import Session

from contracts.membership.events import OrganisationChangedV1, OrganisationChangedV2
from contracts.membership.vocabulary import ORGANISATION_KINDS
from membership.domain.areas import Area
from membership.domain.errors.organisations import OrganisationHasMembers, OrganisationHasParts, OrganisationInItself
from membership.domain.errors.people import DateInFuture, OrganisationBeyondParent, OrganisationUnknown
from membership.domain.organisations import Organisation, OrganisationPast, check_parent
from membership.domain.rolls import MemberSeat
from membership.use_cases.committee_seats import end_seats, open_seats
from membership.use_cases.coverage import end_coverage_by, end_coverage_of
from membership.use_cases.posts import release_claims_of
from runtime.access import Caller
from runtime.inbox import Received
from runtime.organisations import organisations_above, put_organisation
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
    session.get_one(Area, area_id).must_stand()
    parent = None if parent_id is None else parent_of(session, area_id, parent_id)
    return found(session, area_id, parent, kind, name, founded_on or today())


def found(
    session: Session,
    area_id: UUID,
    parent: Organisation | None,
    kind: str,
    name: str,
    founded_on: date,
    organisation_id: UUID | None = None,
) -> Organisation:
    """Found a body and tell of it; under an id that was promised, if one was."""
    founded = Organisation.found(
        area_id=area_id, parent=parent, kind=kind, name=name, founded_on=founded_on, today=today()
    )
    founded.organisation_id = organisation_id or founded.organisation_id
    session.add(founded)
    _tell(session, founded, "founded", founded.founded_on)
    open_seats(session, founded)
    return founded


def rename_organisation(session: Session, caller: Caller, *, organisation_id: UUID, name: str) -> Organisation:
    """Give an organisation another name from today on."""
    organisation = session.get_one(Organisation, organisation_id)
    _keep(session, organisation.become(name=name, parent=organisation.parent_id, on=today()))
    _tell(session, organisation, "renamed", today())
    return organisation


def move_organisation(
    session: Session, caller: Caller, *, organisation_id: UUID, parent_id: UUID | None, moved_on: date | None
) -> Organisation:
    """Put an organisation under another one from a day on."""
    organisation = session.get_one(Organisation, organisation_id)
    put_under(session, organisation, parent_id, moved_on or today())
    return organisation


def dissolve_organisation(
    session: Session, caller: Caller, *, organisation_id: UUID, dissolved_on: date | None
) -> Organisation:
    """Dissolve an organisation that is empty."""
    organisation = session.get_one(Organisation, organisation_id)
    dissolve(session, organisation, dissolved_on or today())
    return organisation


def put_under(session: Session, organisation: Organisation, parent_id: UUID | None, on: date) -> None:
    """Let an organisation stand under another. Raises what the tree forbids."""
    if on > today():
        raise DateInFuture(field="moved_on")
    parent = None
    if parent_id is not None:
        if organisation.organisation_id in organisations_above(session, parent_id):
            raise OrganisationInItself()
        parent = parent_of(session, organisation.area_id, parent_id)
    check_parent(organisation.kind, parent)
    _keep(session, organisation.become(name=organisation.name, parent=parent_id, on=on))
    _tell(session, organisation, "moved", on)


def dissolve(session: Session, organisation: Organisation, on: date) -> None:
    """Dissolve an organisation. Raises `OrganisationHasParts`, `OrganisationHasMembers` or what its days forbid."""
    if on > today():
        raise DateInFuture(field="dissolved_on")
    key = organisation.organisation_id
    parts = select(Organisation.organisation_id).where(
        Organisation.parent_id == key, Organisation.dissolved_on.is_(None)
    )
    if session.execute(parts.limit(1)).first() is not None:
        raise OrganisationHasParts()
    enrolled = select(MemberSeat.seat_id).where(
        MemberSeat.organisation_id == key, or_(MemberSeat.left_on.is_(None), MemberSeat.left_on > on)
    )
    if session.execute(enrolled.limit(1)).first() is not None:
        raise OrganisationHasMembers()
    organisation.dissolve(on)
    end_coverage_by(session, key, on)
    end_seats(session, key, on)
    _tell(session, organisation, "dissolved", on)


def parent_of(session: Session, area_id: UUID, parent_id: UUID) -> Organisation:
    """The organisation above one of an area. Raises `OrganisationUnknown` or `OrganisationBeyondParent`."""
    parent = session.get(Organisation, parent_id)
    if parent is None:
        raise OrganisationUnknown()
    if not is_below(session, area_id, parent.area_id):
        raise OrganisationBeyondParent()
    return parent


def take_units(session: Session, received: list[Received]) -> None:
    """Units registered or changed by cobuilding, in order; a unit that closed or left holds no post any more."""
    last = {event.data["unit_id"]: event for event in received}
    words: dict[str, Any] = {
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
            end_coverage_of(session, event.data["unit_id"], event.data["changed_on"])


def _keep(session: Session, past: OrganisationPast | None) -> None:
    if past is not None:
        session.add(past)


def _tell(session: Session, organisation: Organisation, change: str, valid_from: date) -> None:
    """Tell the others in both versions: the first one knows only the first kinds."""
    words: dict[str, Any] = {
        "organisation_id": organisation.organisation_id,
        "change": change,
        "kind": organisation.kind,
        "name": organisation.name,
        "parent_id": organisation.parent_id,
        "valid_from": valid_from,
    }
    head: dict[str, Any] = {
        "aggregate_id": organisation.organisation_id,
        "area": organisation.area_id,
        "occurred_at": moment_on(valid_from),
    }
    if organisation.kind in ORGANISATION_KINDS:
        emit(session, OrganisationChangedV1, **head, **words)
    emit(session, OrganisationChangedV2, **head, **words, area_id=organisation.area_id)
    put_organisation(
        session,
        organisation_id=organisation.organisation_id,
        parent_id=organisation.parent_id,
        area_id=organisation.area_id,
        kind=organisation.kind,
        name=organisation.name,
        dissolved_on=organisation.dissolved_on,
    )
