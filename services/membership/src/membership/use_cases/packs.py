"""Acts on packs (机制包): a version is put in force at an area."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from contracts.catalogue import SERVICES
from contracts.membership.events import PackAssignedV1
from kernel.ids import uuid7
from membership.domain.errors.posts import PackInvalid, PackUnknown
from membership.domain.packs import PackAssignment
from runtime import packs
from runtime.access import Caller
from runtime.outbox import emit
from runtime.settings import settings
from runtime.time import moment_on, today


def assign_pack(
    session: Session, caller: Caller, *, area_id: UUID, pack: str, version: str, valid_from: date
) -> dict[str, Any]:
    """Put a version in force from a day on, after every service's part of it was found valid."""
    _check(pack, version)
    assignment_id = uuid7()
    words: dict[str, Any] = {"area_id": area_id, "pack": pack, "version": version, "valid_from": valid_from}
    assigned = words | {"assignment_id": assignment_id}
    session.execute(insert(PackAssignment), assigned)
    packs.assign(session, **words)
    emit(
        session,
        PackAssignedV1,
        aggregate_id=assignment_id,
        area=area_id,
        occurred_at=moment_on(min(valid_from, today())),
        **words,
    )
    return assigned


def _check(pack: str, version: str) -> None:
    """Raises `PackUnknown` or `PackInvalid`: a part that one service cannot read would stop it on the event."""
    if not (settings.packs_dir / pack / version / "pack.yaml").is_file():
        raise PackUnknown(f"{pack} {version}")
    try:
        for service in SERVICES:
            packs.read(service, pack, version)
    except packs.PackInvalid as wrong:
        raise PackInvalid(str(wrong)) from wrong
