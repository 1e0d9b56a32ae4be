"""Checkpoints: placed, retired, and whether somebody was near one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.ids import uuid7
from kernel.position import Position
from patrol.domain.checkpoint import Checkpoint
from patrol.domain.errors import CheckpointExists, CheckpointUnknown
from runtime.access import Caller
from runtime.time import now


def place_checkpoint(
    session: Session,
    caller: Caller,
    *,
    area_id: UUID,
    name: str,
    latitude: float,
    longitude: float,
    system: str,
    radius: int,
) -> Checkpoint:
    """Place a checkpoint; its position is kept as WGS-84."""
    taken = select(Checkpoint.id).where(
        Checkpoint.area == area_id, Checkpoint.name == name, Checkpoint.retired_at.is_(None)
    )
    if session.execute(taken).first() is not None:
        raise CheckpointExists
    at = Position.measured(latitude, longitude, system)
    checkpoint = Checkpoint(
        id=uuid7(), area=area_id, name=name, latitude=at.latitude, longitude=at.longitude, radius=radius
    )
    session.add(checkpoint)
    return checkpoint


def retire_checkpoint(session: Session, caller: Caller, *, checkpoint_id: UUID) -> Checkpoint:
    """Take a checkpoint out of use."""
    checkpoint = session.get_one(Checkpoint, checkpoint_id)
    checkpoint.retire(now())
    return checkpoint


def checkpoint_in_use(session: Session, checkpoint_id: UUID, on: datetime) -> Checkpoint:
    """The checkpoint if it was in use at that moment. Raises `CheckpointUnknown`."""
    found = session.get(Checkpoint, checkpoint_id)
    if found is None or (found.retired_at is not None and found.retired_at <= on):
        raise CheckpointUnknown
    return found


def is_near(checkpoint: Checkpoint, position: dict[str, Any]) -> bool:
    """Whether a reading (latitude, longitude, system) lies within the checkpoint's radius."""
    there = Position(checkpoint.latitude, checkpoint.longitude)
    return Position.measured(**position).metres_to(there) <= checkpoint.radius
